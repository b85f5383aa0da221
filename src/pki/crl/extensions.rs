//! The extensions of a list (RFC 5280 §5.2).

use super::super::der::{Element, Malformed, Reader, SEQUENCE};
use super::IssuingDistributionPoint;
use super::extension::Extension;
use super::strict::{end, integer};

const KEY_IDENTIFIER: u8 = 0x80;

/// What the extensions say.
#[derive(Debug, Default)]
pub struct Extensions {
    /// Number of the list.
    pub number: Option<Vec<u8>>,
    /// Number of the complete list that this one has the changes to.
    pub delta_base: Option<Vec<u8>>,
    /// Key identifier of authority key identifier.
    pub authority_key_identifier: Option<Vec<u8>>,
    /// Issuing distribution point.
    pub point: Option<IssuingDistributionPoint>,
    /// Whether it says where to get changes.
    pub has_freshest: bool,
    /// Critical ones that are not processed.
    pub unknown_critical: Vec<String>,
}

impl Extensions {
    /// Reads `Extensions`.
    pub fn read(list: &Element<'_>) -> Result<Self, Malformed> {
        let mut extensions = Self::default();
        for one in Extension::all(list)? {
            let oid = one.oid.oid()?;
            match oid.as_str() {
                "2.5.29.20" => extensions.number = Some(number(&one)?),
                "2.5.29.27" => extensions.delta_base = Some(number(&one)?),
                "2.5.29.28" => extensions.point = Some(IssuingDistributionPoint::read(&one)?),
                "2.5.29.35" => extensions.authority_key_identifier = key_identifier(&one)?,
                _ => {
                    // RFC 5280 §5.2.6 does not let it be critical; nothing here follows it.
                    extensions.has_freshest |= oid == "2.5.29.46";
                    if one.critical {
                        extensions.unknown_critical.push(oid);
                    }
                }
            }
        }
        Ok(extensions)
    }
}

/// A number of up to 20 bytes (RFC 5280 §5.2.3), without leading zero bytes.
fn number(extension: &Extension<'_>) -> Result<Vec<u8>, Malformed> {
    let mut inside = extension.value.inside();
    let number = integer(&mut inside, "the number of a list")?;
    end(inside, "the number of a list")?;
    if number.body[0] >= 0x80 {
        return Err(number.malformed("a negative number of a list"));
    }
    let start = number.body.iter().position(|byte| *byte != 0).unwrap_or(number.body.len() - 1);
    Ok(number.body[start..].to_vec())
}

/// `keyIdentifier` of RFC 5280 §4.2.1.1, the first field.
fn key_identifier(extension: &Extension<'_>) -> Result<Option<Vec<u8>>, Malformed> {
    let mut parts: Reader<'_> = extension.content(SEQUENCE, "an authority key identifier")?.inside();
    let identifier = parts.optional(KEY_IDENTIFIER)?;
    for part in parts.elements() {
        part?;
    }
    Ok(identifier.map(|identifier| identifier.body.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::super::super::sample::{extension, integer, sequence, tlv};
    use super::super::sample::critical;
    use super::*;

    fn read(extensions: &[Vec<u8>]) -> Result<Extensions, String> {
        let der = sequence(extensions);
        let element = Reader::new(&der).next().unwrap().unwrap();
        Extensions::read(&element).map_err(|error| error.what)
    }

    #[test]
    fn numbers_and_key_identifiers_are_read() {
        let identifier = sequence(&[tlv(0x80, &[1, 2, 3]), tlv(0xa1, &[]), tlv(0x82, &[5])]);
        let extensions = read(&[
            extension("2.5.29.20", &tlv(2, &[0, 0, 0x81])),
            critical("2.5.29.27", &integer(0)),
            extension("2.5.29.35", &identifier),
            critical("2.5.29.28", &sequence(&[tlv(0x84, &[0xff])])),
            extension("2.5.29.46", b"whatever"),
            extension("1.2.3", b"whatever"),
        ])
        .unwrap();
        assert_eq!(extensions.number, Some(vec![0x81]));
        assert_eq!(extensions.delta_base, Some(vec![0]));
        assert_eq!(extensions.authority_key_identifier, Some(vec![1, 2, 3]));
        let point = extensions.point.unwrap();
        assert!(point.indirect && point.critical && !point.only_ca_certificates);
        assert!(extensions.has_freshest);
        assert_eq!(extensions.unknown_critical, Vec::<String>::new());
    }

    #[test]
    fn nothing_is_said_by_what_is_absent() {
        let none = read(&[extension("2.5.29.35", &sequence(&[]))]).unwrap();
        assert_eq!((none.number, none.delta_base, none.authority_key_identifier), (None, None, None));
        assert!(none.point.is_none() && !none.has_freshest);
    }

    #[test]
    fn what_is_critical_and_not_processed_is_named() {
        let extensions = read(&[critical("1.2.3", &[]), critical("2.5.29.46", &[])]).unwrap();
        assert_eq!(extensions.unknown_critical, ["1.2.3", "2.5.29.46"]);
    }

    #[test]
    fn what_is_broken_is_refused() {
        for (one, what) in [
            (extension("2.5.29.20", b"x"), "ends within a tag"),
            (extension("2.5.29.20", &tlv(2, &[])), "the number of a list is empty"),
            (extension("2.5.29.27", &tlv(2, &[0xff])), "a negative number of a list"),
            (extension("2.5.29.27", &[integer(1), integer(1)].concat()), "more than the number of a list"),
            (
                extension("2.5.29.35", &tlv(4, &[])),
                "expected an authority key identifier, found OCTET STRING",
            ),
            (extension("2.5.29.35", &sequence(&[vec![0x80]])), "ends within a tag"),
            (
                extension("2.5.29.28", &tlv(4, &[])),
                "expected an issuing distribution point, found OCTET STRING",
            ),
        ] {
            assert_eq!(read(&[one]).unwrap_err(), what);
        }
        let twice = [extension("2.5.29.20", &integer(1)), extension("2.5.29.20", &integer(2))];
        assert_eq!(read(&twice).unwrap_err(), "extension 2.5.29.20 comes twice");
    }
}
