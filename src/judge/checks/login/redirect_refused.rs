//! The address that the browser is to come back to is not registered.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.redirect_refused",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID: redirect_uri must match exactly", "RFC 8252 §7.3"],
    evidence: provider::EVIDENCE,
    remedies: &["correct-client"],
    text: include_str!("redirect_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Redirect)
}
