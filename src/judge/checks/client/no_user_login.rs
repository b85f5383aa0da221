//! Nobody can log in with this client: it only gets tokens for itself.

use super::oddities;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.no_user_login",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Warn,
    needs: &[],
    cites: &["RFC 6749 §4.1, §4.4"],
    evidence: &["grants"],
    remedies: &["correct-client"],
    text: include_str!("no_user_login.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let found = !oddities::codes(client, |code| code == "no-authorization-code").is_empty();
    Outcome::found_if(found, Evidence::none().list("grants", client.grant_types.clone()))
}
