//! Defects of directories that were read: bytes that are no row of data objects, entries that are none, and a PIN
//! directory without the PIN that a key names.

use crate::facts::{CardFacts, CardFile, FilePurpose};
use crate::iso7816::tlv::{Objects, Tlv};
use crate::judge::value::Evidence;

const SEQUENCE: u32 = 0x30;
const BIT_STRING: u32 = 0x03;
const OCTET_STRING: u32 = 0x04;
/// `[1]`: what is peculiar to the kind of object.
const TYPE_ATTRIBUTES: u32 = 0xA1;
/// `[0]`: objects that stand in the object directory itself.
const DIRECT: u32 = 0xA0;
/// `[8]`: in the object directory, where the PINs are.
const PINS: u32 = 0xA8;
/// An entry's parts stand one to four deep; a certificate in the directory itself goes deeper, and is not judged here.
const DEEPEST: usize = 4;

/// The first directory whose content is not what a directory is.
pub(super) fn defect(card: &CardFacts) -> Option<Evidence> {
    let found =
        |file: &CardFile, detail: String| Evidence::none().text("path", &file.path).text("detail", detail);
    let unreadable = card.files.iter().find_map(|file| {
        let directory = !matches!(file.purpose, FilePurpose::Application | FilePurpose::Certificate);
        let content = file.content.as_ref().filter(|_| directory)?;
        Some(found(
            file,
            Objects::new(&content.0).find_map(|object| in_object(file.purpose, object.as_ref()))?,
        ))
    });
    // A directory of nothing but padding is empty, and so is one that came over the line as nothing.
    let guarded = card.keys.iter().any(|key| key.auth_id.is_some());
    let of_pins = |file: &&CardFile| file.purpose == FilePurpose::AuthenticationDirectory;
    unreadable.or_else(|| {
        let file = card.files.iter().find(of_pins).filter(|_| guarded && card.pins.is_empty())?;
        Some(found(file, "no PIN, though a key names the one that guards it".to_owned()))
    })
}

/// What is wrong with one object of a directory.
fn in_object<E: ToString>(purpose: FilePurpose, object: Result<&Tlv<'_>, &E>) -> Option<String> {
    let object = match object {
        Ok(object) => object,
        Err(error) => return Some(error.to_string()),
    };
    if let Some(error) = inside(object, DEEPEST) {
        return Some(error);
    }
    let shaped = match purpose {
        FilePurpose::ObjectDirectory => leads_somewhere(object),
        FilePurpose::PrivateKeyDirectory | FilePurpose::CertificateDirectory => is_entry(object),
        FilePurpose::AuthenticationDirectory => is_entry(object) && says_its_state(object),
        _ => true,
    };
    (!shaped).then(|| format!("an entry of another shape (tag {:02X})", object.tag))
}

/// The first error in what an object holds.
fn inside(object: &Tlv<'_>, depth: usize) -> Option<String> {
    let constructed = object.raw.first().is_some_and(|tag| tag & 0x20 != 0);
    if !constructed || depth == 0 {
        return None;
    }
    object.children().find_map(|child| match child {
        Ok(child) => inside(&child, depth - 1),
        Err(error) => Some(error.to_string()),
    })
}

/// Common and class attributes (ISO 7816-15 §8.2). Objects of other kinds have tags of their own.
fn is_entry(object: &Tlv<'_>) -> bool {
    let mut parts = object.children().flatten().map(|part| part.tag);
    object.tag != SEQUENCE || (parts.next() == Some(SEQUENCE) && parts.next() == Some(SEQUENCE))
}

/// A password's flags (ISO 7816-15 §8.9.3) are not optional; where there are none, nothing says that it was never set.
fn says_its_state(object: &Tlv<'_>) -> bool {
    let attributes = object.child(TYPE_ATTRIBUTES).and_then(|part| part.child(SEQUENCE));
    object.tag != SEQUENCE || attributes.is_some_and(|part| part.child(BIT_STRING).is_some())
}

/// A path, or the objects themselves (ISO 7816-15 §8.3). Kinds of directories that are of no interest may differ.
fn leads_somewhere(entry: &Tlv<'_>) -> bool {
    let of_interest = matches!(entry.tag, 0xA0 | 0xA4..=0xA6 | 0xA8);
    let Some(value) = entry.children().flatten().next() else { return !of_interest };
    match value.tag {
        _ if !of_interest => true,
        SEQUENCE => value.child(OCTET_STRING).is_some(),
        DIRECT => value
            .children()
            .flatten()
            .all(|object| is_entry(&object) && (entry.tag != PINS || says_its_state(&object))),
        _ => false,
    }
}
