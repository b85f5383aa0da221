//! One certificate, parsed once, owned.

use super::der::Malformed;
use super::extensions::Extensions;
use super::outline::Outline;
use super::signature::{SignatureError, algorithm_name, verify_signature};
use super::{KeyUsage, Name, Oddity, PublicKey, QcStatements, digest, time};
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
    /// `cA` of basic constraints.
    pub is_ca: bool,
    /// Key usage; `None` when the extension is absent.
    pub key_usage: Option<KeyUsage>,
    /// Extended key usage: names where known (`clientAuth`, `emailProtection`, `smartcardLogon`…), else object identifiers.
    pub extended_key_usage: Vec<String>,
    /// Certificate policies, object identifiers.
    pub policies: Vec<String>,
    /// Subject alternative names that are texts (e-mail, DNS, URI, UPN).
    pub alternative_names: Vec<String>,
    /// ETSI EN 319 412-5 statements.
    pub qc: QcStatements,
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
        let extensions = match &outline.extensions {
            Some(element) => Extensions::read(element, &mut oddities),
            None => Extensions::default(),
        };
        Ok(Self {
            der: outline.whole.to_vec(),
            sha256: digest::sha256(outline.whole),
            serial: serial(outline.serial),
            subject,
            issuer,
            not_before: time::read(&outline.not_before)?,
            not_after: time::read(&outline.not_after)?,
            key,
            signature_algorithm: algorithm_name(&outline.outer_algorithm),
            is_ca: extensions.is_ca,
            key_usage: extensions.key_usage,
            extended_key_usage: extensions.extended_key_usage,
            policies: extensions.policies,
            alternative_names: extensions.alternative_names,
            qc: extensions.qc,
            oddities,
        })
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
