//! No try is left.

use super::pins;
use crate::judge::assemble::pin_state;
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
    needs: &[
        "reader.unavailable",
        "reader.card_mute",
        "reader.empty",
        "reader.card_in_use",
        "card.removed",
        "card.no_answer",
        "card.communication_failed",
        "card.unknown",
        "card.directory_unreadable",
        "pin.not_activated",
    ],
    cites: &["ISO 7816-4 §5.6, SW 6983"],
    evidence: &["pin"],
    remedies: &["unblock-pin"],
    text: include_str!("blocked.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    if card.facts.pins.is_empty() {
        return Outcome::NotApplicable("no-pin-listed");
    }
    match pins::first(card, |pin| pin_state(pin) == PinState::Blocked) {
        Some(pin) => Outcome::Found(pins::evidence(pin)),
        None => Outcome::pass(),
    }
}
