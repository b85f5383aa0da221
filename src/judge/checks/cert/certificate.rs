//! What checks of certificates share.

use crate::judge::check::Outcome;
use crate::judge::dossier::{CertificateDossier, Dossier, Subject};
use crate::judge::engine::role_list;
use crate::judge::value::Evidence;
use crate::pki::Certificate;
use crate::policy::Environment;

/// Judges a certificate that could be read.
pub(super) fn with(
    dossier: &Dossier,
    subject: Subject,
    judge: impl FnOnce(&CertificateDossier, &Certificate) -> Outcome,
) -> Outcome {
    match dossier.certificate(subject) {
        None => Outcome::NotApplicable("not-a-certificate"),
        Some((_, one)) => match one.certificate() {
            None => Outcome::NotApplicable("not-readable"),
            Some(certificate) => judge(one, certificate),
        },
    }
}

/// Found when a certificate of the environment `is` is judged under a policy for the environment `wanted`.
pub(super) fn in_environment(
    dossier: &Dossier,
    subject: Subject,
    is: Environment,
    wanted: Environment,
) -> Outcome {
    with(dossier, subject, |one, certificate| {
        let wrong = one.environment() == is && dossier.policy.environment == wanted;
        weigh_origin(one, wrong, evidence(one).text("issuer", certificate.issuer.to_string()))
    })
}

/// Which certificate it is, by its role.
pub(super) fn evidence(one: &CertificateDossier) -> Evidence {
    Evidence::none().list("role", role_list(&one.roles))
}

/// As [`weigh`], for a fault of age, which is information where other certificates of the card have taken over.
pub(super) fn weigh_age(
    dossier: &Dossier,
    subject: Subject,
    one: &CertificateDossier,
    fault: bool,
    evidence: Evidence,
) -> Outcome {
    match fault && dossier.card(subject).is_some_and(|card| card.replaces(one, dossier.at)) {
        true => Outcome::Noted(evidence),
        false => weigh(one, fault, evidence),
    }
}

/// A fault in where a certificate comes from counts on every certificate of an e-ID; on another it is information.
pub(super) fn weigh_origin(one: &CertificateDossier, fault: bool, evidence: Evidence) -> Outcome {
    match fault && !one.is_eid() {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(fault, evidence),
    }
}

/// A fault counts where a login stands or falls with the certificate; on an employer's own certificate, or on one
/// that only encrypts, it is information.
pub(super) fn weigh(one: &CertificateDossier, fault: bool, evidence: Evidence) -> Outcome {
    match fault && !one.matters() {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(fault, evidence),
    }
}
