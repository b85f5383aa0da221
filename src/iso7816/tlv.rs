//! BER-TLV (ISO 7816-4 §6.3, X.690 §8.1), read without copying.

/// One data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tlv<'a> {
    /// All tag bytes as one number: `0x30`, `0x7F66`.
    pub tag: u32,
    /// The value field.
    pub value: &'a [u8],
    /// Tag, length and value.
    pub raw: &'a [u8],
}

/// Why bytes are no data object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The value is longer than the bytes there are.
    #[error("needs {needed} bytes and has {available}")]
    Truncated {
        /// Header and value, in bytes.
        needed: usize,
        /// What there is.
        available: usize,
    },
    /// The tag is longer than three bytes.
    #[error("tag longer than three bytes")]
    Tag,
    /// The length is indefinite or longer than four bytes.
    #[error("length field {0:02X} is not allowed")]
    Length(u8),
}

impl<'a> Tlv<'a> {
    /// The first data object in `bytes`, which must not begin with padding.
    ///
    /// # Errors
    /// The bytes are cut short, or the tag or length is outside what cards use.
    pub fn first(bytes: &'a [u8]) -> Result<Self, TlvError> {
        let (tag, length, header) = header(bytes)?;
        let needed = header.saturating_add(length);
        let raw = bytes.get(..needed).ok_or(TlvError::Truncated { needed, available: bytes.len() })?;
        Ok(Tlv { tag, value: &raw[header..], raw })
    }

    /// The data objects inside.
    pub fn children(&self) -> Objects<'a> {
        Objects::new(self.value)
    }

    /// The first object inside with that tag.
    pub fn child(&self, tag: u32) -> Option<Tlv<'a>> {
        self.children().flatten().find(|child| child.tag == tag)
    }
}

/// Tag, value length and header length, all in bytes, of the data object that begins `bytes`; its value may lie
/// beyond them.
///
/// # Errors
/// As [`Tlv::first`]; `Truncated` only if the header itself is cut short.
pub fn header(bytes: &[u8]) -> Result<(u32, usize, usize), TlvError> {
    let cut = |needed| TlvError::Truncated { needed, available: bytes.len() };
    let first = *bytes.first().ok_or(cut(2))?;
    let mut tag = u32::from(first);
    let mut at = 1;
    if first & 0x1F == 0x1F {
        loop {
            let next = *bytes.get(at).ok_or(cut(at + 2))?;
            at += 1;
            tag = tag << 8 | u32::from(next);
            if next & 0x80 == 0 {
                break;
            }
            if at == 3 {
                return Err(TlvError::Tag);
            }
        }
    }
    let length = *bytes.get(at).ok_or(cut(at + 1))?;
    at += 1;
    match length {
        0..=0x7F => Ok((tag, usize::from(length), at)),
        0x81..=0x84 => {
            let count = usize::from(length & 0x7F);
            let digits = bytes.get(at..at + count).ok_or(cut(at + count))?;
            let value = digits.iter().fold(0usize, |value, byte| value << 8 | usize::from(*byte));
            Ok((tag, value, at + count))
        }
        other => Err(TlvError::Length(other)),
    }
}

/// The data objects in a row of bytes. Padding of 00 or FF before, between and after them is passed over
/// (ISO 7816-4 §6.3); the first error ends the row.
#[derive(Clone, Debug)]
pub struct Objects<'a> {
    rest: &'a [u8],
}

impl<'a> Objects<'a> {
    /// The objects in `bytes`.
    pub fn new(bytes: &'a [u8]) -> Self {
        Objects { rest: bytes }
    }
}

impl<'a> Iterator for Objects<'a> {
    type Item = Result<Tlv<'a>, TlvError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.rest.iter().position(|byte| !matches!(byte, 0x00 | 0xFF))?;
        let found = Tlv::first(&self.rest[start..]);
        self.rest = match &found {
            Ok(object) => &self.rest[start + object.raw.len()..],
            Err(_) => &[],
        };
        Some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_and_lengths_of_every_size() {
        let long = [&[0x7F, 0x66, 0x82, 0x01, 0x00][..], &[9; 256]].concat();
        let object = Tlv::first(&long).unwrap();
        assert_eq!((object.tag, object.value.len(), object.raw.len()), (0x7F66, 256, 261));
        assert_eq!(Tlv::first(&[0x30, 0x00]).unwrap().value, b"");
        assert_eq!(Tlv::first(&[0x04, 0x81, 0x02, 1, 2]).unwrap().value, [1, 2]);
    }

    #[test]
    fn refuses_what_no_card_means() {
        assert_eq!(Tlv::first(&[0x30, 0x80, 0, 0]), Err(TlvError::Length(0x80)));
        assert_eq!(Tlv::first(&[0x30, 0x85, 1, 1, 1, 1, 1]), Err(TlvError::Length(0x85)));
        assert_eq!(Tlv::first(&[0x3F, 0x81, 0x81, 0x81, 0x01]), Err(TlvError::Tag));
        assert_eq!(Tlv::first(&[0x30, 5, 1]), Err(TlvError::Truncated { needed: 7, available: 3 }));
        assert_eq!(
            Tlv::first(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
            Err(TlvError::Truncated { needed: 0xFFFF_FFFF + 6, available: 6 })
        );
    }

    #[test]
    fn passes_over_padding_and_stops_at_the_first_error() {
        let tags: Vec<_> =
            Objects::new(&[0, 0, 0x04, 1, 9, 0xFF, 0x05, 0, 0, 0]).map(|found| found.unwrap().tag).collect();
        assert_eq!(tags, [0x04, 0x05]);
        let found: Vec<_> = Objects::new(&[0x04, 1, 9, 0x04, 9]).collect();
        assert!(found[0].is_ok() && found[1].is_err() && found.len() == 2);
    }
}
