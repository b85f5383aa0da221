//! A small reader of DER (ITU-T X.690) that knows where it stands.
//!
//! It is more tolerant than the standard where certificates on cards are: a length may be written longer than needed.
//! Indefinite lengths and tags of more than one byte do not occur in certificates and are refused.

/// `INTEGER`.
pub(super) const INTEGER: u8 = 0x02;
/// `BIT STRING`.
pub(super) const BIT_STRING: u8 = 0x03;
/// `OCTET STRING`.
pub(super) const OCTET_STRING: u8 = 0x04;
/// `OBJECT IDENTIFIER`.
pub(super) const OBJECT_IDENTIFIER: u8 = 0x06;
/// `SEQUENCE`, `SEQUENCE OF`.
pub(super) const SEQUENCE: u8 = 0x30;
/// `SET`, `SET OF`.
pub(super) const SET: u8 = 0x31;

/// Why bytes could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    /// Bytes from the start of what the outermost reader was given.
    pub offset: usize,
    /// What was found, in a few words.
    pub what: String,
}

/// One element: tag, length and contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// The identifier byte: class, constructed bit and number.
    pub tag: u8,
    /// The contents.
    pub body: &'a [u8],
    /// Tag, length and contents.
    pub whole: &'a [u8],
    /// Where `whole` starts.
    pub offset: usize,
}

impl<'a> Element<'a> {
    /// A reader of what is inside.
    pub fn inside(&self) -> Reader<'a> {
        Reader { rest: self.body, offset: self.offset + self.whole.len() - self.body.len() }
    }

    /// This element, which must have that tag.
    pub fn of(self, tag: u8, what: &str) -> Result<Self, Malformed> {
        if self.tag == tag {
            return Ok(self);
        }
        Err(self.malformed(format!("expected {what}, found {}", tag_name(self.tag))))
    }

    /// A complaint about this element.
    pub fn malformed(&self, what: impl Into<String>) -> Malformed {
        Malformed { offset: self.offset, what: what.into() }
    }

    /// Whether the length is written as short as can be (X.690 §10.1).
    pub fn has_shortest_length(&self) -> bool {
        let digits = match self.body.len() {
            0..=0x7f => 0,
            0x80..=0xff => 1,
            0x100..=0xffff => 2,
            0x1_0000..=0xff_ffff => 3,
            _ => 4,
        };
        self.whole.len() - self.body.len() == 2 + digits
    }

    /// The dotted form of an object identifier.
    pub fn oid(&self) -> Result<String, Malformed> {
        if self.tag != OBJECT_IDENTIFIER {
            return Err(
                self.malformed(format!("expected an object identifier, found {}", tag_name(self.tag)))
            );
        }
        dotted(self.body).ok_or_else(|| self.malformed("a broken object identifier"))
    }
}

/// Reads elements one after another.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    offset: usize,
}

impl<'a> Reader<'a> {
    /// Starts at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, offset: 0 }
    }

    /// What has not been read.
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// The next element, `None` at the end.
    pub fn next(&mut self) -> Result<Option<Element<'a>>, Malformed> {
        if self.rest.is_empty() {
            return Ok(None);
        }
        self.element().map(Some)
    }

    /// The next element, which must have that tag.
    pub fn expect(&mut self, tag: u8, what: &str) -> Result<Element<'a>, Malformed> {
        match self.next()? {
            Some(element) => element.of(tag, what),
            None => Err(self.malformed(format!("ends where {what} should be"))),
        }
    }

    /// The next element if it has that tag.
    pub fn optional(&mut self, tag: u8) -> Result<Option<Element<'a>>, Malformed> {
        if self.rest.first() == Some(&tag) { self.element().map(Some) } else { Ok(None) }
    }

    /// All that is left, one element after another; what cannot be read is the last.
    ///
    /// Where an element ends does not hang on what is in it, so a broken one leaves those after it standing.
    pub fn elements(mut self) -> impl Iterator<Item = Result<Element<'a>, Malformed>> {
        std::iter::from_fn(move || {
            let next = self.next();
            if next.is_err() {
                self.rest = &[];
            }
            next.transpose()
        })
    }

    fn element(&mut self) -> Result<Element<'a>, Malformed> {
        let (tag, first) = match self.rest {
            [tag, first, ..] => (*tag, *first),
            _ => return Err(self.malformed("ends within a tag")),
        };
        if tag & 0x1f == 0x1f {
            return Err(self.malformed("a tag of more than one byte"));
        }
        let (header, length) = match first {
            0..=0x7f => (2, usize::from(first)),
            0x80 => return Err(self.malformed("an indefinite length")),
            _ => {
                let count = usize::from(first & 0x7f);
                let digits =
                    self.rest.get(2..2 + count).ok_or_else(|| self.malformed("ends within a length"))?;
                if digits.iter().rev().skip(4).any(|byte| *byte != 0) {
                    return Err(self.malformed("a length of more than four bytes"));
                }
                (2 + count, digits.iter().fold(0usize, |sum, byte| (sum << 8) | usize::from(*byte)))
            }
        };
        let end = header.checked_add(length).filter(|end| *end <= self.rest.len()).ok_or_else(|| {
            self.malformed(format!(
                "{} of {length} bytes where {} are left",
                tag_name(tag),
                self.rest.len() - header
            ))
        })?;
        let (whole, rest) = self.rest.split_at(end);
        let element = Element { tag, body: &whole[header..], whole, offset: self.offset };
        self.rest = rest;
        self.offset += end;
        Ok(element)
    }

    /// A complaint about what comes next.
    pub fn malformed(&self, what: impl Into<String>) -> Malformed {
        Malformed { offset: self.offset, what: what.into() }
    }
}

/// A tag as people call it, for messages.
pub(super) fn tag_name(tag: u8) -> String {
    let name = match tag {
        0x01 => "BOOLEAN",
        INTEGER => "INTEGER",
        BIT_STRING => "BIT STRING",
        OCTET_STRING => "OCTET STRING",
        0x05 => "NULL",
        OBJECT_IDENTIFIER => "OBJECT IDENTIFIER",
        0x0c => "UTF8String",
        0x12 => "NumericString",
        0x13 => "PrintableString",
        0x14 => "T61String",
        0x16 => "IA5String",
        0x17 => "UTCTime",
        0x18 => "GeneralizedTime",
        0x1a => "VisibleString",
        0x1c => "UniversalString",
        0x1e => "BMPString",
        SEQUENCE => "SEQUENCE",
        SET => "SET",
        _ => return format!("tag {tag:02X}"),
    };
    name.to_owned()
}

/// An object identifier in dotted form (X.690 §8.19); `None` when it is broken or an arc passes 64 bits.
fn dotted(body: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(3 * body.len());
    let mut arc: u64 = 0;
    let mut within = false;
    for byte in body {
        if arc >> 57 != 0 {
            return None;
        }
        arc = (arc << 7) | u64::from(byte & 0x7f);
        within = byte & 0x80 != 0;
        if within {
            continue;
        }
        // The first two arcs share a number.
        if text.is_empty() {
            let top = (arc / 40).min(2);
            push_decimal(&mut text, top);
            arc -= top * 40;
        }
        text.push('.');
        push_decimal(&mut text, std::mem::take(&mut arc));
    }
    (!within && !text.is_empty()).then_some(text)
}

/// Every certificate has dozens of arcs; the formatting of the standard library takes five times as long.
fn push_decimal(text: &mut String, number: u64) {
    if number >= 10 {
        push_decimal(text, number / 10);
    }
    text.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_read_one_after_another() {
        let mut reader = Reader::new(&[0x30, 0x03, 0x02, 0x01, 0x05, 0x04, 0x00]);
        let outer = reader.expect(SEQUENCE, "a sequence").unwrap();
        let inner = outer.inside().next().unwrap().unwrap();
        assert_eq!((inner.tag, inner.body, inner.offset), (INTEGER, &[5u8][..], 2));
        assert_eq!(reader.next().unwrap().unwrap().whole, [0x04, 0x00]);
        assert_eq!(reader.next(), Ok(None));
    }

    #[test]
    fn a_length_written_longer_than_needed_is_read() {
        let mut reader = Reader::new(&[0x04, 0x85, 0, 0, 0, 0, 1, 0xaa]);
        assert_eq!(reader.next().unwrap().unwrap().body, [0xaa]);
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_place() {
        for (bytes, offset, what) in [
            (&[0x30][..], 0, "ends within a tag"),
            (&[0x30, 0x80, 0, 0], 0, "an indefinite length"),
            (&[0x30, 0x82, 1], 0, "ends within a length"),
            (&[0x30, 0x85, 1, 0, 0, 0, 0], 0, "a length of more than four bytes"),
            (&[0x1f, 0x00], 0, "a tag of more than one byte"),
            (&[0x04, 0x05, 0x01], 0, "OCTET STRING of 5 bytes where 1 are left"),
        ] {
            let failure = Reader::new(bytes).next().unwrap_err();
            assert_eq!((failure.offset, failure.what.as_str()), (offset, what));
        }
        let failure = Reader::new(&[0x02, 0x00]).expect(SEQUENCE, "a certificate").unwrap_err();
        assert_eq!(failure.what, "expected a certificate, found INTEGER");
    }

    #[test]
    fn object_identifiers_are_dotted() {
        assert_eq!(dotted(&[0x55, 0x04, 0x03]).as_deref(), Some("2.5.4.3"));
        assert_eq!(dotted(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]).as_deref(), Some("1.2.840.113549"));
        assert_eq!(dotted(&[0x60, 0x84, 0x42, 0x01, 0x1a]).as_deref(), Some("2.16.578.1.26"));
        assert_eq!(dotted(&[0x88, 0x37]).as_deref(), Some("2.999"));
        assert_eq!(dotted(&[]), None);
        assert_eq!(dotted(&[0x55, 0x84]), None);
        assert_eq!(dotted(&[0xff; 12]), None);
    }
}
