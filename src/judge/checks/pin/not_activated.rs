//! The card itself says that its PIN was never set.

use super::pins;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::report::PinState;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "pin.not_activated",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["card.directory_unreadable"],
    cites: &["ISO 7816-15 §8.9.3, flag initialized"],
    evidence: &["pin"],
    remedies: &["activate-card"],
    text: include_str!("not_activated.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    pins::in_state(dossier, subject, PinState::NotActivated)
}
