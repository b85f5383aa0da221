//! The ID token is missing, or is not to be trusted.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.token_untrusted",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["OpenID Connect Core §3.1.3.7"],
    evidence: provider::EVIDENCE,
    remedies: &["report-login-fault", "check-authority"],
    text: include_str!("token_untrusted.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Token)
}
