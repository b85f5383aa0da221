//! The card sketch: what maintainers need to learn a card, and nothing that tells whose it is.
//!
//! Kept: answer to reset, names of applications, paths, sizes, status words, and the skeleton of each directory
//! (tags, lengths, flags, references, paths). Masked: every text, serial number, identifier and certificate.

use crate::facts::{CardFacts, CardFile, Observed, PinTries, hex};
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
        "applications": card.applications.iter().map(|aid| aid.hex()).collect::<Vec<_>>(),
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
        "path": file.path,
        "purpose": file.purpose,
        "length": file.length.value(),
        "error": file.length.error().map(ToString::to_string),
        "skeleton": file.content.as_ref().map(|content| skeleton(&content.0)),
    })
}

/// Tags and lengths of a directory, with the values that cannot be personal.
fn skeleton(bytes: &[u8]) -> Vec<Value> {
    Objects::new(bytes)
        .map(|object| match object {
            Ok(object) => node(&object, 0),
            Err(error) => json!({ "error": error.to_string() }),
        })
        .collect()
}

/// Deeper than any directory nests.
const DEEPEST: usize = 12;

fn node(object: &Tlv<'_>, depth: usize) -> Value {
    let tag = format!("{:02X}", object.tag);
    let first = object.raw.first().copied().unwrap_or(0);
    if first & 0x20 != 0 && depth < DEEPEST {
        let inside: Vec<Value> = object
            .children()
            .map(|child| {
                child.map_or_else(
                    |error| json!({ "error": error.to_string() }),
                    |child| node(&child, depth + 1),
                )
            })
            .collect();
        return json!({ tag: inside });
    }
    json!({ tag: if may_be_shown(object) { hex(object.value) } else { format!("{} bytes masked", object.value.len()) } })
}

/// BOOLEAN, small INTEGER, BIT STRING, object identifier, ENUMERATED; names and paths of EF.DIR; file paths.
fn may_be_shown(object: &Tlv<'_>) -> bool {
    match object.tag {
        0x01 | 0x06 | 0x0A | 0x4F | 0x51 => true,
        0x02 | 0x03 | 0x80 => object.value.len() <= 3,
        0x04 => {
            object.value.len() == 2 || (object.value.starts_with(&[0x3F, 0x00]) && object.value.len() <= 8)
        }
        _ => false,
    }
}
