//! Names made comparable (RFC 5280 §7.1, RFC 4518): bytes that are equal where names are the same.

use super::der::{Element, Malformed, OBJECT_IDENTIFIER, Reader, SEQUENCE};
use super::text;
use unicode_normalization::UnicodeNormalization;

/// One relative distinguished name, from the contents of its SET.
///
/// It begins with its own length, so that a row of them begins with another row only where whole names do. The order
/// within a set says nothing. What cannot be read is compared byte for byte.
pub(super) fn relative_name(set: &[u8]) -> Vec<u8> {
    let attributes: Result<Vec<Vec<u8>>, Malformed> =
        Reader::new(set).elements().map(|attribute| self::attribute(&attribute?)).collect();
    let mut attributes = attributes.unwrap_or_else(|_| vec![prefixed(0, set)]);
    attributes.sort_unstable();
    prefixed(1, &attributes.concat())
}

fn attribute(attribute: &Element<'_>) -> Result<Vec<u8>, Malformed> {
    let mut parts = attribute.of(SEQUENCE, "an attribute")?.inside();
    let kind = parts.expect(OBJECT_IDENTIFIER, "the type of an attribute")?;
    let value = parts.next()?.ok_or_else(|| attribute.malformed("an attribute without a value"))?;
    let mut written = prefixed(4, kind.body);
    match text::read(&value) {
        Some(text) => push_prefixed(&mut written, 2, prepared(&text.value).as_bytes()),
        None => push_prefixed(&mut written, 3, value.whole),
    }
    Ok(written)
}

/// A kind, a length and the bytes.
fn prefixed(kind: u8, bytes: &[u8]) -> Vec<u8> {
    let mut written = Vec::with_capacity(9 + bytes.len());
    push_prefixed(&mut written, kind, bytes);
    written
}

fn push_prefixed(written: &mut Vec<u8>, kind: u8, bytes: &[u8]) {
    written.push(kind);
    written.extend((bytes.len() as u64).to_be_bytes());
    written.extend(bytes);
}

/// A string prepared for comparison (RFC 4518 §2): lower case, composed alike, one space between words, no other
/// character that shows nothing.
fn prepared(text: &str) -> String {
    match text.is_ascii() {
        true => shown(text.chars().map(|letter| letter.to_ascii_lowercase())),
        // Twice, as lower case can bring letters that compose differently.
        false => shown(text.nfkc().flat_map(char::to_lowercase).nfkc()),
    }
}

/// What shows, words one space apart.
fn shown(letters: impl Iterator<Item = char>) -> String {
    let mut text = String::with_capacity(letters.size_hint().0);
    let mut apart = false;
    for letter in letters {
        if letter.is_whitespace() {
            apart = !text.is_empty();
        } else if !(letter.is_control() || is_invisible(letter)) {
            text.extend(std::mem::take(&mut apart).then_some(' '));
            text.push(letter);
        }
    }
    text
}

/// RFC 4518 §2.2: mapped to nothing.
fn is_invisible(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{34f}' | '\u{1806}' | '\u{180b}'..='\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2063}' | '\u{206a}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffc}'
    )
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::super::sample::{attribute, name, sequence, set, tlv};

    fn same(one: &[u8], other: &[u8]) -> bool {
        let (one, other) = (Name::parse(one).unwrap(), Name::parse(other).unwrap());
        assert_eq!(one.matches(&other), one.key() == other.key());
        one.matches(&other)
    }

    fn common_name(tag: u8, value: &str) -> Vec<u8> {
        name(&[attribute("2.5.4.3", tag, value.as_bytes())])
    }

    #[test]
    fn case_spaces_and_kind_of_string_make_no_difference() {
        assert!(same(&common_name(0x13, "Good CA"), &common_name(0x0c, "  GOOD \t ca ")));
        assert!(same(&common_name(0x0c, "Åse"), &common_name(0x0c, "A\u{30a}SE")));
        assert!(same(&common_name(0x0c, "a\u{ad}b"), &common_name(0x0c, "ab")));
        let utf16 = name(&[attribute("2.5.4.3", 0x1e, &[0, b'C', 0, b'A'])]);
        assert!(same(&utf16, &common_name(0x13, "ca")));
    }

    #[test]
    fn letters_words_kinds_and_order_do() {
        assert!(!same(&common_name(0x0c, "Åse"), &common_name(0x0c, "Ase")));
        assert!(!same(&common_name(0x0c, "Good CA"), &common_name(0x0c, "GoodCA")));
        let organisation = name(&[attribute("2.5.4.10", 0x0c, b"CA")]);
        assert!(!same(&organisation, &common_name(0x0c, "CA")));
        let parts = [attribute("2.5.4.6", 0x13, b"NO"), attribute("2.5.4.3", 0x13, b"CA")];
        let swapped = [parts[1].clone(), parts[0].clone()];
        assert!(!same(&name(&parts), &name(&swapped)));
        assert!(same(&sequence(&[set(&parts)]), &sequence(&[set(&swapped)])));
        assert!(!same(&sequence(&[set(&parts)]), &name(&parts)));
        assert!(!same(
            &name(&[attribute("2.5.4.3", 0x02, b"a")]),
            &name(&[attribute("2.5.4.3", 0x02, b"A")])
        ));
    }

    #[test]
    fn a_subtree_holds_what_starts_with_all_of_it() {
        let parse = |der: &[u8]| Name::parse(der).unwrap();
        let country = attribute("2.5.4.6", 0x13, b"NO");
        let base = parse(&name(std::slice::from_ref(&country)));
        let below = parse(&name(&[attribute("2.5.4.6", 0x0c, b"no"), attribute("2.5.4.3", 0x0c, b"x")]));
        assert!(below.lies_within(&base) && base.lies_within(&base) && !base.lies_within(&below));
        assert!(below.lies_within(&parse(&name(&[]))));
        let longer = parse(&name(&[attribute("2.5.4.6", 0x13, b"NOR")]));
        assert!(!longer.lies_within(&base));
        assert!(base.with_relative(&attribute("2.5.4.3", 0x13, b"X")).matches(&below));
        assert!(!parse(&sequence(&[tlv(0x31, &country)])).is_empty());
    }
}
