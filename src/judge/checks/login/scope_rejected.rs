//! The provider left scopes out because the organisation has not accepted the terms.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.scope_rejected",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Warn,
    needs: &[],
    cites: &["HelseID: rejected_scope"],
    evidence: &["scopes"],
    remedies: &["accept-terms"],
    text: include_str!("scope_rejected.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(login) = &dossier.facts.login else { return Outcome::NotApplicable("no-login") };
    let Some(token) = &login.token else { return Outcome::NotApplicable("no-token") };
    let rejected = token.rejected_scopes.clone();
    Outcome::found_if(!rejected.is_empty(), Evidence::none().list("scopes", rejected))
}
