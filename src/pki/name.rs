//! Distinguished names (RFC 5280 §4.1.2.4).

use super::der::{Element, Malformed, OBJECT_IDENTIFIER, Reader, SEQUENCE, SET};
use super::{CertificateError, Oddity, comparable, digest, text};

/// A distinguished name, attributes in encoded order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Name {
    /// The DER bytes.
    pub der: Vec<u8>,
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// What names are compared by; see [`Name::matches`].
    comparable: Vec<u8>,
}

/// One attribute of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Short name (`CN`, `GN`, `SN`, `serialNumber`, `C`, `O`, `OU`, `organizationIdentifier`…), else the object identifier.
    pub kind: String,
    /// The value as text; hex of the DER where it is no text.
    pub value: String,
}

impl Name {
    /// Reads a name that stands alone. Mis-encoded values are read past, see [`Oddity`].
    ///
    /// # Errors
    /// The bytes are no single SEQUENCE of relative distinguished names.
    pub fn parse(der: &[u8]) -> Result<Self, CertificateError> {
        let mut reader = Reader::new(der);
        let element = reader.expect(SEQUENCE, "a name")?;
        if !reader.rest().is_empty() {
            return Err(CertificateError {
                offset: element.whole.len(),
                what: "bytes after the name".to_owned(),
            });
        }
        let mut oddities = Vec::new();
        let name = Self::read(&element, &mut oddities);
        match oddities.contains(&Oddity::MalformedName) {
            true => Err(element.malformed("a name whose structure is broken").into()),
            false => Ok(name),
        }
    }

    /// The first attribute of that short name.
    pub fn get(&self, kind: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.kind == kind)
            .map(|attribute| attribute.value.as_str())
    }

    /// Whether two names are the same (RFC 5280 §7.1): case, kind of string, composition of letters and surplus spaces
    /// make no difference.
    pub fn matches(&self, other: &Name) -> bool {
        self.comparable == other.comparable
    }

    /// Whether this name starts with all of `base`, so that it lies in the subtree below it.
    pub fn lies_within(&self, base: &Name) -> bool {
        self.comparable.starts_with(&base.comparable)
    }

    /// Bytes that are equal for names that match, to look names up by.
    pub fn key(&self) -> &[u8] {
        &self.comparable
    }

    /// Whether it has no attribute at all.
    pub fn is_empty(&self) -> bool {
        self.attributes.is_empty()
    }

    /// This name with one more relative distinguished name after it: `contents` are those of its SET.
    pub fn with_relative(&self, contents: &[u8]) -> Self {
        let mut name = self.clone();
        name.comparable.extend(comparable::relative_name(contents));
        name
    }

    /// Reads a name within a certificate; what is wrong with it goes to `oddities`.
    pub(super) fn read(element: &Element<'_>, oddities: &mut Vec<Oddity>) -> Self {
        let mut name = Self { der: element.whole.to_vec(), ..Self::default() };
        let mut sound = true;
        for set in element.inside().elements() {
            if let Ok(set) = &set {
                name.comparable.extend(comparable::relative_name(set.body));
            }
            sound &= set.and_then(|set| name.take(set, oddities)).is_ok();
        }
        if !sound {
            oddities.push(Oddity::MalformedName);
        }
        name
    }

    /// Takes over the attributes of a relative distinguished name.
    fn take(&mut self, set: Element<'_>, oddities: &mut Vec<Oddity>) -> Result<(), Malformed> {
        for attribute in set.of(SET, "a relative distinguished name")?.inside().elements() {
            let mut parts = attribute?.of(SEQUENCE, "an attribute")?.inside();
            let oid = parts.expect(OBJECT_IDENTIFIER, "the type of an attribute")?.oid()?;
            let kind = short_name(&oid).map_or(oid, str::to_owned);
            let value = parts.next()?.ok_or_else(|| set.malformed("an attribute without a value"))?;
            let value = match text::read(&value) {
                Some(text) => {
                    let attribute = kind.clone();
                    let name_it = |claimed| Oddity::MisencodedAttribute { attribute, claimed };
                    oddities.extend(text.misencoded.map(name_it));
                    text.value
                }
                None => digest::hex(value.whole),
            };
            self.attributes.push(Attribute { kind, value });
        }
        Ok(())
    }
}

impl std::fmt::Display for Name {
    /// `C=NO, O=…, CN=…` in encoded order.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, attribute) in self.attributes.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(out, "{comma}{}={}", attribute.kind, attribute.value)?;
        }
        Ok(())
    }
}

/// The short names in use: those of RFC 4514 §3 and X.520, and `GN`/`SN` as OpenSSL has them.
fn short_name(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.4.3" => "CN",
        "2.5.4.4" => "SN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "street",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.12" => "T",
        "2.5.4.13" => "description",
        "2.5.4.15" => "businessCategory",
        "2.5.4.16" => "postalAddress",
        "2.5.4.17" => "postalCode",
        "2.5.4.20" => "telephoneNumber",
        "2.5.4.41" => "name",
        "2.5.4.42" => "GN",
        "2.5.4.43" => "initials",
        "2.5.4.44" => "generationQualifier",
        "2.5.4.46" => "dnQualifier",
        "2.5.4.65" => "pseudonym",
        "2.5.4.97" => "organizationIdentifier",
        "0.9.2342.19200300.100.1.1" => "UID",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        "1.2.840.113549.1.9.2" => "unstructuredName",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{attribute, name, sequence, set, tlv};
    use super::*;

    #[test]
    fn a_name_prints_in_encoded_order() {
        let der = name(&[
            attribute("2.5.4.6", 0x13, b"NO"),
            attribute("2.5.4.97", 0x0c, b"NTRNO-983163327"),
            attribute("2.5.4.3", 0x0c, "Åse Ø".as_bytes()),
            attribute("1.2.3.4", 0x0c, b"x"),
        ]);
        let parsed = Name::parse(&der).unwrap();
        assert_eq!(parsed.to_string(), "C=NO, organizationIdentifier=NTRNO-983163327, CN=Åse Ø, 1.2.3.4=x");
        assert_eq!(parsed.get("CN"), Some("Åse Ø"));
        assert_eq!(parsed.get("GN"), None);
        assert_eq!(parsed.der, der);
    }

    #[test]
    fn attributes_that_share_a_set_stand_in_a_row() {
        let der =
            sequence(&[set(&[attribute("2.5.4.42", 0x0c, b"KARI"), attribute("2.5.4.4", 0x0c, b"DAL")])]);
        assert_eq!(Name::parse(&der).unwrap().to_string(), "GN=KARI, SN=DAL");
    }

    #[test]
    fn a_value_that_is_no_text_is_shown_in_hex() {
        let der = name(&[attribute("2.5.4.3", 0x02, &[5])]);
        assert_eq!(Name::parse(&der).unwrap().get("CN"), Some("020105"));
    }

    #[test]
    fn a_broken_part_of_a_name_leaves_the_others() {
        let sound = |kind, value| set(&[attribute(kind, 0x0c, value)]);
        let der = sequence(&[
            sound("2.5.4.42", b"KARI"),
            tlv(0x31, &[0x1f]),
            tlv(0x02, &[1]),
            sound("2.5.4.4", b"DAL"),
        ]);
        assert!(Name::parse(&der).is_err());
        let mut oddities = Vec::new();
        let element = Reader::new(&der).next().unwrap().unwrap();
        assert_eq!(Name::read(&element, &mut oddities).to_string(), "GN=KARI, SN=DAL");
        assert_eq!(oddities, [Oddity::MalformedName]);
    }

    #[test]
    fn bytes_after_a_name_are_refused() {
        let der = [name(&[]), vec![0]].concat();
        assert_eq!(Name::parse(&der).unwrap_err().offset, 2);
    }
}
