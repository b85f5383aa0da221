//! A certificate of a real person, under a profile for invented ones.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Environment;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.production_environment",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["policy: environment"],
    evidence: &["role", "issuer"],
    remedies: &["choose-profile"],
    text: include_str!("production_environment.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some((_card, one)) = dossier.certificate(subject) else {
        return Outcome::NotApplicable("not-a-certificate");
    };
    let Some(certificate) = one.certificate() else { return Outcome::NotApplicable("not-readable") };
    let wrong =
        one.environment() == Environment::Production && dossier.policy.environment == Environment::Test;
    Outcome::found_if(wrong, certificate::evidence(one).text("issuer", certificate.issuer.to_string()))
}
