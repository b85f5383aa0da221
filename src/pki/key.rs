//! Public keys (RFC 5280 §4.1.2.7, RFC 3279, RFC 5480, RFC 8410).

use super::der::{BIT_STRING, OBJECT_IDENTIFIER, Reader, SEQUENCE};
use super::{CertificateError, digest};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::RSAPublicKey;

/// A subject's public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// `RSA`, `EC`, `Ed25519`, or an object identifier.
    pub algorithm: String,
    /// Modulus or field length in bits (256 for Ed25519, the length of its encoding); 0 when not known.
    pub bits: u32,
    /// SubjectPublicKeyInfo, DER.
    pub spki: Vec<u8>,
    /// SHA-256 over `spki`, lower-case hex.
    pub sha256: String,
}

impl PublicKey {
    /// Reads a SubjectPublicKeyInfo that stands alone.
    ///
    /// # Errors
    /// The bytes are no single SubjectPublicKeyInfo. A key within one that cannot be read has 0 bits.
    pub fn parse(spki: &[u8]) -> Result<Self, CertificateError> {
        let key = Key::read(spki)?;
        let bits = match key.kind {
            Kind::Rsa => key.rsa().map_or(0, |(modulus, _)| bit_length(modulus)),
            Kind::P256 | Kind::Ed25519 => 256,
            Kind::P384 => 384,
            Kind::OtherCurve(bits) => bits,
            Kind::Other => 0,
        };
        let algorithm = match key.kind {
            Kind::Rsa => "RSA".to_owned(),
            Kind::P256 | Kind::P384 | Kind::OtherCurve(_) => "EC".to_owned(),
            Kind::Ed25519 => "Ed25519".to_owned(),
            Kind::Other => key.algorithm,
        };
        Ok(Self { algorithm, bits, spki: spki.to_vec(), sha256: digest::sha256(spki) })
    }
}

/// What can be done with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// RSA, also where the key is bound to PSS.
    Rsa,
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// A curve that only its length in bits is known of, 0 where not even that.
    OtherCurve(u32),
    /// Ed25519.
    Ed25519,
    /// Anything else.
    Other,
}

/// A key as it is encoded.
pub(super) struct Key<'a> {
    /// What it is.
    pub kind: Kind,
    /// Object identifier of its algorithm.
    pub algorithm: String,
    /// Contents of `subjectPublicKey`.
    pub bytes: &'a [u8],
}

impl<'a> Key<'a> {
    /// Takes a SubjectPublicKeyInfo apart.
    pub fn read(spki: &'a [u8]) -> Result<Self, CertificateError> {
        let mut outer = Reader::new(spki);
        let mut parts = outer.expect(SEQUENCE, "a public key")?.inside();
        if !outer.rest().is_empty() {
            return Err(CertificateError {
                offset: spki.len() - outer.rest().len(),
                what: "bytes after the public key".to_owned(),
            });
        }
        let mut identifier = parts.expect(SEQUENCE, "the algorithm of the key")?.inside();
        let algorithm = identifier.expect(OBJECT_IDENTIFIER, "the algorithm of the key")?.oid()?;
        let bits = parts.expect(BIT_STRING, "the key")?.body;
        let kind = match algorithm.as_str() {
            "1.2.840.113549.1.1.1" | "1.2.840.113549.1.1.10" => Kind::Rsa,
            "1.2.840.10045.2.1" => {
                let curve = identifier.next().ok().flatten().and_then(|curve| curve.oid().ok());
                curve.map_or(Kind::OtherCurve(0), |curve| named_curve(&curve))
            }
            "1.3.101.112" => Kind::Ed25519,
            _ => Kind::Other,
        };
        // The first byte of a BIT STRING counts its unused bits.
        Ok(Self { kind, algorithm, bytes: bits.split_first().map_or(&[], |(_, bytes)| bytes) })
    }

    /// Modulus, without leading zero bytes, and public exponent of an RSA key.
    pub fn rsa(&self) -> Option<(&'a [u8], &'a [u8])> {
        let (_, key) = RSAPublicKey::from_der(self.bytes).ok()?;
        Some((without_zeros(key.modulus), without_zeros(key.exponent)))
    }
}

/// RFC 5480 §2.1.1.1, RFC 5639.
fn named_curve(oid: &str) -> Kind {
    match oid {
        "1.2.840.10045.3.1.7" => Kind::P256,
        "1.3.132.0.34" => Kind::P384,
        "1.3.132.0.35" => Kind::OtherCurve(521),
        "1.3.132.0.10" | "1.3.36.3.3.2.8.1.1.7" => Kind::OtherCurve(256),
        "1.3.36.3.3.2.8.1.1.11" => Kind::OtherCurve(384),
        "1.3.36.3.3.2.8.1.1.13" => Kind::OtherCurve(512),
        _ => Kind::OtherCurve(0),
    }
}

/// Length of a number in bits.
pub(super) fn bit_length(number: &[u8]) -> u32 {
    let digits = without_zeros(number);
    let first = digits.first().map_or(0, |byte| byte.leading_zeros());
    u32::try_from(digits.len()).unwrap_or(u32::MAX).saturating_mul(8).saturating_sub(first)
}

fn without_zeros(number: &[u8]) -> &[u8] {
    let start = number.iter().position(|byte| *byte != 0).unwrap_or(number.len());
    &number[start..]
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Signer, oid, rsa_spki, sequence, tlv};
    use super::*;

    fn ec(curve: &str) -> Vec<u8> {
        let algorithm = sequence(&[oid("1.2.840.10045.2.1"), oid(curve)]);
        sequence(&[algorithm, tlv(0x03, &[0, 4, 1, 2])])
    }

    #[test]
    fn rsa_keys_are_as_long_as_their_modulus() {
        for (modulus, bits) in
            [(vec![0xc5; 256], 2048), (vec![0x80; 254], 2032), ([vec![0x7f], vec![1; 255]].concat(), 2047)]
        {
            let key = PublicKey::parse(&rsa_spki(&modulus)).unwrap();
            assert_eq!((key.algorithm.as_str(), key.bits), ("RSA", bits));
        }
    }

    #[test]
    fn elliptic_keys_are_as_long_as_their_curve() {
        for (curve, bits) in [
            ("1.2.840.10045.3.1.7", 256),
            ("1.3.132.0.34", 384),
            ("1.3.132.0.35", 521),
            ("1.3.36.3.3.2.8.1.1.13", 512),
            ("1.2.3.4", 0),
        ] {
            let key = PublicKey::parse(&ec(curve)).unwrap();
            assert_eq!((key.algorithm.as_str(), key.bits), ("EC", bits));
        }
        let key = PublicKey::parse(&Signer::new().spki()).unwrap();
        assert_eq!((key.algorithm.as_str(), key.bits), ("Ed25519", 256));
    }

    #[test]
    fn a_key_nobody_knows_keeps_its_identifier() {
        let spki = sequence(&[sequence(&[oid("1.2.3.4")]), tlv(0x03, &[0, 1])]);
        let key = PublicKey::parse(&spki).unwrap();
        assert_eq!((key.algorithm.as_str(), key.bits, &key.spki), ("1.2.3.4", 0, &spki));
    }

    #[test]
    fn a_broken_rsa_key_has_no_length_and_other_bytes_are_refused() {
        let algorithm = sequence(&[oid("1.2.840.113549.1.1.1"), tlv(0x05, &[])]);
        assert_eq!(PublicKey::parse(&sequence(&[algorithm, tlv(0x03, &[0, 1, 2])])).unwrap().bits, 0);
        assert!(PublicKey::parse(b"\x30\x00").is_err());
        assert!(PublicKey::parse(&[rsa_spki(&[0xc5; 256]), vec![0]].concat()).is_err());
    }
}
