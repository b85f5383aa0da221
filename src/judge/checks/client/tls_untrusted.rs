//! The client’s own connection is not secure.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.tls_untrusted",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["NHN: network usage for HelseID; TLS 1.2 or later"],
    evidence: provider::EVIDENCE,
    remedies: &["exempt-from-inspection", "open-network"],
    text: include_str!("tls_untrusted.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Tls)
}
