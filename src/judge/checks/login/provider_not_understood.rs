//! What answers is no OpenID provider, another one, or lacks something.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.provider_not_understood",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["OpenID Connect Discovery §4.3"],
    evidence: provider::EVIDENCE,
    remedies: &["check-authority", "open-network"],
    text: include_str!("provider_not_understood.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::NotUnderstood)
}
