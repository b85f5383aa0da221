//! One certificate, parsed once, owned.

use super::der::{INTEGER, Malformed};
use super::extensions::Extensions;
use super::outline::Outline;
use super::signature::{SignatureError, algorithm_name, verify_signature};
use super::{Name, Oddity, PublicKey, digest, time};
use jiff::Timestamp;

/// A certificate as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// The DER bytes it was parsed from, exactly one certificate long.
    pub der: Vec<u8>,
    /// SHA-256 over `der`, lower-case hex.
    pub sha256: String,
    /// Serial number, lower-case hex without leading zero bytes (`00` for zero).
    pub serial: String,
    /// Contents of the serial number's INTEGER, as they stand: `00ff` and `ff` are two numbers.
    pub serial_contents: Vec<u8>,
    /// Whose.
    pub subject: Name,
    /// By whom.
    pub issuer: Name,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// The key.
    pub key: PublicKey,
    /// Name of the signature algorithm (`sha256WithRSAEncryption`), else its object identifier.
    pub signature_algorithm: String,
    /// 1, 2 or 3; another number as it stands, 0 where it could not be read.
    pub version: u8,
    /// What its extensions say.
    pub extensions: Extensions,
    /// Mis-encodings that were read past.
    pub oddities: Vec<Oddity>,
}

/// Why bytes are no certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {offset}: {what}")]
pub struct CertificateError {
    /// Where reading stopped, in bytes from the start.
    pub offset: usize,
    /// What was found there.
    pub what: String,
}

impl From<Malformed> for CertificateError {
    fn from(malformed: Malformed) -> Self {
        Self { offset: malformed.offset, what: malformed.what }
    }
}

impl Certificate {
    /// Reads a certificate. Bytes after its end are an oddity, not an error.
    ///
    /// # Errors
    /// The bytes are no certificate, or its outer structure is broken. Broken extensions and names are oddities.
    pub fn parse(der: &[u8]) -> Result<Self, CertificateError> {
        let outline = Outline::read(der)?;
        let mut oddities = Vec::new();
        if outline.trailing > 0 {
            oddities.push(Oddity::TrailingBytes { count: outline.trailing });
        }
        if !outline.is_der() {
            oddities.push(Oddity::NotDer);
        }
        if outline.has_surplus {
            oddities.push(Oddity::Surplus);
        }
        let subject = Name::read(&outline.subject, &mut oddities);
        if is_bare_serial_number(&subject) {
            oddities.push(Oddity::BareSerialNumber);
        }
        let issuer = Name::read(&outline.issuer, &mut oddities);
        let key = PublicKey::parse(outline.key.whole)
            .map_err(|error| CertificateError { offset: outline.key.offset + error.offset, ..error })?;
        if key.algorithm == "RSA" && key.bits % 64 != 0 {
            oddities.push(Oddity::UnusualKeySize { bits: key.bits });
        }
        let (not_before, not_after) = (time::read(&outline.not_before)?, time::read(&outline.not_after)?);
        if !time::is_profile(&outline.not_before) || !time::is_profile(&outline.not_after) {
            oddities.push(Oddity::UnusualTime);
        }
        let extensions = match &outline.extensions {
            Some(element) => Extensions::read(element, &mut oddities),
            None => Extensions::default(),
        };
        Ok(Self {
            der: outline.whole.to_vec(),
            sha256: digest::sha256(outline.whole),
            serial: serial(outline.serial),
            serial_contents: outline.serial.to_vec(),
            subject,
            issuer,
            not_before,
            not_after,
            key,
            signature_algorithm: algorithm_name(&outline.outer_algorithm),
            version: version(&outline),
            extensions,
            oddities,
        })
    }

    /// Whether it says of itself that its key signs certificates.
    pub fn is_ca(&self) -> bool {
        self.extensions.basic_constraints.is_some_and(|constraints| constraints.ca)
    }

    /// The contents of the INTEGER that is its serial number, as OCSP and lists compare it.
    pub fn serial_contents(&self) -> Vec<u8> {
        Outline::read(&self.der).map(|outline| outline.serial.to_vec()).unwrap_or_default()
    }

    /// Whether its subject issued it, by name (RFC 5280 §3.2).
    pub fn is_self_issued(&self) -> bool {
        self.subject.matches(&self.issuer)
    }

    /// Whether `at` lies within the validity, both ends included (RFC 5280 §4.1.2.5).
    pub fn is_valid_at(&self, at: Timestamp) -> bool {
        self.not_before <= at && at <= self.not_after
    }

    /// Whether the signature on this certificate was made with the key in `spki` (SubjectPublicKeyInfo, DER).
    ///
    /// # Errors
    /// The algorithm is not known, or the signature is not by that key.
    pub fn verify_signed_by(&self, spki: &[u8]) -> Result<(), SignatureError> {
        let outline = Outline::read(&self.der).map_err(|_| SignatureError::Invalid)?;
        // RFC 5280 §4.1.1.2: what stands beside the signature must be what was signed, or anyone could swap it.
        if outline.outer_algorithm.whole != outline.inner_algorithm.whole {
            return Err(SignatureError::Invalid);
        }
        verify_signature(outline.outer_algorithm.whole, spki, outline.to_be_signed, outline.signature)
    }
}

/// RFC 5280 §4.1.2.1: absent means 1, and what stands there is one less than what people say.
fn version(outline: &Outline<'_>) -> u8 {
    let Some(version) = &outline.version else { return 1 };
    match version.inside().expect(INTEGER, "the version").map(|number| number.body) {
        Ok([number]) => number.saturating_add(1),
        _ => 0,
    }
}

fn serial(body: &[u8]) -> String {
    let start = body.iter().position(|byte| *byte != 0);
    start.map_or_else(|| "00".to_owned(), |start| digest::hex(&body[start..]))
}

/// In 2024 Buypass issued certificates whose serialNumber was its own nine digits and nothing before them. Certificates
/// of organisations carry their nine-digit organisation number there by right; they have an `O` and no person's name.
fn is_bare_serial_number(subject: &Name) -> bool {
    let person = subject.get("O").is_none() || subject.get("GN").is_some() || subject.get("SN").is_some();
    let number = subject.get("serialNumber").unwrap_or_default();
    person && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::sample::{
        Sample, Signer, attribute, extension, integer, name, oid, rsa_spki, sequence, tlv,
    };
    use super::*;

    fn parse(sample: &Sample) -> Certificate {
        Certificate::parse(&Signer::new().sign(sample)).unwrap()
    }

    #[test]
    fn a_sound_certificate_has_no_oddities() {
        let signer = Signer::new();
        let der = signer.sign(&Sample::buypass());
        let certificate = Certificate::parse(&der).unwrap();
        assert_eq!(certificate.oddities, []);
        assert_eq!(certificate.der, der);
        assert_eq!(certificate.sha256, digest::sha256(&der));
        assert_eq!(certificate.serial, "fd12");
        assert_eq!(
            certificate.subject.to_string(),
            "C=NO, SN=ÅSEN, GN=KARI ANNE, CN=KARI ÅSEN, serialNumber=UN:NO-9578-4050-123456789"
        );
        assert_eq!(certificate.issuer.get("O"), Some("Buypass AS"));
        assert_eq!(certificate.not_before.to_string(), "2023-10-31T12:00:00Z");
        assert_eq!(certificate.not_after.to_string(), "2026-10-31T22:59:00Z");
        assert_eq!((certificate.key.algorithm.as_str(), certificate.key.bits), ("RSA", 2048));
        assert_eq!(certificate.signature_algorithm, "Ed25519");
        assert_eq!(
            certificate.extensions.key_usage.unwrap().names(),
            ["digitalSignature", "keyEncipherment"]
        );
        assert_eq!(certificate.extensions.policies, ["2.16.578.1.26.1.3.1"]);
        assert!(!certificate.is_ca());
        assert_eq!(certificate.version, 3);
        assert_eq!(certificate.verify_signed_by(&signer.spki()), Ok(()));
    }

    #[test]
    fn the_padding_of_a_card_file_is_named_and_left_out() {
        let der = Signer::new().sign(&Sample::buypass());
        for fill in [0x00, 0xff] {
            let certificate = Certificate::parse(&[der.clone(), vec![fill; 300]].concat()).unwrap();
            assert_eq!(certificate.oddities, [Oddity::TrailingBytes { count: 300 }]);
            assert_eq!(certificate.der, der);
        }
    }

    #[test]
    fn latin1_names_are_read_and_named() {
        let mut sample = Sample::buypass();
        sample.subject =
            name(&[attribute("2.5.4.4", 0x13, b"\xc5SEN"), attribute("2.5.4.42", 0x0c, b"K\xc5RE")]);
        let certificate = parse(&sample);
        assert_eq!(certificate.subject.to_string(), "SN=ÅSEN, GN=KÅRE");
        let odd = |attribute: &str, claimed: &str| Oddity::MisencodedAttribute {
            attribute: attribute.to_owned(),
            claimed: claimed.to_owned(),
        };
        assert_eq!(certificate.oddities, [odd("SN", "PrintableString"), odd("GN", "UTF8String")]);
    }

    #[test]
    fn a_bare_serial_number_is_named_for_persons_only() {
        let number = || attribute("2.5.4.5", 0x13, b"123456789");
        let organisation = || attribute("2.5.4.10", 0x0c, b"SYKEHUSET HF");
        let person = || attribute("2.5.4.42", 0x0c, b"KARI");
        for (attributes, bare) in [
            (vec![person(), number()], true),
            (vec![number()], true),
            (vec![organisation(), person(), number()], true),
            (vec![organisation(), number()], false),
            (vec![person(), attribute("2.5.4.5", 0x13, b"9578-4050-123456789")], false),
            (vec![person(), attribute("2.5.4.5", 0x13, b"")], false),
        ] {
            let mut sample = Sample::buypass();
            sample.subject = name(&attributes);
            let expected = if bare { vec![Oddity::BareSerialNumber] } else { vec![] };
            assert_eq!(parse(&sample).oddities, expected);
        }
    }

    #[test]
    fn a_key_of_2032_bits_is_named() {
        let mut sample = Sample::buypass();
        sample.spki = rsa_spki(&[0xc5; 254]);
        assert_eq!(parse(&sample).oddities, [Oddity::UnusualKeySize { bits: 2032 }]);
    }

    #[test]
    fn a_broken_extension_and_a_broken_statement_are_named() {
        let limit = sequence(&[oid("0.4.0.1862.1.2"), tlv(0x13, b"NOK")]);
        let mut sample = Sample::buypass();
        sample.extensions = vec![
            extension("2.5.29.15", b"garbage"),
            extension("1.3.6.1.5.5.7.1.3", &sequence(&[limit, sequence(&[oid("0.4.0.1862.1.4")])])),
        ];
        let certificate = parse(&sample);
        let codes: Vec<&str> = certificate.oddities.iter().map(Oddity::code).collect();
        assert_eq!(codes, ["malformed-extension", "malformed-qc-statement"]);
        assert!(certificate.extensions.qc.sscd && certificate.extensions.key_usage.is_none());
    }

    #[test]
    fn odd_versions_and_serial_numbers_are_read() {
        for (version, serial, expected) in [
            (vec![], integer(0), "00"),
            (tlv(0xa0, &integer(9)), tlv(0x02, &[]), "00"),
            (tlv(0xa0, b"x"), tlv(0x02, &[0xff, 0x01]), "ff01"),
        ] {
            let mut sample = Sample::buypass();
            sample.version = version;
            sample.serial = serial;
            assert_eq!(parse(&sample).serial, expected);
        }
    }

    #[test]
    fn no_extensions_is_no_oddity() {
        let mut sample = Sample::buypass();
        sample.extensions = vec![];
        let certificate = parse(&sample);
        assert_eq!((certificate.extensions.key_usage, certificate.oddities), (None, vec![]));
    }

    #[test]
    fn what_is_no_certificate_is_refused_with_a_place() {
        let refuse = |bend: fn(&mut Sample)| {
            let mut sample = Sample::buypass();
            bend(&mut sample);
            Certificate::parse(&Signer::new().sign(&sample)).unwrap_err()
        };
        assert!(
            refuse(|sample| sample.not_after = tlv(0x17, b"230230000000Z")).what.contains("does not exist")
        );
        assert!(refuse(|sample| sample.not_after = vec![]).what.contains("without two times"));
        assert!(refuse(|sample| sample.spki = sequence(&[])).offset > 100);
        assert!(refuse(|sample| sample.subject = vec![]).what.contains("expected"));
        assert_eq!(
            Certificate::parse(&[]).unwrap_err().to_string(),
            "at byte 0: ends where a certificate should be"
        );
        assert_eq!(Certificate::parse(&[0xff; 64]).unwrap_err().offset, 0);
        assert!(Certificate::parse(&tlv(0x30, &vec![0; 1 << 19])).unwrap_err().what.contains("too many"));
    }

    #[test]
    fn an_algorithm_that_was_not_signed_is_refused() {
        let signer = Signer::new();
        let der = signer.sign(&Sample::buypass());
        let algorithm = sequence(&[oid("1.3.101.112")]);
        let at = der.windows(algorithm.len()).rposition(|window| window == algorithm).unwrap();
        let mut bent = der.clone();
        bent[at + algorithm.len() - 1] ^= 1;
        let certificate = Certificate::parse(&bent).unwrap();
        assert_eq!(certificate.signature_algorithm, "Ed448");
        assert_eq!(certificate.verify_signed_by(&signer.spki()), Err(SignatureError::Invalid));
    }
}
