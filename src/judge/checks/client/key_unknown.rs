//! The key in the file is none of those that HelseID knows for the client.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.key_unknown",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID Selvbetjening API: GET /v1/client-secret"],
    evidence: &["registered", "kid"],
    remedies: &["renew-client-key", "fetch-client-file-again"],
    text: include_str!("key_unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let registered = match client::registered_keys(client) {
        Ok(registered) => registered,
        Err(why) => return Outcome::NotApplicable(why),
    };
    if client::is_key_accepted_unseen(client) {
        return Outcome::NotApplicable("key-accepted");
    }
    let evidence = Evidence::none()
        .number("registered", registered.len() as i64)
        .text("kid", client.key.kid.as_ref().unwrap_or(&client.key.thumbprint));
    Outcome::found_if(registered.iter().all(|key| key.is_ours == Some(false)), evidence)
}
