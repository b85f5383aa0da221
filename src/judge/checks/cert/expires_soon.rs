//! The certificate ends within the days that the policy names.

use super::certificate;
use crate::judge::calendar;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.expires_soon",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Warn,
    needs: &["cert.unreadable", "cert.expired", "cert.not_yet_valid"],
    cites: &["policy: expiry"],
    evidence: &["role", "not_after", "days"],
    remedies: &["order-new-card"],
    text: include_str!("expires_soon.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        if dossier.at > certificate.not_after {
            return Outcome::NotApplicable("expired");
        }
        let days = calendar::days_between(dossier.at, certificate.not_after);
        let evidence =
            certificate::evidence(one).date("not_after", certificate.not_after).number("days", days);
        let thresholds = dossier.policy.expiry;
        if (thresholds.warn_days + 1..=thresholds.notice_days).contains(&days) && one.matters() {
            return Outcome::Noted(evidence);
        }
        certificate::weigh_age(dossier, subject, one, days <= thresholds.warn_days, evidence)
    })
}
