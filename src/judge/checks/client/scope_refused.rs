//! HelseID refuses a scope that the client asks for.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.scope_refused",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID, feilmeldinger (NHN developer portal)", "RFC 6749 §5.2: invalid_scope"],
    evidence: provider::EVIDENCE,
    remedies: &["ask-for-approval", "correct-client"],
    text: include_str!("scope_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Scope)
}
