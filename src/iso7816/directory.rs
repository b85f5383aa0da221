//! What a directory of ISO 7816-15 looks like, whatever stands in it: so that bytes which are none are told from one that
//! names little.

use super::tlv::{Objects, Tlv};

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

/// A directory of a cryptographic application.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Directory {
    /// EF(ODF), which leads to the others.
    Objects,
    /// EF(PrKDF).
    PrivateKeys,
    /// EF(CDF).
    Certificates,
    /// EF(AODF).
    Pins,
    /// Another row of data objects.
    Other,
}

/// Why `bytes` are no directory of that kind: no row of data objects, or an entry that is none.
pub fn defect(kind: Directory, bytes: &[u8]) -> Option<String> {
    Objects::new(bytes).find_map(|object| in_object(kind, object.as_ref()))
}

/// Whether an entry has a tag that the standard gives to none: a newer standard's, or a damaged byte.
pub fn has_unlisted_entry(kind: Directory, bytes: &[u8]) -> bool {
    Objects::new(bytes).flatten().any(|entry| match kind {
        // CIOChoice (ISO 7816-15 §8.3).
        Directory::Objects => !(0xA0..=0xA8).contains(&entry.tag),
        // The choices of each kind of object: a plain sequence, or one of a handful of context tags.
        Directory::PrivateKeys | Directory::Certificates | Directory::Pins => {
            entry.tag != SEQUENCE && !(0xA0..=0xA6).contains(&entry.tag)
        }
        Directory::Other => false,
    })
}

/// What is wrong with one object of a directory.
fn in_object<E: ToString>(kind: Directory, object: Result<&Tlv<'_>, &E>) -> Option<String> {
    let object = match object {
        Ok(object) => object,
        Err(error) => return Some(error.to_string()),
    };
    if let Some(error) = inside(object, DEEPEST) {
        return Some(error);
    }
    let shaped = match kind {
        Directory::Objects => leads_somewhere(object),
        Directory::PrivateKeys | Directory::Certificates => is_entry(object),
        Directory::Pins => is_entry(object) && says_its_state(object),
        Directory::Other => true,
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
