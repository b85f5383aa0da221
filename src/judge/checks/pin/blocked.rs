//! No try is left.

use super::pins;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::report::PinState;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "pin.blocked",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["pin.not_activated"],
    cites: &["ISO 7816-4 §5.6, SW 6983"],
    evidence: &["pin"],
    remedies: &["unblock-pin"],
    text: include_str!("blocked.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    pins::in_state(dossier, subject, PinState::Blocked)
}
