//! Nobody can listen at the address that the browser is to come back to.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.port_unusable",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["RFC 8252 §7.3", "Windows: excluded port ranges"],
    evidence: provider::EVIDENCE,
    remedies: &["free-port", "correct-client"],
    text: include_str!("port_unusable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Port)
}
