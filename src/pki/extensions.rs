//! Extensions (RFC 5280 §4.2): each is read on its own, and a broken one leaves the others standing.

use super::constraints::{self, BasicConstraints, NameConstraints, PolicyConstraints, PolicyMapping};
use super::der::{BIT_STRING, Element, Malformed, OBJECT_IDENTIFIER, OCTET_STRING, Reader, SEQUENCE};
use super::distribution::{Access, DistributionPoint, whole};
use super::{GeneralName, KeyUsage, Oddity, QcStatements, text, usage};
use std::collections::BTreeSet;

const BOOLEAN: u8 = 0x01;
const IA5_STRING: u8 = 0x16;

/// What the extensions say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Extensions {
    /// Whether there are any.
    pub are_present: bool,
    /// Basic constraints; `None` when the extension is absent or broken.
    pub basic_constraints: Option<BasicConstraints>,
    /// Key usage; `None` when the extension is absent.
    pub key_usage: Option<KeyUsage>,
    /// Extended key usage: names where known (`clientAuth`, `emailProtection`, `smartcardLogon`…), else object identifiers.
    pub extended_key_usage: Vec<String>,
    /// Subject key identifier.
    pub subject_key_id: Option<Vec<u8>>,
    /// `keyIdentifier` of the authority key identifier.
    pub authority_key_id: Option<Vec<u8>>,
    /// Certificate policies, object identifiers.
    pub policies: Vec<String>,
    /// Policies of the issuer that equal policies of the subject.
    pub policy_mappings: Vec<PolicyMapping>,
    /// When policies must be there, and when mappings end.
    pub policy_constraints: PolicyConstraints,
    /// After how many certificates `anyPolicy` stands for nothing.
    pub inhibit_any_policy: Option<u32>,
    /// The names that certificates below may have.
    pub name_constraints: Option<NameConstraints>,
    /// Subject alternative names; `None` when the extension is absent.
    pub subject_alternative_names: Option<Vec<GeneralName>>,
    /// Subject alternative names that are texts (e-mail, DNS, URI, UPN).
    pub alternative_names: Vec<String>,
    /// Who publishes lists of what is revoked.
    pub crl_distribution_points: Vec<DistributionPoint>,
    /// Who publishes what has been revoked since.
    pub freshest_crl: Vec<DistributionPoint>,
    /// Addresses of the issuer's services.
    pub access: Access,
    /// Whether an OCSP responder asks not to be asked about (RFC 6960 §4.2.2.2.1).
    pub ocsp_no_check: bool,
    /// QC statements.
    pub qc: QcStatements,
    /// Critical extensions that are not known here or cannot be read: who meets one must refuse (RFC 5280 §4.2).
    pub unknown_critical: Vec<String>,
    /// Extensions that come more than once; the first stands (RFC 5280 §4.2).
    pub repeated: Vec<String>,
    /// Extensions that are critical and must not be.
    pub wrongly_critical: Vec<String>,
}

impl Extensions {
    /// Reads the `[3]` of a certificate; what is wrong goes to `oddities`.
    pub(super) fn read(element: &Element<'_>, oddities: &mut Vec<Oddity>) -> Self {
        let mut extensions = Self { are_present: true, ..Self::default() };
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
        // RFC 5280 §4.2 allows one of each; the first stands, so that a second cannot widen what it allows.
        if !seen.insert(oid.clone()) {
            self.repeated.push(oid.clone());
            return Err(oid);
        }
        let critical = parts.optional(BOOLEAN).map_err(|_| oid.clone())?;
        let critical = critical.is_some_and(|flag| flag.body != [0]);
        let value = parts.expect(OCTET_STRING, "the value of an extension").map_err(|_| oid.clone())?;
        if !parts.rest().is_empty() {
            return Err(oid);
        }
        match self.extension(&oid, value.body, oddities) {
            Ok(true) if critical && MUST_NOT_BE_CRITICAL.contains(&oid.as_str()) => {
                self.wrongly_critical.push(oid);
            }
            Ok(false) if critical => self.unknown_critical.push(oid),
            Ok(_) => {}
            Err(_) => {
                self.unknown_critical.extend(critical.then(|| oid.clone()));
                return Err(oid);
            }
        }
        Ok(())
    }

    /// Takes over the value of one extension; `false` where it is none that is known here.
    fn extension(&mut self, oid: &str, value: &[u8], oddities: &mut Vec<Oddity>) -> Result<bool, Malformed> {
        match oid {
            "2.5.29.14" => self.subject_key_id = Some(octets(value)?),
            "2.5.29.15" => self.key_usage = Some(key_usage(value)?),
            "2.5.29.17" => self.alternative_names(value, oddities)?,
            "2.5.29.19" => self.basic_constraints = Some(BasicConstraints::read(value)?),
            "2.5.29.30" => self.name_constraints = Some(NameConstraints::read(value)?),
            "2.5.29.31" => self.crl_distribution_points = DistributionPoint::read_all(value)?,
            "2.5.29.32" => self.policies = constraints::policies(value)?,
            "2.5.29.33" => self.policy_mappings = constraints::policy_mappings(value)?,
            "2.5.29.35" => {
                let mut parts = whole(value, "the authority key identifier")?;
                self.authority_key_id = parts.optional(0x80)?.map(|id| id.body.to_vec());
            }
            "2.5.29.36" => self.policy_constraints = PolicyConstraints::read(value)?,
            "2.5.29.37" => {
                let list = whole(value, "the extended key usage")?;
                for oid in list.elements() {
                    let oid = oid?.oid()?;
                    self.extended_key_usage.push(purpose(&oid).map_or(oid, str::to_owned));
                }
                if self.extended_key_usage.is_empty() {
                    return Err(list.malformed("no purpose where one must be"));
                }
            }
            "2.5.29.46" => self.freshest_crl = DistributionPoint::read_all(value)?,
            "2.5.29.54" => self.inhibit_any_policy = Some(constraints::inhibit_any_policy(value)?),
            "1.3.6.1.5.5.7.1.1" => self.access = Access::read(value)?,
            "1.3.6.1.5.5.7.1.3" => self.qc = QcStatements::read(value),
            "1.3.6.1.5.5.7.48.1.5" => self.ocsp_no_check = true,
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// GeneralNames (RFC 5280 §4.2.1.6).
    fn alternative_names(&mut self, value: &[u8], oddities: &mut Vec<Oddity>) -> Result<(), Malformed> {
        let list = whole(value, "the alternative names")?;
        for name in
            list.elements().filter_map(Result::ok).filter(|name| matches!(name.tag, 0x81 | 0x82 | 0x86))
        {
            let text = text::read(&Element { tag: IA5_STRING, ..name });
            oddities.extend(text.and_then(|text| text.misencoded).map(|claimed| {
                Oddity::MisencodedAttribute { attribute: "subjectAltName".to_owned(), claimed }
            }));
        }
        let names = GeneralName::read_all(list)?;
        self.alternative_names = names.iter().filter_map(GeneralName::text).collect();
        self.subject_alternative_names = Some(names);
        Ok(())
    }
}

/// RFC 5280 §4.2.1.1, §4.2.1.2, §4.2.1.15 and §4.2.2.1: key identifiers, freshest CRL and access are never critical.
const MUST_NOT_BE_CRITICAL: [&str; 4] = ["2.5.29.14", "2.5.29.35", "2.5.29.46", "1.3.6.1.5.5.7.1.1"];

/// The one OCTET STRING that is the value.
fn octets(value: &[u8]) -> Result<Vec<u8>, Malformed> {
    let mut reader = Reader::new(value);
    let octets = reader.expect(OCTET_STRING, "an identifier")?;
    match reader.rest().is_empty() {
        true => Ok(octets.body.to_vec()),
        false => Err(reader.malformed("bytes after the identifier")),
    }
}

/// RFC 5280 §4.2.1.3 has nine bits.
fn key_usage(value: &[u8]) -> Result<KeyUsage, Malformed> {
    let mut reader = Reader::new(value);
    let contents = reader.expect(BIT_STRING, "the key usage")?;
    let bits = usage::bits(contents.body).filter(|_| reader.rest().is_empty());
    bits.map(|bits| KeyUsage(bits & 0x1ff)).ok_or_else(|| contents.malformed("a broken key usage"))
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
        assert_eq!(read.basic_constraints, Some(BasicConstraints { ca: false, path_len: None }));
        assert_eq!(read.subject_key_id, Some(vec![1, 2]));
    }

    #[test]
    fn an_authority_says_so() {
        let (read, oddities) = read(&[
            extension("2.5.29.19", &sequence(&[tlv(0x01, &[0xff])])),
            extension("2.5.29.15", &tlv(0x03, &[1, 0x06])),
        ]);
        assert_eq!((read.basic_constraints.unwrap().ca, oddities), (true, vec![]));
        assert_eq!(read.key_usage.unwrap().names(), ["keyCertSign", "cRLSign"]);
    }

    #[test]
    fn a_broken_extension_is_named_and_the_others_stand() {
        for id in [
            "2.5.29.14",
            "2.5.29.15",
            "2.5.29.17",
            "2.5.29.19",
            "2.5.29.30",
            "2.5.29.31",
            "2.5.29.32",
            "2.5.29.33",
            "2.5.29.35",
            "2.5.29.36",
            "2.5.29.37",
            "2.5.29.46",
            "2.5.29.54",
            "1.3.6.1.5.5.7.1.1",
        ] {
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
        assert_eq!(read.repeated, ["2.5.29.15"]);
    }

    #[test]
    fn what_is_no_extension_is_named_and_those_after_it_stand() {
        let ca = extension("2.5.29.19", &sequence(&[tlv(0x01, &[0xff])]));
        let (read_past, oddities) = read(&[tlv(0x02, &[1]), sequence(&[oid("2.5.29.15")]), ca]);
        assert!(read_past.basic_constraints.unwrap().ca);
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

    #[test]
    fn critical_extensions_that_nobody_here_knows_are_kept_apart() {
        let critical = |id: &str, value: &[u8]| sequence(&[oid(id), tlv(0x01, &[0xff]), tlv(0x04, value)]);
        let (read, oddities) = read(&[
            critical("1.2.3", b"x"),
            critical("2.5.29.14", &tlv(0x04, &[1])),
            critical("2.5.29.19", &sequence(&[])),
            extension("1.2.4", b"x"),
            sequence(&[oid("1.2.5"), tlv(0x01, &[0]), tlv(0x04, b"x")]),
        ]);
        assert_eq!(oddities, []);
        assert_eq!(read.unknown_critical, ["1.2.3"]);
        assert_eq!(read.wrongly_critical, ["2.5.29.14"]);
    }

    #[test]
    fn identifiers_and_places_are_read() {
        let uri = |tag, text: &[u8]| tlv(tag, text);
        let point = sequence(&[tlv(0xa0, &tlv(0xa0, &uri(0x86, b"http://c/l.crl")))]);
        let (read, oddities) = read(&[
            extension("2.5.29.35", &sequence(&[tlv(0x80, &[7, 8])])),
            extension("2.5.29.31", &sequence(std::slice::from_ref(&point))),
            extension("2.5.29.46", &sequence(&[point])),
            extension("2.5.29.54", &tlv(0x02, &[3])),
            extension("1.3.6.1.5.5.7.48.1.5", &tlv(0x05, &[])),
            extension(
                "1.3.6.1.5.5.7.1.1",
                &sequence(&[sequence(&[oid("1.3.6.1.5.5.7.48.1"), uri(0x86, b"http://o/")])]),
            ),
        ]);
        assert_eq!(oddities, []);
        assert_eq!(read.authority_key_id, Some(vec![7, 8]));
        assert_eq!(read.crl_distribution_points[0].http_urls().collect::<Vec<_>>(), ["http://c/l.crl"]);
        assert_eq!(read.freshest_crl, read.crl_distribution_points);
        assert_eq!((read.inhibit_any_policy, read.ocsp_no_check), (Some(3), true));
        assert_eq!(read.access.ocsp, ["http://o/"]);
    }
}
