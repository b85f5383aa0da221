//! What went wrong on the line to a card, told apart by the code that the service gave.

use crate::facts::{CardFacts, ProbeError, ProbePlace};
use crate::judge::check::Outcome;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;

/// SCARD_E_SHARING_VIOLATION.
const SHARING_VIOLATION: u32 = 0x8010_000B;
/// SCARD_E_NO_SMARTCARD.
const NO_SMARTCARD: u32 = 0x8010_000C;
/// SCARD_W_UNRESPONSIVE_CARD and SCARD_W_UNPOWERED_CARD.
const MUTE: [u32; 2] = [0x8010_0066, UNPOWERED];
/// SCARD_W_UNPOWERED_CARD.
const UNPOWERED: u32 = 0x8010_0067;
/// SCARD_W_RESET_CARD.
const RESET: u32 = 0x8010_0068;
/// SCARD_W_REMOVED_CARD.
const REMOVED: u32 = 0x8010_0069;

/// Another program holds the card.
pub(super) fn is_in_use(error: &ProbeError) -> bool {
    error.pcsc() == Some(SHARING_VIOLATION)
}

/// The card does not answer to reset.
pub(super) fn is_mute(error: &ProbeError) -> bool {
    error.pcsc().is_some_and(|code| MUTE.contains(&code))
}

/// There was no card any more when the line was to be opened.
pub(super) fn is_absent(error: &ProbeError) -> bool {
    error.pcsc() == Some(NO_SMARTCARD)
}

/// The card was pulled while the line was open.
pub(super) fn is_removed(error: &ProbeError) -> bool {
    error.pcsc().is_some_and(|code| code == REMOVED || code == NO_SMARTCARD)
}

/// Another program reset the card, or took its power, while the line was open.
pub(super) fn is_reset(error: &ProbeError) -> bool {
    error.pcsc().is_some_and(|code| code == RESET || code == UNPOWERED)
}

/// What ended the reading of a card, or kept it from beginning; what a check of the reader tells is not told again.
pub(super) fn trouble(card: &CardFacts) -> Option<&ProbeError> {
    let connecting =
        card.connection.error().filter(|error| !is_in_use(error) && !is_mute(error) && !is_absent(error));
    connecting.or(card.interrupted.as_ref().filter(|error| !is_in_use(error)))
}

/// Another program holds the card, or took it in the middle.
pub(super) fn holder(card: &CardFacts) -> Option<&ProbeError> {
    card.connection.error().or(card.interrupted.as_ref()).filter(|error| is_in_use(error))
}

/// An answer that no card gives: the line carries noise, even where another try got around it.
pub(super) fn nonsense(card: &CardFacts) -> Option<&ProbeError> {
    // Captures of before the line was watched show it only where nothing was recognised.
    let in_files = card
        .files
        .iter()
        .filter(|_| card.family.is_none())
        .filter_map(|file| file.length.error())
        .find(|error| error.place == ProbePlace::Malformed);
    let mut counters = card.pins.iter().filter_map(|pin| pin.tries.error());
    let in_counters = counters.find(|error| error.place == ProbePlace::Malformed);
    card.disturbances.first().or(in_files).or(in_counters)
}

/// Reader and call.
pub(super) fn evidence(card: &CardFacts, error: &ProbeError) -> Evidence {
    Evidence::none().text("reader", &card.reader).text("call", &error.call)
}

/// Found; or information, when another card here is an e-ID that was judged.
pub(super) fn found_unless_beside(
    dossier: &Dossier,
    subject: Subject,
    found: bool,
    evidence: Evidence,
) -> Outcome {
    match found && dossier.beside_an_eid(index(subject)) {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(found, evidence),
    }
}

/// The card's index, whatever of it is looked at.
fn index(subject: Subject) -> Option<usize> {
    match subject {
        Subject::Card(card) | Subject::Certificate(card, _) => Some(card),
        Subject::Station | Subject::Reader(_) | Subject::Module(_) | Subject::Client | Subject::Login => None,
    }
}
