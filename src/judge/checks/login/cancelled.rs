//! The person, or the e-ID for them, broke the login off.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.cancelled",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Error,
    needs: &[],
    cites: &["RFC 6749 §4.1.2.1: access_denied"],
    evidence: provider::EVIDENCE,
    remedies: &["log-in-again"],
    text: include_str!("cancelled.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Cancelled)
}
