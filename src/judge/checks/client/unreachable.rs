//! No whole answer came to the client’s own connection.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.unreachable",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["NHN: network usage for HelseID"],
    evidence: provider::EVIDENCE,
    remedies: &["open-network", "give-proxy"],
    text: include_str!("unreachable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Unreachable)
}
