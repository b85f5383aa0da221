//! The certificate ends within the days that the policy names: the nearer the end, the more it says.

use super::certificate;
use crate::judge::calendar;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::{ExpiryThreshold, Severity};

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.expires_soon",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Warn,
    needs: &["cert.unreadable", "cert.expired", "cert.not_yet_valid"],
    cites: &["policy: expiry"],
    evidence: &["role", "not_after", "days", "advice"],
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
        let advice = |word: &str| evidence.clone().text("advice", word);
        let noted = |word| certificate::note(one, advice(word));
        match dossier.policy.expiry.within(days) {
            None => Outcome::Pass(evidence),
            Some(ExpiryThreshold::Notice) => noted("expiry-notice"),
            Some(ExpiryThreshold::Plan) => noted("expiry-plan"),
            Some(ExpiryThreshold::Warn | ExpiryThreshold::Expired) => {
                certificate::weigh_age(dossier, subject, one, true, advice("expiry-warn"))
            }
        }
    })
}
