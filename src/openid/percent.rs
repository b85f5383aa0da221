//! Percent-encoding in queries (WHATWG URL, application/x-www-form-urlencoded): `+` is a space, `%41` an A.

use zeroize::Zeroizing;

/// The text behind an encoded one; `None` where a `%` has not two digits behind it, or where the bytes are not UTF-8.
/// What it may be, a code or a key, is wiped when it is dropped.
pub(super) fn decode(text: &str) -> Option<Zeroizing<String>> {
    // As large as it can become: one that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let (byte, behind) = match (first, behind) {
            (b'%', [high, low, behind @ ..]) => (digit(*high)? << 4 | digit(*low)?, behind),
            (b'%', _) => return None,
            (b'+', behind) => (b' ', behind),
            (byte, behind) => (*byte, behind),
        };
        bytes.push(byte);
        rest = behind;
    }
    Some(Zeroizing::new(std::str::from_utf8(&bytes).ok()?.to_owned()))
}

fn digit(letter: u8) -> Option<u8> {
    let value = char::from(letter).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_decoded() {
        for (encoded, text) in [
            ("", Some("")),
            ("a+b%20c%2B", Some("a b c+")),
            ("%7b%22%C3%B8%22%7D", Some("{\"ø\"}")),
            ("%", None),
            ("%4", None),
            ("%+1", None),
            ("%c3", None),
        ] {
            assert_eq!(decode(encoded).as_deref().map(String::as_str), text, "{encoded}");
        }
    }
}
