//! No browser could be started.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.no_browser",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Error,
    needs: &[],
    cites: &["RFC 8252 §7.3"],
    evidence: provider::EVIDENCE,
    remedies: &["open-browser-by-hand"],
    text: include_str!("no_browser.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::NoBrowser)
}
