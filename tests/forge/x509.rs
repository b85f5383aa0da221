//! Certificates (RFC 5280 §4.1), as plain as the layouts here need them.

use super::der;
use super::keys::Key;
use ring::digest;

/// An attribute of a name, in the string type its issuer chose.
#[derive(Clone)]
pub struct Attribute {
    pub oid: &'static str,
    /// The encoded string.
    pub value: Vec<u8>,
}

pub const COMMON_NAME: &str = "2.5.4.3";
pub const SURNAME: &str = "2.5.4.4";
pub const SERIAL_NUMBER: &str = "2.5.4.5";
pub const COUNTRY: &str = "2.5.4.6";
pub const ORGANIZATION: &str = "2.5.4.10";
pub const ORGANIZATIONAL_UNIT: &str = "2.5.4.11";
pub const GIVEN_NAME: &str = "2.5.4.42";
pub const ORGANIZATION_IDENTIFIER: &str = "2.5.4.97";

/// An attribute as UTF8String.
pub fn utf8(oid: &'static str, text: &str) -> Attribute {
    Attribute { oid, value: der::utf8(text) }
}

/// An attribute as PrintableString.
pub fn printable(oid: &'static str, text: &str) -> Attribute {
    assert!(text.is_ascii(), "{text} does not fit a PrintableString");
    Attribute { oid, value: der::printable(text.as_bytes()) }
}

/// An attribute whose PrintableString holds Latin-1 bytes, which is wrong and was seen in May 2022.
pub fn latin1_in_printable(oid: &'static str, text: &str) -> Attribute {
    let bytes: Vec<u8> = text.chars().map(|character| u8::try_from(character).unwrap()).collect();
    Attribute { oid, value: der::printable(&bytes) }
}

/// A name, one attribute a step, in the order given.
pub fn name(attributes: &[Attribute]) -> Vec<u8> {
    let step = |attribute: &Attribute| {
        der::set(&[der::sequence(&[der::oid(attribute.oid), attribute.value.clone()])])
    };
    der::sequence(&attributes.iter().map(step).collect::<Vec<_>>())
}

/// An extension.
pub struct Extension {
    pub oid: &'static str,
    pub critical: bool,
    pub value: Vec<u8>,
}

impl Extension {
    pub fn plain(oid: &'static str, value: Vec<u8>) -> Self {
        Extension { oid, critical: false, value }
    }

    pub fn critical(oid: &'static str, value: Vec<u8>) -> Self {
        Extension { oid, critical: true, value }
    }

    fn encode(&self) -> Vec<u8> {
        let critical = if self.critical { der::boolean(true) } else { Vec::new() };
        der::sequence(&[der::oid(self.oid), critical, der::octets(&self.value)])
    }
}

/// What goes into a certificate.
pub struct Certificate<'a> {
    /// Seed of the serial number.
    pub seed: &'a str,
    /// The issuer's name, DER.
    pub issuer: &'a [u8],
    /// The subject's name, DER.
    pub subject: &'a [u8],
    pub not_before: &'a str,
    pub not_after: &'a str,
    /// SubjectPublicKeyInfo, DER.
    pub spki: &'a [u8],
    pub extensions: Vec<Extension>,
}

impl Certificate<'_> {
    /// The certificate, signed by `issuer_key`.
    pub fn sign(&self, issuer_key: &Key) -> Vec<u8> {
        let algorithm = der::sequence(&[der::oid("1.2.840.113549.1.1.11"), der::null()]);
        let extensions: Vec<_> = self.extensions.iter().map(Extension::encode).collect();
        let to_be_signed = der::sequence(&[
            der::explicit(0, &[der::integer(2)]),
            der::unsigned(&serial_number(self.seed)),
            algorithm.clone(),
            self.issuer.to_vec(),
            der::sequence(&[der::time(self.not_before), der::time(self.not_after)]),
            self.subject.to_vec(),
            self.spki.to_vec(),
            der::explicit(3, &[der::sequence(&extensions)]),
        ]);
        let signature = der::bit_string(&issuer_key.sign(&to_be_signed));
        der::sequence(&[to_be_signed, algorithm, signature])
    }
}

/// Ten bytes that are always the same for the same seed.
fn serial_number(seed: &str) -> Vec<u8> {
    let mut serial = digest::digest(&digest::SHA256, seed.as_bytes()).as_ref()[..10].to_vec();
    serial[0] = serial[0] & 0x7F | 0x40;
    serial
}
