//! The holder's PINs.

use super::super::line;
use crate::facts::PinFacts;
use crate::judge::assemble::pin_state;
use crate::judge::check::Outcome;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::report::PinState;
use crate::judge::value::Evidence;

/// Found when one of the holder's PINs is in that state.
pub(super) fn in_state(dossier: &Dossier, subject: Subject, state: PinState) -> Outcome {
    first(dossier, subject, |pin| pin_state(pin) == state)
}

/// Found for the first of the holder's PINs that fits, the one for login before others. One that guards only other
/// keys, such as the signature PIN of a card with two, is a warning; on a card that is no e-ID, beside one that is, it
/// is information.
pub(super) fn first(dossier: &Dossier, subject: Subject, fits: impl Fn(&PinFacts) -> bool) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    if card.facts.pins.is_empty() {
        return Outcome::NotApplicable("no-pin-listed");
    }
    let fitting = || card.facts.pins.iter().filter(|pin| pin.is_the_holders() && fits(pin));
    let for_login = fitting().find(|pin| card.guards_login(pin));
    match for_login.or_else(|| fitting().next()) {
        Some(pin) if card.is_no_eid() => line::found_unless_beside(dossier, subject, true, evidence(pin)),
        Some(pin) if for_login.is_none() => Outcome::Warned(evidence(pin)),
        Some(pin) => Outcome::Found(evidence(pin)),
        None => Outcome::pass(),
    }
}

/// How a PIN is called: by its label, which the issuer chose for all cards alike, else by its reference.
fn evidence(pin: &PinFacts) -> Evidence {
    let reference =
        pin.reference.map_or_else(|| "PIN".to_owned(), |reference| format!("PIN {reference:02X}"));
    Evidence::none().text("pin", pin.label.clone().unwrap_or(reference))
}
