//! The provider refuses the login for another reason.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.request_refused",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &[
        "HelseID, feilmeldinger (NHN developer portal)",
        "RFC 6749 §4.1.2.1",
        "OpenID Connect Core §3.1.2.6",
    ],
    evidence: provider::EVIDENCE,
    remedies: &["report-login-fault", "correct-client"],
    text: include_str!("request_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Request)
}
