//! What came back to the browser is not from this login.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.answer_foreign",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["RFC 9207", "RFC 6749 §10.12"],
    evidence: provider::EVIDENCE,
    remedies: &["log-in-again", "report-login-fault"],
    text: include_str!("answer_foreign.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Foreign)
}
