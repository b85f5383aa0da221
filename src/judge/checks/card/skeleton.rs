//! Defects of directories that were read: bytes that are no row of data objects, entries that are none, and a PIN
//! directory without the PIN that a key names.

use crate::facts::{CardFacts, CardFile, FilePurpose};
use crate::iso7816::directory::{self, Directory};
use crate::judge::value::Evidence;

/// The first directory whose content is not what a directory is.
pub(super) fn defect(card: &CardFacts) -> Option<Evidence> {
    let found =
        |file: &CardFile, detail: String| Evidence::none().text("path", &file.path).text("detail", detail);
    let unreadable = card.files.iter().find_map(|file| {
        let content = file.content.as_ref()?;
        Some(found(file, directory::defect(kind(file.purpose)?, &content.0)?))
    });
    // A directory of nothing but padding is empty, and so is one that came over the line as nothing.
    let guarded = card.keys.iter().any(|key| key.auth_id.is_some());
    let of_pins = |file: &&CardFile| file.purpose == FilePurpose::AuthenticationDirectory;
    unreadable.or_else(|| {
        let file = card.files.iter().find(of_pins).filter(|_| guarded && card.pins.is_empty())?;
        Some(found(file, "no PIN, though a key names the one that guards it".to_owned()))
    })
}

/// What a file of that purpose must look like; `None` where it is no directory.
fn kind(purpose: FilePurpose) -> Option<Directory> {
    match purpose {
        FilePurpose::Application | FilePurpose::Certificate | FilePurpose::DataObject => None,
        FilePurpose::ObjectDirectory => Some(Directory::Objects),
        FilePurpose::PrivateKeyDirectory => Some(Directory::PrivateKeys),
        FilePurpose::CertificateDirectory => Some(Directory::Certificates),
        FilePurpose::AuthenticationDirectory => Some(Directory::Pins),
        FilePurpose::Dir | FilePurpose::TokenInfo => Some(Directory::Other),
    }
}
