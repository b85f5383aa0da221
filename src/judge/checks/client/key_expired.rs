//! The client’s key has expired.

use crate::judge::calendar;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.key_expired",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID Selvbetjening API: expiration"],
    evidence: &["expires", "days"],
    remedies: &["renew-client-key"],
    text: include_str!("key_expired.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let expires = match client::key_expires(client) {
        Ok(expires) => expires,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let days = calendar::days_between(expires, dossier.at);
    let evidence = Evidence::none().date("expires", expires).number("days", days);
    Outcome::found_if(dossier.at > expires, evidence)
}
