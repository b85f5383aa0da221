//! The certificate is past its end of validity.

use super::certificate;
use crate::judge::calendar;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.expired",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable"],
    cites: &["RFC 5280 §4.1.2.5"],
    evidence: &["role", "not_after", "days"],
    remedies: &["order-new-card"],
    text: include_str!("expired.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let evidence = certificate::evidence(one)
            .date("not_after", certificate.not_after)
            .number("days", -calendar::days_between(dossier.at, certificate.not_after));
        certificate::weigh_age(dossier, subject, one, dossier.at > certificate.not_after, evidence)
    })
}
