//! No number of the register of health personnel came with the login.

use super::accepted;
use super::scope_rejected;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.no_hpr_number",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Warn,
    needs: &[],
    cites: &[
        "HelseID: helseid://claims/hpr/hpr_number",
        "Helsedirektoratet: HPR, missing Norwegian identifier",
    ],
    evidence: &[],
    remedies: &["register-in-hpr"],
    text: include_str!("no_hpr_number.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let (login, identity) = match accepted::identity(dossier) {
        Ok(accepted) => accepted,
        Err(outcome) => return outcome,
    };
    let is_hpr = |scope: &String| scope.contains("/hpr/");
    let rejected = login.token.as_ref().is_some_and(|token| token.rejected_scopes.iter().any(is_hpr));
    match () {
        () if !login.asked.scopes.iter().any(is_hpr) => Outcome::NotApplicable("hpr-not-asked"),
        () if rejected => Outcome::NotApplicable(scope_rejected::CHECK.id),
        () => Outcome::found_if(!identity.hpr_number, Evidence::none()),
    }
}
