//! Extensions of lists and answers (RFC 5280 §4.1 `Extensions`), strictly, with what is critical.

use super::super::der::{Element, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, SEQUENCE};
use super::strict::{BOOLEAN, boolean, end};

/// No list or answer has more extensions of its own; the ten or so that are defined, and room.
const MOST: usize = 64;

/// One extension.
#[derive(Debug, Clone, Copy)]
pub struct Extension<'a> {
    /// Its object identifier.
    pub oid: Element<'a>,
    /// Whether nothing may be concluded by who does not know it.
    pub critical: bool,
    /// The OCTET STRING with its value.
    pub value: Element<'a>,
}

impl<'a> Extension<'a> {
    /// The extensions in an `Extensions`, one after another.
    pub fn each(list: &Element<'a>) -> impl Iterator<Item = Result<Self, Malformed>> + use<'a> {
        list.inside().elements().map(|one| Self::read(&one?))
    }

    /// All extensions in an `Extensions`: not too many, none twice (RFC 5280 §4.2).
    pub fn all(list: &Element<'a>) -> Result<Vec<Self>, Malformed> {
        let mut all: Vec<Self> = Vec::new();
        for one in Self::each(list) {
            let one = one?;
            if all.iter().any(|other| other.oid.body == one.oid.body) {
                return Err(one.oid.malformed(format!("extension {} comes twice", one.oid.oid()?)));
            }
            if all.len() == MOST {
                return Err(one.oid.malformed(format!("more than {MOST} extensions")));
            }
            all.push(one);
        }
        Ok(all)
    }

    /// The only element in the value, which must have that tag.
    pub fn content(&self, tag: u8, what: &str) -> Result<Element<'a>, Malformed> {
        super::strict::only(&self.value, tag, what)
    }

    fn read(element: &Element<'a>) -> Result<Self, Malformed> {
        let mut parts = element.of(SEQUENCE, "an extension")?.inside();
        let oid = parts.expect(OBJECT_IDENTIFIER, "the identifier of an extension")?;
        let critical = match parts.optional(BOOLEAN)? {
            Some(critical) => boolean(&critical)?,
            None => false,
        };
        let value = parts.expect(OCTET_STRING, "the value of an extension")?;
        end(parts, "an extension")?;
        Ok(Self { oid, critical, value })
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::der::Reader;
    use super::super::super::sample::{extension, oid, sequence, tlv};
    use super::*;

    fn all(list: &[u8]) -> Result<Vec<(String, bool)>, (usize, String)> {
        let element = Reader::new(list).next().unwrap().unwrap();
        let all = Extension::all(&element).map_err(|error| (error.offset, error.what))?;
        Ok(all.iter().map(|one| (one.oid.oid().unwrap(), one.critical)).collect())
    }

    #[test]
    fn critical_is_what_says_so() {
        let flagged = |flag| sequence(&[oid("2.5.29.20"), tlv(1, &[flag]), tlv(4, &[])]);
        assert_eq!(all(&sequence(&[flagged(0xff)])), Ok(vec![("2.5.29.20".to_owned(), true)]));
        assert_eq!(all(&sequence(&[flagged(0)])), Ok(vec![("2.5.29.20".to_owned(), false)]));
        assert_eq!(all(&sequence(&[extension("2.5.29.20", &[])])), Ok(vec![("2.5.29.20".to_owned(), false)]));
    }

    #[test]
    fn what_is_no_extension_is_named_with_its_place() {
        for (one, offset, what) in [
            (tlv(2, &[1]), 2, "expected an extension, found INTEGER"),
            (sequence(&[oid("2.5.29.20")]), 9, "ends where the value of an extension should be"),
            (sequence(&[oid("2.5.29.20"), tlv(1, &[]), tlv(4, &[])]), 9, "a BOOLEAN of 0 bytes"),
            (sequence(&[oid("2.5.29.20"), tlv(4, &[]), tlv(5, &[])]), 11, "more than an extension"),
        ] {
            assert_eq!(all(&sequence(&[one])), Err((offset, what.to_owned())));
        }
    }

    #[test]
    fn none_comes_twice_and_none_without_end() {
        let twice = sequence(&[extension("2.5.29.20", &[]), extension("2.5.29.20", &[1])]);
        assert_eq!(all(&twice), Err((13, "extension 2.5.29.20 comes twice".to_owned())));
        let many: Vec<Vec<u8>> = (0..65).map(|arc| extension(&format!("1.2.{arc}"), &[])).collect();
        assert!(all(&sequence(&many)).unwrap_err().1.contains("more than 64"));
        assert_eq!(all(&sequence(&many[..64])).unwrap().len(), 64);
    }
}
