//! Character strings of certificates (ITU-T X.680 §41, RFC 5280 §4.1.2.4).

use super::der::{Element, tag_name};

/// A string as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// The characters.
    pub value: String,
    /// The type the string claims, where its bytes are not of that type.
    pub misencoded: Option<String>,
}

/// Reads any of the string types; `None` when the element is no string.
///
/// In May 2022 Buypass issued certificates whose given name and surname were PrintableStrings with the Latin-1 byte
/// C5 for Å. Such bytes are read as UTF-8 where they are that, else as Latin-1. ASCII that PrintableString has no
/// place for (`@`, `_`, `&`) is common everywhere, hinders no reader, and is not remarked upon.
pub(super) fn read(element: &Element<'_>) -> Option<Text> {
    let bytes = element.body;
    let (value, sound) = match element.tag {
        0x0c => narrow(bytes, |_| true),
        0x12 | 0x13 | 0x16 | 0x1a => narrow(bytes, str::is_ascii),
        // T.61 proper has been dead for decades; what is found under its tag is Latin-1.
        0x14 => (latin1(bytes), true),
        0x1e => utf16(bytes),
        0x1c => utf32(bytes),
        _ => return None,
    };
    Some(Text { value, misencoded: (!sound).then(|| tag_name(element.tag)) })
}

fn narrow(bytes: &[u8], sound: fn(&str) -> bool) -> (String, bool) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (text.to_owned(), sound(text)),
        Err(_) => (latin1(bytes), false),
    }
}

fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn utf16(bytes: &[u8]) -> (String, bool) {
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    let mut sound = bytes.len().is_multiple_of(2);
    let value =
        char::decode_utf16(units).map(|decoded| decoded.unwrap_or_else(|_| replace(&mut sound))).collect();
    (value, sound)
}

fn utf32(bytes: &[u8]) -> (String, bool) {
    let units = bytes.chunks_exact(4).map(|four| u32::from_be_bytes([four[0], four[1], four[2], four[3]]));
    let mut sound = bytes.len().is_multiple_of(4);
    let value = units.map(|unit| char::from_u32(unit).unwrap_or_else(|| replace(&mut sound))).collect();
    (value, sound)
}

fn replace(sound: &mut bool) -> char {
    *sound = false;
    char::REPLACEMENT_CHARACTER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_as(tag: u8, body: &[u8]) -> Option<Text> {
        read(&Element { tag, body, whole: body, offset: 0 })
    }

    fn sound(value: &str) -> Option<Text> {
        Some(Text { value: value.to_owned(), misencoded: None })
    }

    #[test]
    fn every_string_type_is_read() {
        assert_eq!(read_as(0x0c, "Åse".as_bytes()), sound("Åse"));
        assert_eq!(read_as(0x12, b"0123"), sound("0123"));
        assert_eq!(read_as(0x13, b"NO"), sound("NO"));
        assert_eq!(read_as(0x14, b"\xc5se"), sound("Åse"));
        assert_eq!(read_as(0x16, b"a@b.no"), sound("a@b.no"));
        assert_eq!(read_as(0x1a, b"abc"), sound("abc"));
        assert_eq!(read_as(0x1c, b"\0\0\0\xc5\0\0\0s"), sound("Ås"));
        assert_eq!(read_as(0x1e, b"\0\xc5\0s"), sound("Ås"));
        assert_eq!(read_as(0x02, b"1"), None);
    }

    #[test]
    fn latin1_in_a_narrower_type_is_read_and_named() {
        for (tag, claimed) in [(0x13, "PrintableString"), (0x0c, "UTF8String"), (0x16, "IA5String")] {
            let text = read_as(tag, b"\xc5SE").unwrap();
            assert_eq!((text.value.as_str(), text.misencoded.as_deref()), ("ÅSE", Some(claimed)));
        }
    }

    #[test]
    fn utf8_in_a_printable_string_is_read_as_such_and_named() {
        let text = read_as(0x13, "ÅSE".as_bytes()).unwrap();
        assert_eq!((text.value.as_str(), text.misencoded.is_some()), ("ÅSE", true));
    }

    #[test]
    fn half_characters_are_named() {
        assert_eq!(read_as(0x1e, b"\0A\0").unwrap().misencoded.as_deref(), Some("BMPString"));
        assert_eq!(read_as(0x1e, b"\xd8\0").unwrap().value, "\u{fffd}");
        assert_eq!(read_as(0x1c, b"\0\x11\0\0").unwrap().misencoded.as_deref(), Some("UniversalString"));
    }
}
