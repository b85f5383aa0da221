//! The client lacks scopes that a login at level high to kjernejournal needs.

use super::oddities;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::{LoginPolicy, Severity};

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.scopes_missing",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID: scopes", "Kjernejournal: scopes for HelseID clients"],
    evidence: &["codes"],
    remedies: &["correct-client"],
    text: include_str!("scopes_missing.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let missing =
        oddities::codes(client, |code| oddities::is_scope(code) && is_wanted(code, &dossier.policy.login));
    let stops = missing.iter().any(|code| code.contains("openid") || code.contains("level"));
    let evidence = Evidence::none().list("codes", missing.clone());
    match stops {
        true => Outcome::Found(evidence),
        false if missing.is_empty() => Outcome::pass(),
        false => Outcome::Warned(evidence),
    }
}

/// HelseID's scopes, and kjernejournal's, mean nothing to a provider that has none of them.
fn is_wanted(code: &str, policy: &LoginPolicy) -> bool {
    match code {
        "scope-security-level-missing" | "scope-pid-missing" => {
            policy.identity_scopes.iter().any(|scope| scope.starts_with("helseid://"))
        }
        "scope-kjernejournal-missing" => {
            policy.resource.as_ref().is_some_and(|api| !api.indicator.is_empty())
        }
        _ => true,
    }
}
