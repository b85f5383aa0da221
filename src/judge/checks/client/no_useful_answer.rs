//! What answers the client’s connection is out of order, or is no OpenID provider.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.no_useful_answer",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Error,
    needs: &[],
    cites: &["OpenID Connect Discovery §4.3", "RFC 9110 §15.6"],
    evidence: provider::EVIDENCE,
    remedies: &["wait-for-service", "check-authority"],
    text: include_str!("no_useful_answer.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Down)
}
