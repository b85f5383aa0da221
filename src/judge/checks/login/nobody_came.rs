//! Nobody came back from the browser in time.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.nobody_came",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Error,
    needs: &[],
    cites: &["policy: login.seconds"],
    evidence: provider::EVIDENCE,
    remedies: &["log-in-again", "open-browser-by-hand"],
    text: include_str!("nobody_came.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::NobodyCame)
}
