//! None of the registered addresses to come back to is on this machine.

use super::{no_user_login, oddities};
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.no_loopback_redirect",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Warn,
    needs: &[],
    cites: &["RFC 8252 §7.3", "HelseID: redirect_uri must match exactly"],
    evidence: &["addresses"],
    remedies: &["correct-client"],
    text: include_str!("no_loopback_redirect.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let has = |code: &'static str| !oddities::codes(client, |one| one == code).is_empty();
    if has("no-authorization-code") {
        return Outcome::NotApplicable(no_user_login::CHECK.id);
    }
    let evidence = Evidence::none().list("addresses", client.redirect_uris.clone());
    Outcome::found_if(has("no-loopback-redirect"), evidence)
}
