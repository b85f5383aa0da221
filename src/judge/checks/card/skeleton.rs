//! Defects of directories that were read: bytes that are no row of data objects, or objects that lead nowhere.

use crate::facts::{CardFacts, FilePurpose};
use crate::iso7816::tlv::Objects;
use crate::judge::value::Evidence;

/// The first directory whose content is not what a directory is.
pub(super) fn defect(card: &CardFacts) -> Option<Evidence> {
    card.files.iter().find_map(|file| {
        let directory = !matches!(file.purpose, FilePurpose::Application | FilePurpose::Certificate);
        let content = file.content.as_ref().filter(|_| directory)?;
        let error = Objects::new(&content.0).find_map(Result::err)?;
        Some(Evidence::none().text("path", &file.path).text("detail", error.to_string()))
    })
}
