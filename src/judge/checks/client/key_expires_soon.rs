//! The client’s key expires within the days that the policy names.

use crate::judge::calendar;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::ExpiryThreshold;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.key_expires_soon",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Warn,
    needs: &["client.key_expired"],
    cites: &["policy: expiry", "HelseID: renew in good time"],
    evidence: &["expires", "days", "advice"],
    remedies: &["renew-client-key"],
    text: include_str!("key_expires_soon.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let expires = match client::key_expires(client) {
        Ok(expires) => expires,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let days = calendar::days_between(dossier.at, expires);
    let evidence = Evidence::none().date("expires", expires).number("days", days);
    let advice = |word: &str| evidence.clone().text("advice", word);
    match dossier.policy.expiry.within(days) {
        None => Outcome::Pass(evidence),
        Some(ExpiryThreshold::Notice) => Outcome::Noted(advice("key-notice")),
        Some(ExpiryThreshold::Plan) => Outcome::Noted(advice("key-plan")),
        Some(ExpiryThreshold::Warn | ExpiryThreshold::Expired) => Outcome::Found(advice("key-warn")),
    }
}
