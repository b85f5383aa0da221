//! The card sketch: what maintainers need to learn a card, and nothing that tells whose it is.
//!
//! Kept: answer to reset, names of applications, paths, sizes, status words, and the skeleton of each directory
//! (tags, lengths, flags, references, paths). Masked: every text, serial number, identifier and certificate.

use crate::facts::{CardFacts, CardFile, FilePurpose, Observed, PinTries, hex};
use crate::iso7816::atr::Atr;
use crate::iso7816::tlv::{Objects, Tlv};
use serde_json::{Value, json};

/// The sketch of a card as a JSON value.
pub fn sketch(card: &CardFacts) -> Value {
    json!({
        "sketch": 1,
        "tool": concat!("eid-ready ", env!("CARGO_PKG_VERSION")),
        "atr": card.atr.hex(),
        "atr_decoded": Atr::parse(&card.atr.0).map_or_else(|error| json!({ "error": error.to_string() }), |atr| decoded(&atr)),
        "connection": match &card.connection {
            Observed::Seen { value, .. } => json!(value),
            Observed::Failed(error) => json!({ "error": error.to_string() }),
            Observed::NotTried { why } => json!({ "not_tried": why }),
        },
        "family": card.family.as_ref().map(|family| family.id.clone()),
        "applications": card.applications.iter().map(|aid| application(&aid.0)).collect::<Vec<_>>(),
        "files": card.files.iter().map(file).collect::<Vec<_>>(),
        "certificates": card.objects.iter().map(|object| json!({
            "path": object.path,
            "authority": object.authority,
            "length": object.bytes.value().map(|bytes| bytes.0.len()),
            "error": object.bytes.error().map(ToString::to_string),
        })).collect::<Vec<_>>(),
        "pins": card.pins.iter().map(|pin| json!({
            "reference": pin.reference,
            "flags": pin.flags,
            "length": pin.length,
            "tries": match &pin.tries {
                Observed::Seen { value: PinTries::Left(left), .. } => json!(left),
                Observed::Seen { value, .. } => json!(value),
                Observed::Failed(error) => json!({ "error": error.to_string() }),
                Observed::NotTried { why } => json!({ "not_tried": why }),
            },
        })).collect::<Vec<_>>(),
        "interrupted": card.interrupted.as_ref().map(ToString::to_string),
        "traffic": card.traffic,
    })
}

fn decoded(atr: &Atr) -> Value {
    json!({
        "protocols": atr.protocols(),
        "speed": atr.speed(),
        "check_byte": atr.check(),
        "historical": hex(atr.historical()),
        "category": atr.category(),
        "service_data": atr.service_data(),
        "capabilities": atr.capabilities().map(hex),
        "pre_issuing": atr.pre_issuing().map(hex),
    })
}

fn file(file: &CardFile) -> Value {
    json!({
        "path": place(file),
        "purpose": file.purpose,
        "length": file.length.value(),
        "error": file.length.error().map(ToString::to_string),
        "skeleton": file.content.as_ref().map(|content| skeleton(&content.0, file.purpose)),
    })
}

/// The path; of an application that is selected by name it is the name, which may be anybody's.
fn place(file: &CardFile) -> String {
    let name = hex_bytes(&file.path).filter(|_| file.purpose == FilePurpose::Application);
    name.filter(|name| name.len() >= 5).map_or_else(|| file.path.clone(), |name| application(&name))
}

/// The bytes of hexadecimal digits.
fn hex_bytes(digits: &str) -> Option<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}

/// Tags and lengths of a directory, with the values that cannot be personal.
fn skeleton(bytes: &[u8], purpose: FilePurpose) -> Vec<Value> {
    Objects::new(bytes)
        .map(|object| match object {
            Ok(object) => node(&object, 0, purpose),
            Err(error) => json!({ "error": error.to_string() }),
        })
        .collect()
}

/// The bytes of a file's path lie this deep in a directory (ISO 7816-15 §8.2: entry, type attributes, their sequence, path,
/// bytes). What lies deeper is no directory's: it is a certificate that stands in it.
const DEEPEST: usize = 4;

fn node(object: &Tlv<'_>, depth: usize, purpose: FilePurpose) -> Value {
    let tag = format!("{:02X}", object.tag);
    let first = object.raw.first().copied().unwrap_or(0);
    if first & 0x20 != 0 && depth < DEEPEST {
        let inside: Vec<Value> = object
            .children()
            .map(|child| {
                child.map_or_else(
                    |error| json!({ "error": error.to_string() }),
                    |child| node(&child, depth + 1, purpose),
                )
            })
            .collect();
        return json!({ tag: inside });
    }
    let shown = may_be_shown(object, depth, purpose);
    json!({ tag: if shown { hex(object.value) } else { masked(object.value) } })
}

/// BOOLEAN, small INTEGER, BIT STRING, object identifier, ENUMERATED; names and paths of EF.DIR; file paths. A short value
/// can be a person's, too: the label and the serial number of EF(TokenInfo) have the tags of references and identifiers
/// elsewhere, and beside the path of a certificate its own serial number can stand (ISO 7816-15 §8.7.1).
fn may_be_shown(object: &Tlv<'_>, depth: usize, purpose: FilePurpose) -> bool {
    let length = object.value.len();
    let of_the_token = purpose == FilePurpose::TokenInfo;
    match object.tag {
        0x4F => purpose == FilePurpose::Dir && is_registered(object.value),
        0x51 => purpose == FilePurpose::Dir && is_path(object.value),
        0x06 => length <= LONGEST_IDENTIFIER,
        0x02 if purpose == FilePurpose::CertificateDirectory => length <= 3 && depth == DEEPEST,
        0x01 | 0x02 | 0x03 | 0x0A => length <= 3,
        0x80 => length <= 3 && !of_the_token,
        0x04 => !of_the_token && (length == 2 || is_path(object.value)),
        _ => false,
    }
}

/// Object identifiers of algorithms and applications have eleven bytes at most.
const LONGEST_IDENTIFIER: usize = 12;

/// A path from the master file, no deeper than files lie.
fn is_path(value: &[u8]) -> bool {
    value.starts_with(&[0x3F, 0x00]) && value.len() <= 8
}

/// An application identifier whose provider is registered (ISO 7816-4 §12.3.4: the first digit is A or D). Others are free to
/// hold anything.
fn is_registered(aid: &[u8]) -> bool {
    (5..=16).contains(&aid.len()) && matches!(aid[0] >> 4, 0xA | 0xD)
}

fn application(aid: &[u8]) -> String {
    if is_registered(aid) { hex(aid) } else { masked(aid) }
}

fn masked(value: &[u8]) -> String {
    format!("{} bytes masked", value.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cards::blank;
    use crate::facts::{Access, Blob};

    fn drawn(purpose: FilePurpose, content: &[u8]) -> String {
        let mut card = blank("reader", vec![0x3B, 0x80], Access::Apdu);
        let (length, content) = (Observed::seen(content.len() as u64), Some(Blob(content.to_vec())));
        card.files.push(CardFile { path: "3F00/5015".into(), purpose, length, content });
        sketch(&card)["files"][0]["skeleton"].to_string()
    }

    #[test]
    fn a_short_label_and_a_short_serial_number_are_masked() {
        let token = [0x30, 0x0C, 0x02, 1, 0, 0x04, 2, 0x4A, 0x4B, 0x80, 3, b'K', b'a', b'i'];
        let shown = drawn(FilePurpose::TokenInfo, &token);
        assert_eq!(shown, r#"[{"30":[{"02":"00"},{"04":"2 bytes masked"},{"80":"3 bytes masked"}]}]"#);
    }

    #[test]
    fn of_a_certificate_in_its_directory_nothing_is_shown_but_its_size() {
        // Entry, type attributes, their sequence, [0] direct, and in it a certificate with the serial number 4A4B4C.
        let certificate = [0x30, 0x0A, 0x30, 0x08, 0x02, 3, 0x4A, 0x4B, 0x4C, 0x06, 1, 0x55];
        let direct = [&[0xA0, 12][..], &certificate].concat();
        let serial = [0x02, 3, 0x5A, 0x5B, 0x5C];
        let attributes = [&[0x30, 19][..], &direct, &serial].concat();
        let entry = [&[0x30, 23, 0xA1, 21][..], &attributes].concat();
        let shown = drawn(FilePurpose::CertificateDirectory, &entry);
        assert!(!shown.contains("4A4B4C") && !shown.contains("5A5B5C"), "{shown}");
        assert!(shown.contains(r#"{"30":"10 bytes masked"}"#), "{shown}");
    }

    #[test]
    fn the_path_of_a_certificate_is_shown() {
        let entry = [
            0x30, 0x10, 0xA1, 0x0E, 0x30, 0x0C, 0x30, 0x0A, 0x04, 0x04, 0x3F, 0x00, 0x43, 0x01, 0x02, 0x01,
            0x00, 0x05,
        ];
        let shown = drawn(FilePurpose::CertificateDirectory, &entry);
        assert!(shown.contains(r#"{"04":"3F004301"},{"02":"00"}"#), "{shown}");
    }

    #[test]
    fn only_names_of_registered_providers_are_shown() {
        let mut card = blank("reader", vec![0x3B, 0x80], Access::Apdu);
        let [known, own] = [[0xA0, 0, 0, 0, 0x63], [0xF0, b'K', b'A', b'R', b'I']];
        card.applications = vec![Blob(known.to_vec()), Blob(own.to_vec())];
        assert_eq!(sketch(&card)["applications"], json!(["A000000063", "5 bytes masked"]));
        let directory = [&[0x61, 7, 0x4F, 5][..], &own].concat();
        assert_eq!(drawn(FilePurpose::Dir, &directory), r#"[{"61":[{"4F":"5 bytes masked"}]}]"#);
        let elsewhere = [&[0x61, 7, 0x4F, 5][..], &known].concat();
        assert!(drawn(FilePurpose::TokenInfo, &elsewhere).contains("masked"));
    }

    #[test]
    fn whatever_is_longer_than_it_can_be_is_masked() {
        for tag in [0x01, 0x02, 0x03, 0x06, 0x0A, 0x80] {
            let value = *b"KARI NORDMANN";
            let shown = drawn(FilePurpose::PrivateKeyDirectory, &[&[tag, 13][..], &value].concat());
            assert_eq!(shown, format!(r#"[{{"{tag:02X}":"13 bytes masked"}}]"#));
        }
    }
}
