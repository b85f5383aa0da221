//! The provider does not accept the client or its key.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.client_refused",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &[
        "HelseID, feilmeldinger (NHN developer portal)",
        "RFC 6749 §5.2: invalid_client, unauthorized_client",
    ],
    evidence: provider::EVIDENCE,
    remedies: &["renew-client-key", "correct-client"],
    text: include_str!("client_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Client)
}
