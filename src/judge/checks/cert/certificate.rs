//! What checks of certificates share.

use crate::judge::check::Outcome;
use crate::judge::dossier::{CertificateDossier, Dossier, Subject};
use crate::judge::engine::role_list;
use crate::judge::value::Evidence;
use crate::pki::Certificate;
use crate::pki::path::{Code, Reason, Revocation, Status};
use crate::policy::Environment;
use jiff::Timestamp;

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
        if dossier.policy.environment != wanted {
            return Outcome::NotApplicable("another-profile");
        }
        if one.environment() == Environment::Unknown {
            return Outcome::NotApplicable("issuer-not-known");
        }
        let wrong = one.environment() == is;
        weigh_origin(one, wrong, evidence(one).text("issuer", certificate.issuer.to_string()))
    })
}

/// Which certificate it is, by its role.
pub(super) fn evidence(one: &CertificateDossier) -> Evidence {
    Evidence::none().list("role", role_list(&one.roles))
}

/// The reasons against its path that `wanted` takes.
pub(super) fn reasons<'a>(one: &'a CertificateDossier, wanted: impl Fn(&Reason) -> bool) -> Vec<&'a Reason> {
    let all = one.judgement.as_ref().map_or(&[][..], |judgement| &judgement.reasons);
    all.iter().filter(|reason| wanted(reason)).collect()
}

/// The first of [`reasons`].
pub(super) fn reason<'a>(
    one: &'a CertificateDossier,
    wanted: impl Fn(&Reason) -> bool,
) -> Option<&'a Reason> {
    reasons(one, wanted).first().copied()
}

/// What is known of its own revocation; `None` where nobody looked.
pub(super) fn revocation<'a>(one: &'a CertificateDossier) -> Option<&'a Revocation> {
    one.judgement.as_ref()?.revocations.first()
}

/// What makes the question of revocation moot.
pub(super) const BEFORE_REVOCATION: &[&str] = &[
    "cert.unreadable",
    "cert.expired",
    "cert.not_yet_valid",
    "cert.issuer_unknown",
    "cert.issuer_signature_invalid",
    "cert.issuer_expired",
    "cert.path_rejected",
];

/// Judges what of revocation is open, where the question arises; see [`open_revocation`].
pub(super) fn with_open_revocation(
    dossier: &Dossier,
    subject: Subject,
    judge: impl FnOnce(&CertificateDossier, Option<(Vec<String>, Vec<String>)>) -> Outcome,
) -> Outcome {
    with(dossier, subject, |one, certificate| match revocation_is_idle(dossier, one, certificate) {
        Some(why) => Outcome::NotApplicable(why),
        None => judge(one, open_revocation(dossier, one)),
    })
}

/// Why the question of revocation does not arise.
fn revocation_is_idle(
    dossier: &Dossier,
    one: &CertificateDossier,
    certificate: &Certificate,
) -> Option<&'static str> {
    // Nobody logs in with a certificate outside its validity, whether or not others have taken over from it.
    if !one.matters() || !certificate.is_valid_at(dossier.at) {
        return Some("not-decisive");
    }
    // An anchor is trusted as it is.
    let is_anchor = one.judgement.as_ref().is_some_and(|judgement| judgement.is_the_anchor());
    match (dossier.needs_revocation(), is_anchor) {
        (false, _) => Some("not-required"),
        (true, true) => Some("is-the-anchor"),
        (true, false) => None,
    }
}

/// Why it is not known whether the certificate, or an authority above it, is revoked: stable words, and the addresses
/// that gave nothing; `None` when it is known.
fn open_revocation(dossier: &Dossier, one: &CertificateDossier) -> Option<(Vec<String>, Vec<String>)> {
    let judgement = one.judgement.as_ref()?;
    let mut codes = Vec::new();
    let mut addresses = Vec::new();
    for (certificate, revocation) in judgement.chain.iter().zip(&judgement.revocations) {
        match revocation.status {
            Status::Undetermined => {}
            Status::Unknown => {
                codes.push(Code::RevocationUnknown.as_str().to_owned());
                continue;
            }
            Status::Good | Status::Revoked { .. } => continue,
        }
        let failures = dossier.failures(certificate);
        let asked = !failures.is_empty();
        let own =
            revocation.reasons.iter().map(|(code, _)| *code).filter(|code| !asked || *code != NO_ANSWER);
        codes.extend(own.chain(failures.iter().map(|(code, _)| *code)).map(str::to_owned));
        addresses.extend(failures.into_iter().map(|(_, url)| url));
    }
    if judgement.revocations.is_empty() {
        codes.push(NO_ANSWER.to_owned());
    }
    for list in [&mut codes, &mut addresses] {
        list.sort();
        list.dedup();
    }
    (!codes.is_empty()).then_some((codes, addresses))
}

/// Whether there was no answer at all, good or bad.
pub(super) fn is_unasked(reasons: &[String]) -> bool {
    reasons.iter().all(|reason| reason == NO_ANSWER)
}

const NO_ANSWER: &str = "no-answer";

/// When the first of the authorities above ends.
pub(super) fn first_end_above(one: &CertificateDossier) -> Option<Timestamp> {
    let judgement = one.judgement.as_ref()?;
    let anchor = judgement.anchor.as_ref().map(|anchor| anchor.not_after);
    let above = judgement.chain.iter().skip(1).map(|authority| authority.not_after);
    above.chain(anchor).min()
}

/// Whether an authority above is outside its validity.
pub(super) fn is_out_of_time_above(one: &CertificateDossier) -> bool {
    let out_of_time = |code| matches!(code, Code::Expired | Code::NotYetValid);
    reason(one, |reason| {
        reason.code == Code::AnchorOutsideValidity || (reason.place > 0 && out_of_time(reason.code))
    })
    .is_some()
}

/// Information about a certificate that a login stands or falls with; of others it is not worth telling.
pub(super) fn note(one: &CertificateDossier, evidence: Evidence) -> Outcome {
    if one.matters() { Outcome::Noted(evidence) } else { Outcome::Pass(evidence) }
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
    match fault && !(one.asked || one.is_eid()) {
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
