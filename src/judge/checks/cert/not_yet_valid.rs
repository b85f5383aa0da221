//! The certificate is not valid yet, or the clock is wrong.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.not_yet_valid",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable"],
    cites: &["RFC 5280 §4.1.2.5"],
    evidence: &["role", "not_before"],
    remedies: &["check-clock", "report-certificate"],
    text: include_str!("not_yet_valid.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let evidence = certificate::evidence(one).date("not_before", certificate.not_before);
        certificate::weigh_age(dossier, subject, one, dossier.at < certificate.not_before, evidence)
    })
}
