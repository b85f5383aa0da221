//! A certificate of invented persons, under a profile for real ones.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Environment;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.test_environment",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["policy: environment"],
    evidence: &["role", "issuer"],
    remedies: &["use-production-card", "choose-profile"],
    text: include_str!("test_environment.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some((_card, one)) = dossier.certificate(subject) else {
        return Outcome::NotApplicable("not-a-certificate");
    };
    let Some(certificate) = one.certificate() else { return Outcome::NotApplicable("not-readable") };
    let wrong =
        one.environment() == Environment::Test && dossier.policy.environment == Environment::Production;
    Outcome::found_if(wrong, certificate::evidence(one).text("issuer", certificate.issuer.to_string()))
}
