//! The clock differs from the provider’s.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.clock_off",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID FK4: the client keeps HelseID’s time", "policy: login.clock_fail_ms"],
    evidence: &["seconds", "direction"],
    remedies: &["set-clock"],
    text: include_str!("clock_off.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::clock_is_off(dossier, subject)
}
