//! The card does not tell how many tries are left, or asking might cost one.

use super::pins;
use crate::judge::assemble::pin_state;
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
        "pin.blocked",
    ],
    cites: &["ISO 7816-4 §11.6.6"],
    evidence: &["pin"],
    remedies: &[],
    text: include_str!("unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    if card.facts.pins.is_empty() {
        return Outcome::NotApplicable("no-pin-listed");
    }
    match pins::first(card, |pin| pin_state(pin) == PinState::Unknown) {
        Some(pin) => Outcome::Found(pins::evidence(pin)),
        None => Outcome::pass(),
    }
}
