//! The provider says itself that it is out of order.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.provider_down",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Error,
    needs: &[],
    cites: &["RFC 9110 §15.6", "RFC 6749 §4.1.2.1: server_error, temporarily_unavailable"],
    evidence: provider::EVIDENCE,
    remedies: &["wait-for-service"],
    text: include_str!("provider_down.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Down)
}
