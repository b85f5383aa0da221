//! The holder's PINs.

use crate::facts::PinFacts;
use crate::judge::assemble::is_the_holders;
use crate::judge::dossier::CardDossier;
use crate::judge::value::Evidence;

/// The first of the holder's PINs that fits.
pub(super) fn first<'a>(card: &CardDossier<'a>, fits: impl Fn(&PinFacts) -> bool) -> Option<&'a PinFacts> {
    card.facts.pins.iter().find(|pin| is_the_holders(pin) && fits(pin))
}

/// How a PIN is called: by its label, which the issuer chose for all cards alike, else by its reference.
pub(super) fn evidence(pin: &PinFacts) -> Evidence {
    let reference =
        pin.reference.map_or_else(|| "PIN".to_owned(), |reference| format!("PIN {reference:02X}"));
    Evidence::none().text("pin", pin.label.clone().unwrap_or(reference))
}
