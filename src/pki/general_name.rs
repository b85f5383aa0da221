//! General names (RFC 5280 §4.2.1.6): what an alternative name, a name constraint or a distribution point can be.

use super::der::{Element, Malformed, OBJECT_IDENTIFIER, Reader};
use super::name::Name;
use super::text;

const IA5_STRING: u8 = 0x16;

/// One name, of any of the nine forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GeneralName {
    /// `otherName`: its kind, and the DER of its value.
    Other {
        /// Object identifier of the kind.
        kind: String,
        /// The value, DER.
        value: Vec<u8>,
    },
    /// `rfc822Name`.
    Mail(String),
    /// `dNSName`.
    Dns(String),
    /// `x400Address`, contents.
    X400(Vec<u8>),
    /// `directoryName`.
    Directory(Name),
    /// `ediPartyName`, contents.
    EdiParty(Vec<u8>),
    /// `uniformResourceIdentifier`.
    Uri(String),
    /// `iPAddress`: 4 or 16 bytes, in a constraint 8 or 32.
    Ip(Vec<u8>),
    /// `registeredID`.
    Registered(String),
}

/// Kind of a Windows log-on name (user principal name).
const UPN: &str = "1.3.6.1.4.1.311.20.2.3";

impl GeneralName {
    /// Reads one of the forms by its tag.
    pub(super) fn read(element: &Element<'_>) -> Result<Self, Malformed> {
        let ia5 = || {
            let read = text::read(&Element { tag: IA5_STRING, ..*element });
            read.map(|text| text.value).ok_or_else(|| element.malformed("a broken general name"))
        };
        Ok(match element.tag {
            0xa0 => {
                let mut parts = element.inside();
                let kind = parts.expect(OBJECT_IDENTIFIER, "the kind of a name")?.oid()?;
                let value = parts.expect(0xa0, "the value of a name")?.body.to_vec();
                GeneralName::Other { kind, value }
            }
            0x81 => GeneralName::Mail(ia5()?),
            0x82 => GeneralName::Dns(ia5()?),
            0xa3 => GeneralName::X400(element.body.to_vec()),
            0xa4 => {
                let inner = element.inside().next()?.ok_or_else(|| element.malformed("an empty name"))?;
                match Name::parse(inner.whole) {
                    Ok(name) => GeneralName::Directory(name),
                    Err(error) => return Err(inner.malformed(error.what)),
                }
            }
            0xa5 => GeneralName::EdiParty(element.body.to_vec()),
            0x86 => GeneralName::Uri(ia5()?),
            0x87 => GeneralName::Ip(element.body.to_vec()),
            0x88 => {
                let identifier = Element { tag: OBJECT_IDENTIFIER, ..*element };
                GeneralName::Registered(identifier.oid()?)
            }
            _ => return Err(element.malformed("a name of no known form")),
        })
    }

    /// Reads all that a GeneralNames holds; there must be one at least.
    pub(super) fn read_all(names: Reader<'_>) -> Result<Vec<Self>, Malformed> {
        let at = names;
        let all: Vec<Self> =
            names.elements().map(|name| GeneralName::read(&name?)).collect::<Result<_, Malformed>>()?;
        if all.is_empty() {
            return Err(at.malformed("no name where one must be"));
        }
        Ok(all)
    }

    /// The characters of a mail address, a host, an address of the web or a Windows log-on name.
    pub fn text(&self) -> Option<String> {
        match self {
            GeneralName::Mail(text) | GeneralName::Dns(text) | GeneralName::Uri(text) => Some(text.clone()),
            GeneralName::Other { kind, value } if kind == UPN => {
                let element = Reader::new(value).next().ok().flatten()?;
                text::read(&element).map(|text| text.value)
            }
            _ => None,
        }
    }

    /// The address, where it is one that the web uses.
    pub fn http_url(&self) -> Option<&str> {
        let GeneralName::Uri(uri) = self else { return None };
        let scheme = uri.split_once("://")?.0;
        (scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")).then_some(uri.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{attribute, name, oid, tlv};
    use super::*;

    fn read(der: &[u8]) -> Result<GeneralName, Malformed> {
        GeneralName::read(&Reader::new(der).next().unwrap().unwrap())
    }

    #[test]
    fn every_form_is_read() {
        assert_eq!(read(&tlv(0x81, b"a@b.example")), Ok(GeneralName::Mail("a@b.example".to_owned())));
        assert_eq!(read(&tlv(0x82, b"b.example")), Ok(GeneralName::Dns("b.example".to_owned())));
        assert_eq!(read(&tlv(0x86, b"http://b/")), Ok(GeneralName::Uri("http://b/".to_owned())));
        assert_eq!(read(&tlv(0x87, &[127, 0, 0, 1])), Ok(GeneralName::Ip(vec![127, 0, 0, 1])));
        assert_eq!(read(&tlv(0x88, &[0x2a, 3])), Ok(GeneralName::Registered("1.2.3".to_owned())));
        assert_eq!(read(&tlv(0xa3, &[1])), Ok(GeneralName::X400(vec![1])));
        assert_eq!(read(&tlv(0xa5, &[1])), Ok(GeneralName::EdiParty(vec![1])));
        let person = name(&[attribute("2.5.4.3", 0x0c, b"Kari")]);
        assert_eq!(read(&tlv(0xa4, &person)), Ok(GeneralName::Directory(Name::parse(&person).unwrap())));
    }

    #[test]
    fn a_windows_log_on_name_has_a_text() {
        let value = tlv(0x0c, b"kari@hf.example");
        let upn = read(&tlv(0xa0, &[oid(UPN), tlv(0xa0, &value)].concat())).unwrap();
        assert_eq!(upn.text().as_deref(), Some("kari@hf.example"));
        let other = read(&tlv(0xa0, &[oid("1.2.3"), tlv(0xa0, &value)].concat())).unwrap();
        assert_eq!((other.text(), other), (None, GeneralName::Other { kind: "1.2.3".to_owned(), value }));
    }

    #[test]
    fn only_addresses_of_the_web_are_asked() {
        let uri = |text: &str| GeneralName::Uri(text.to_owned());
        assert_eq!(uri("HTTP://b/c").http_url(), Some("HTTP://b/c"));
        assert_eq!(uri("ldap://b/c").http_url(), None);
        assert_eq!(GeneralName::Dns("http://b".to_owned()).http_url(), None);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        for der in
            [tlv(0x89, b"x"), tlv(0xa4, &[]), tlv(0xa4, &tlv(0x02, &[1])), tlv(0xa0, b""), tlv(0x88, &[0x80])]
        {
            assert!(read(&der).is_err(), "{der:02x?}");
        }
        assert!(GeneralName::read_all(Reader::new(&[])).is_err());
    }
}
