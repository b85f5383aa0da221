//! The card does not tell how many tries are left, or asking might cost one.

use super::pins;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::report::PinState;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "pin.unknown",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Info,
    needs: &["pin.blocked"],
    cites: &["ISO 7816-4 §11.6.6"],
    evidence: &["pin"],
    remedies: &[],
    text: include_str!("unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    pins::in_state(dossier, subject, PinState::Unknown)
}
