//! Extensions (RFC 5280 §4.2): each is read on its own, and a broken one leaves the others standing.

use super::der::{Element, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE};
use super::{KeyUsage, Oddity, QcStatements, text};
use std::collections::BTreeSet;
use x509_parser::extensions::{BasicConstraints, KeyUsage as ParsedKeyUsage};
use x509_parser::prelude::FromDer;

const BOOLEAN: u8 = 0x01;
const IA5_STRING: u8 = 0x16;

/// What the extensions say.
#[derive(Debug, Default)]
pub(super) struct Extensions {
    /// `cA` of basic constraints.
    pub is_ca: bool,
    /// Key usage.
    pub key_usage: Option<KeyUsage>,
    /// Extended key usage.
    pub extended_key_usage: Vec<String>,
    /// Certificate policies.
    pub policies: Vec<String>,
    /// Subject alternative names that are texts.
    pub alternative_names: Vec<String>,
    /// QC statements.
    pub qc: QcStatements,
}

impl Extensions {
    /// Reads the `[3]` of a certificate; what is wrong goes to `oddities`.
    pub fn read(element: &Element<'_>, oddities: &mut Vec<Oddity>) -> Self {
        let mut extensions = Self::default();
        let mut seen = BTreeSet::new();
        match element.inside().expect(SEQUENCE, "the list of extensions") {
            Ok(list) => {
                for one in list.inside().elements() {
                    if let Err(oid) = extensions.take(one, &mut seen, oddities) {
                        oddities.push(Oddity::MalformedExtension { oid });
                    }
                }
            }
            Err(_) => oddities.push(Oddity::MalformedExtension { oid: "?".to_owned() }),
        }
        let malformed = extensions.qc.malformed.iter();
        oddities.extend(malformed.map(|what| Oddity::MalformedQcStatement { what: what.clone() }));
        extensions
    }

    /// Takes over one element of the list; where it is broken, the identifier to blame, `?` if there is none.
    fn take(
        &mut self,
        one: Result<Element<'_>, Malformed>,
        seen: &mut BTreeSet<String>,
        oddities: &mut Vec<Oddity>,
    ) -> Result<(), String> {
        let unnamed = |_| "?".to_owned();
        let mut parts = one.and_then(|one| one.of(SEQUENCE, "an extension")).map_err(unnamed)?.inside();
        let oid = parts.expect(OBJECT_IDENTIFIER, "the identifier of an extension").and_then(|oid| oid.oid());
        let oid = oid.map_err(unnamed)?;
        let value =
            parts.optional(BOOLEAN).and_then(|_| parts.expect(OCTET_STRING, "the value of an extension"));
        // RFC 5280 §4.2 allows one of each; the first stands, so that a second cannot widen what it allows.
        let first = seen.insert(oid.clone());
        match value {
            Ok(value) if first && self.extension(&oid, value.body, oddities) == Ok(true) => Ok(()),
            _ => Err(oid),
        }
    }

    /// Takes over the value of one extension; `false` where it is broken in a way that has no place.
    fn extension(&mut self, oid: &str, value: &[u8], oddities: &mut Vec<Oddity>) -> Result<bool, Malformed> {
        match oid {
            "2.5.29.15" => match ParsedKeyUsage::from_der(value) {
                // RFC 5280 §4.2.1.3 has nine bits.
                Ok(([], usage)) => self.key_usage = Some(KeyUsage(usage.flags & 0x1ff)),
                _ => return Ok(false),
            },
            "2.5.29.19" => match BasicConstraints::from_der(value) {
                Ok(([], constraints)) => self.is_ca = constraints.ca,
                _ => return Ok(false),
            },
            "2.5.29.17" => self.alternative_names(value, oddities)?,
            "2.5.29.32" => {
                for policy in Reader::new(value).expect(SEQUENCE, "the policies")?.inside().elements() {
                    let mut policy = policy?.of(SEQUENCE, "a policy")?.inside();
                    self.policies.push(policy.expect(OBJECT_IDENTIFIER, "a policy")?.oid()?);
                }
            }
            "2.5.29.37" => {
                for oid in Reader::new(value).expect(SEQUENCE, "the extended key usage")?.inside().elements()
                {
                    let oid = oid?.oid()?;
                    self.extended_key_usage.push(purpose(&oid).map_or(oid, str::to_owned));
                }
            }
            "1.3.6.1.5.5.7.1.3" => self.qc = QcStatements::read(value),
            _ => {}
        }
        Ok(true)
    }

    /// GeneralNames (RFC 5280 §4.2.1.6): mail, DNS and URI are IA5Strings under tags of their own; a Windows log-on name
    /// (UPN) is an otherName.
    fn alternative_names(&mut self, value: &[u8], oddities: &mut Vec<Oddity>) -> Result<(), Malformed> {
        for name in Reader::new(value).expect(SEQUENCE, "the alternative names")?.inside().elements() {
            let name = name?;
            let text = match name.tag {
                0x81 | 0x82 | 0x86 => text::read(&Element { tag: IA5_STRING, ..name }),
                0xa0 => {
                    let mut parts = name.inside();
                    let kind = parts.expect(OBJECT_IDENTIFIER, "the kind of a name")?.oid()?;
                    let value = parts.expect(0xa0, "the value of a name")?.inside().next()?;
                    value.filter(|_| kind == "1.3.6.1.4.1.311.20.2.3").as_ref().and_then(text::read)
                }
                _ => None,
            };
            let Some(text) = text else { continue };
            oddities.extend(text.misencoded.map(|claimed| Oddity::MisencodedAttribute {
                attribute: "subjectAltName".to_owned(),
                claimed,
            }));
            self.alternative_names.push(text.value);
        }
        Ok(())
    }
}

/// Names of RFC 5280 §4.2.1.12, and those that Microsoft and Adobe have coined.
fn purpose(oid: &str) -> Option<&'static str> {
    Some(match oid {
        "2.5.29.37.0" => "anyExtendedKeyUsage",
        "1.3.6.1.5.5.7.3.1" => "serverAuth",
        "1.3.6.1.5.5.7.3.2" => "clientAuth",
        "1.3.6.1.5.5.7.3.3" => "codeSigning",
        "1.3.6.1.5.5.7.3.4" => "emailProtection",
        "1.3.6.1.5.5.7.3.8" => "timeStamping",
        "1.3.6.1.5.5.7.3.9" => "OCSPSigning",
        "1.3.6.1.5.5.7.3.36" => "documentSigning",
        "1.3.6.1.5.2.3.4" => "pkinitClientAuth",
        "1.3.6.1.4.1.311.20.2.2" => "smartcardLogon",
        "1.3.6.1.4.1.311.10.3.4" => "encryptedFileSystem",
        "1.3.6.1.4.1.311.10.3.12" => "msDocumentSigning",
        "1.2.840.113583.1.1.5" => "authenticDocumentsTrust",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{extension, oid, sequence, tlv};
    use super::*;

    fn read(extensions: &[Vec<u8>]) -> (Extensions, Vec<Oddity>) {
        let der = tlv(0xa3, &sequence(extensions));
        let mut oddities = Vec::new();
        let element = Reader::new(&der).next().unwrap().unwrap();
        (Extensions::read(&element, &mut oddities), oddities)
    }

    fn malformed(oid: &str) -> Oddity {
        Oddity::MalformedExtension { oid: oid.to_owned() }
    }

    #[test]
    fn the_extensions_of_a_commfides_log_on_certificate_are_read() {
        let upn =
            tlv(0xa0, &[oid("1.3.6.1.4.1.311.20.2.3"), tlv(0xa0, &tlv(0x0c, b"kari@hf.example"))].concat());
        let (read, oddities) = read(&[
            sequence(&[oid("2.5.29.15"), tlv(0x01, &[0xff]), tlv(0x04, &tlv(0x03, &[7, 0x80]))]),
            extension("2.5.29.19", &sequence(&[])),
            extension(
                "2.5.29.37",
                &sequence(&[
                    oid("1.3.6.1.5.5.7.3.2"),
                    oid("1.3.6.1.5.5.7.3.4"),
                    oid("1.3.6.1.4.1.311.20.2.2"),
                    oid("1.2.3"),
                ]),
            ),
            extension("2.5.29.32", &sequence(&[sequence(&[oid("2.16.578.1.29.12.310.1.0"), sequence(&[])])])),
            extension(
                "2.5.29.17",
                &sequence(&[tlv(0x81, b"kari@hf.example"), tlv(0x87, &[127, 0, 0, 1]), upn]),
            ),
            extension("2.5.29.14", &tlv(0x04, &[1, 2])),
        ]);
        assert_eq!(oddities, []);
        assert_eq!(read.key_usage.unwrap().names(), ["digitalSignature"]);
        assert_eq!(read.extended_key_usage, ["clientAuth", "emailProtection", "smartcardLogon", "1.2.3"]);
        assert_eq!(read.policies, ["2.16.578.1.29.12.310.1.0"]);
        assert_eq!(read.alternative_names, ["kari@hf.example", "kari@hf.example"]);
        assert!(!read.is_ca);
    }

    #[test]
    fn an_authority_says_so() {
        let (read, oddities) = read(&[
            extension("2.5.29.19", &sequence(&[tlv(0x01, &[0xff])])),
            extension("2.5.29.15", &tlv(0x03, &[1, 0x06])),
        ]);
        assert_eq!((read.is_ca, oddities), (true, vec![]));
        assert_eq!(read.key_usage.unwrap().names(), ["keyCertSign", "cRLSign"]);
    }

    #[test]
    fn a_broken_extension_is_named_and_the_others_stand() {
        for id in ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.32", "2.5.29.37"] {
            let sound = extension("1.3.6.1.5.5.7.1.3", &sequence(&[sequence(&[oid("0.4.0.1862.1.1")])]));
            let (read, oddities) = read(&[extension(id, b"garbage"), sound]);
            assert_eq!(oddities, [malformed(id)]);
            assert!(read.qc.compliance);
        }
    }

    #[test]
    fn an_extension_that_comes_twice_counts_once() {
        let usage = |bits| extension("2.5.29.15", &tlv(0x03, &[0, bits]));
        let (read, oddities) = read(&[usage(0x40), usage(0x80)]);
        assert_eq!(read.key_usage.unwrap().names(), ["nonRepudiation"]);
        assert_eq!(oddities, [malformed("2.5.29.15")]);
    }

    #[test]
    fn what_is_no_extension_is_named_and_those_after_it_stand() {
        let ca = extension("2.5.29.19", &sequence(&[tlv(0x01, &[0xff])]));
        let (read_past, oddities) = read(&[tlv(0x02, &[1]), sequence(&[oid("2.5.29.15")]), ca]);
        assert!(read_past.is_ca);
        assert_eq!(oddities, [malformed("?"), malformed("2.5.29.15")]);
        assert_eq!(read(&[vec![0x30, 0x05]]).1, [malformed("?")]);
    }

    #[test]
    fn mail_addresses_in_latin1_are_read_and_named() {
        let (read, oddities) = read(&[extension("2.5.29.17", &sequence(&[tlv(0x81, b"\xe5se@hf.example")]))]);
        assert_eq!(read.alternative_names, ["åse@hf.example"]);
        assert_eq!(oddities[0].code(), "misencoded-attribute");
    }

    #[test]
    fn broken_qc_statements_are_oddities_of_their_own() {
        let (_, oddities) = read(&[extension("1.3.6.1.5.5.7.1.3", b"\x02\x01\x00")]);
        assert_eq!(oddities[0].code(), "malformed-qc-statement");
    }
}
