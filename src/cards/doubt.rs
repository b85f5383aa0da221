//! Whether a reading is to be believed at once. A sound card gives no reason to doubt, so nothing is read twice there.

use super::gids;
use super::pins::EMPTY_VERIFY;
use crate::facts::{CardFacts, CardFile, FilePurpose, ProbeError, ProbePlace};
use crate::iso7816::directory::{self, Directory};
use std::collections::HashSet;

/// Whether anything about a reading is such that a damaged byte on the line would explain it.
pub(super) fn is_doubtful(card: &CardFacts) -> bool {
    let lost = card.objects.iter().any(|object| object.bytes.error().is_some());
    if card.disturbances.is_empty() && is_foreign(card) {
        return false;
    }
    !card.disturbances.is_empty()
        || card.family.is_none()
        || card.objects.is_empty()
        || lost
        || card.pins.iter().filter_map(|pin| pin.tries.error()).any(contradicts)
        || card.files.iter().any(is_odd)
        || has_loose_ends(card)
}

/// A card of which nothing is of a layout that is known: it refused every name and place as a card does that does not
/// have them.
fn is_foreign(card: &CardFacts) -> bool {
    /// Not found; wrong parameters, length, instruction, class; not supported.
    const NOT_HERE: [u16; 6] = [0x6A82, 0x6A86, 0x6700, 0x6D00, 0x6E00, 0x6A81];
    let refused = |file: &CardFile| match file.length.error().map(|error| &error.place) {
        Some(ProbePlace::StatusWord { sw }) => NOT_HERE.contains(sw),
        _ => false,
    };
    card.family.is_none() && card.files.iter().all(refused)
}

/// What a card says of a data object that it does not have.
const ABSENT: [ProbePlace; 2] =
    [ProbePlace::StatusWord { sw: 0x6A82 }, ProbePlace::StatusWord { sw: 0x6A88 }];

/// A directory that was named and not given, or holds what no directory does.
fn is_odd(file: &CardFile) -> bool {
    let kind = match file.purpose {
        FilePurpose::ObjectDirectory => Directory::Objects,
        FilePurpose::PrivateKeyDirectory => Directory::PrivateKeys,
        FilePurpose::CertificateDirectory => Directory::Certificates,
        FilePurpose::AuthenticationDirectory => Directory::Pins,
        FilePurpose::Dir | FilePurpose::TokenInfo => Directory::Other,
        FilePurpose::DataObject => {
            return match (&file.content, file.length.error()) {
                (Some(content), _) => gids::is_odd(&file.path, &content.0),
                (None, error) => error.is_some_and(|error| !ABSENT.contains(&error.place)),
            };
        }
        // A name that is refused is tried in other ways; a certificate is looked at among the objects.
        FilePurpose::Application | FilePurpose::Certificate => return false,
    };
    match (&file.content, file.length.error()) {
        (Some(content), _) => {
            directory::defect(kind, &content.0).is_some() || directory::has_unlisted_entry(kind, &content.0)
        }
        // What may be missing on a sound card is refused, and nothing else.
        (None, Some(error)) => kind != Directory::Other || error.place == ProbePlace::Malformed,
        (None, None) => false,
    }
}

/// Whether that is no refusal to tell a counter, as sound cards give: noise, a PIN that is not there though the
/// directory names it, a directory of its own that is not there.
fn contradicts(error: &ProbeError) -> bool {
    /// Referenced data not found.
    const NO_SUCH_PIN: ProbePlace = ProbePlace::StatusWord { sw: 0x6A88 };
    let refused = matches!(error.place, ProbePlace::StatusWord { .. }) && error.place != NO_SUCH_PIN;
    !(refused && error.call == EMPTY_VERIFY)
}

/// A key whose PIN is not among the holder's, a PIN that VERIFY has no number for, two entries that lead to one
/// certificate.
fn has_loose_ends(card: &CardFacts) -> bool {
    let named =
        |id: &String| card.pins.iter().any(|pin| pin.auth_id.as_ref() == Some(id) && pin.is_the_holders());
    let unguarded = card.keys.iter().filter_map(|key| key.auth_id.as_ref()).any(|id| !named(id));
    let mut places = HashSet::new();
    let mut files = card.objects.iter().filter(|object| object.path != "direct");
    unguarded
        || card.pins.iter().any(|pin| pin.reference.is_none())
        || files.any(|object| !places.insert(object.path.as_str()))
}
