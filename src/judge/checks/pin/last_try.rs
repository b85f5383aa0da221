//! One try is left.

use super::pins;
use crate::facts::PinTries;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "pin.last_try",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Warn,
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
    cites: &["ISO 7816-4 §11.6.6, SW 63C1"],
    evidence: &["pin", "tries"],
    remedies: &["spare-the-last-try"],
    text: include_str!("last_try.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    if card.facts.pins.is_empty() {
        return Outcome::NotApplicable("no-pin-listed");
    }
    match pins::first(card, |pin| pin.tries.value() == Some(&PinTries::Left(1))) {
        Some(pin) => Outcome::Found(pins::evidence(pin).number("tries", 1)),
        None => Outcome::pass(),
    }
}
