//! The client’s own connection failed for another reason.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.request_refused",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID, feilmeldinger (NHN developer portal)", "RFC 6749 §5.2"],
    evidence: provider::EVIDENCE,
    remedies: &["correct-client", "report-login-fault"],
    text: include_str!("request_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Redirect)
}
