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
    certificate::in_environment(dossier, subject, Environment::Test, Environment::Production)
}
