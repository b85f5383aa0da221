//! Signatures on certificates, by `ring`.

use super::der::{Element, Reader, SEQUENCE};
use super::key::{Key, Kind, bit_length};
use super::rsa::{self, Numbers};
use ring::signature as algorithms;
use ring::signature::{UnparsedPublicKey, VerificationAlgorithm};
use x509_parser::asn1_rs::Any;
use x509_parser::prelude::FromDer;
use x509_parser::signature_algorithm::RsaSsaPssParams;

/// Why a signature was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Nobody here can verify this algorithm.
    #[error("signature algorithm {0} is not supported")]
    Unsupported(String),
    /// The signature was not made with that key.
    #[error("the signature was not made with that key")]
    Invalid,
}

/// Whether `signature` over `message` was made with the key in `spki` (SubjectPublicKeyInfo, DER), by the algorithm in
/// `algorithm` (AlgorithmIdentifier, DER).
///
/// Known are RSA PKCS#1 v1.5 with SHA-1, SHA-256, SHA-384 and SHA-512, RSA-PSS with the last three, a mask by the
/// same hash and a salt of any length, both with keys of 1024 to 8192 bits of any odd length; ECDSA on P-256 and P-384 with SHA-256 and SHA-384;
/// Ed25519. Whether SHA-1 is good enough is not asked here.
///
/// # Errors
/// The algorithm is not known, or the signature is not by that key.
pub fn verify_signature(
    algorithm: &[u8],
    spki: &[u8],
    message: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let (scheme, name) = Scheme::read(algorithm)?;
    let unsupported = || SignatureError::Unsupported(name.clone());
    let key = Key::read(spki).map_err(|_| SignatureError::Invalid)?;
    let holds = |with: &'static dyn VerificationAlgorithm| {
        let verdict = UnparsedPublicKey::new(with, key.bytes).verify(message, signature);
        verdict.map_err(|_| SignatureError::Invalid)
    };
    let own = |holds: bool| holds.then_some(()).ok_or(SignatureError::Invalid);
    match (scheme, key.kind) {
        (Scheme::Pkcs1(hash), Kind::Rsa) => match (hash, numbers(&key)?) {
            (Hash::Sha1, _) => holds(&algorithms::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
            (Hash::Sha256, _) => holds(&algorithms::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
            (Hash::Sha384, key) if is_short(key) => own(rsa::pkcs1_sha384(key, message, signature)),
            (Hash::Sha384, _) => holds(&algorithms::RSA_PKCS1_2048_8192_SHA384),
            (Hash::Sha512, _) => holds(&algorithms::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
        },
        (Scheme::Pss(hash, salt), Kind::Rsa) => match (hash, numbers(&key)?) {
            (Hash::Sha1, _) => Err(unsupported()),
            (hash, key) if is_short(key) || salt != hash.digest().output_len() => {
                own(rsa::pss(key, hash.digest(), salt, message, signature))
            }
            (Hash::Sha256, _) => holds(&algorithms::RSA_PSS_2048_8192_SHA256),
            (Hash::Sha384, _) => holds(&algorithms::RSA_PSS_2048_8192_SHA384),
            (Hash::Sha512, _) => holds(&algorithms::RSA_PSS_2048_8192_SHA512),
        },
        (Scheme::Ecdsa(hash), kind @ (Kind::P256 | Kind::P384 | Kind::OtherCurve(_))) => match (kind, hash) {
            (Kind::P256, Hash::Sha256) => holds(&algorithms::ECDSA_P256_SHA256_ASN1),
            (Kind::P256, Hash::Sha384) => holds(&algorithms::ECDSA_P256_SHA384_ASN1),
            (Kind::P384, Hash::Sha256) => holds(&algorithms::ECDSA_P384_SHA256_ASN1),
            (Kind::P384, Hash::Sha384) => holds(&algorithms::ECDSA_P384_SHA384_ASN1),
            _ => Err(unsupported()),
        },
        (Scheme::Ed25519, Kind::Ed25519) => holds(&algorithms::ED25519),
        _ => Err(SignatureError::Invalid),
    }
}

/// Whether a signature algorithm, by its name, hashes with something that can be forged: SHA-1, or worse.
pub(super) fn is_weak(algorithm: &str) -> bool {
    ["sha1", "md5"].iter().any(|hash| algorithm.starts_with(hash)) || algorithm.ends_with("SHA1")
}

/// The name of the algorithm in an AlgorithmIdentifier, else its object identifier.
pub(super) fn algorithm_name(algorithm: &Element<'_>) -> String {
    let oid = algorithm.inside().next().ok().flatten().and_then(|first| first.oid().ok()).unwrap_or_default();
    known(&oid).map_or(oid, |(name, _)| name.to_owned())
}

/// How a signature is made.
#[derive(Clone, Copy)]
enum Scheme {
    Pkcs1(Hash),
    /// With a salt of so many bytes.
    Pss(Hash, usize),
    Ecdsa(Hash),
    Ed25519,
}

#[derive(Clone, Copy, PartialEq)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Scheme {
    /// The scheme in an AlgorithmIdentifier, and its name.
    fn read(algorithm: &[u8]) -> Result<(Self, String), SignatureError> {
        let element =
            Reader::new(algorithm).expect(SEQUENCE, "an algorithm").map_err(|_| SignatureError::Invalid)?;
        let name = algorithm_name(&element);
        let scheme = match name.as_str() {
            "RSASSA-PSS" => pss(&element),
            _ => element.inside().next().ok().flatten().and_then(|oid| known(&oid.oid().ok()?)?.1),
        };
        scheme.map(|scheme| (scheme, name.clone())).ok_or(SignatureError::Unsupported(name))
    }
}

impl Hash {
    fn digest(self) -> &'static ring::digest::Algorithm {
        match self {
            Hash::Sha1 => &ring::digest::SHA1_FOR_LEGACY_USE_ONLY,
            Hash::Sha256 => &ring::digest::SHA256,
            Hash::Sha384 => &ring::digest::SHA384,
            Hash::Sha512 => &ring::digest::SHA512,
        }
    }
}

/// Names of the algorithms as RFC 3279, 4055, 5758 and 8410 write them; without a scheme where it is not verified here.
fn known(oid: &str) -> Option<(&'static str, Option<Scheme>)> {
    Some(match oid {
        "1.2.840.113549.1.1.4" => ("md5WithRSAEncryption", None),
        // The second is the one that OIW gave to the same thing.
        "1.2.840.113549.1.1.5" | "1.3.14.3.2.29" => {
            ("sha1WithRSAEncryption", Some(Scheme::Pkcs1(Hash::Sha1)))
        }
        "1.2.840.113549.1.1.10" => ("RSASSA-PSS", None),
        "1.2.840.113549.1.1.11" => ("sha256WithRSAEncryption", Some(Scheme::Pkcs1(Hash::Sha256))),
        "1.2.840.113549.1.1.12" => ("sha384WithRSAEncryption", Some(Scheme::Pkcs1(Hash::Sha384))),
        "1.2.840.113549.1.1.13" => ("sha512WithRSAEncryption", Some(Scheme::Pkcs1(Hash::Sha512))),
        "1.2.840.113549.1.1.14" => ("sha224WithRSAEncryption", None),
        "1.2.840.10045.4.1" => ("ecdsa-with-SHA1", None),
        "1.2.840.10045.4.3.2" => ("ecdsa-with-SHA256", Some(Scheme::Ecdsa(Hash::Sha256))),
        "1.2.840.10045.4.3.3" => ("ecdsa-with-SHA384", Some(Scheme::Ecdsa(Hash::Sha384))),
        "1.2.840.10045.4.3.4" => ("ecdsa-with-SHA512", None),
        "1.3.101.112" => ("Ed25519", Some(Scheme::Ed25519)),
        "1.3.101.113" => ("Ed448", None),
        _ => return None,
    })
}

/// RSASSA-PSS (RFC 4055 §3.1), where the mask is made with the same hash; any other mix does not occur.
fn pss(algorithm: &Element<'_>) -> Option<Scheme> {
    let mut parts = algorithm.inside();
    parts.next().ok()?;
    let (_, any) = Any::from_der(parts.next().ok()??.whole).ok()?;
    let params = RsaSsaPssParams::try_from(any).ok()?;
    let hash = match params.hash_algorithm_oid().to_id_string().as_str() {
        "2.16.840.1.101.3.4.2.1" => Hash::Sha256,
        "2.16.840.1.101.3.4.2.2" => Hash::Sha384,
        "2.16.840.1.101.3.4.2.3" => Hash::Sha512,
        _ => return None,
    };
    let mask = params.mask_gen_algorithm().ok()?;
    let salt = usize::try_from(params.salt_length()).ok()?;
    let alike = mask.hash == *params.hash_algorithm_oid();
    (alike && mask.mgf.to_id_string() == "1.2.840.113549.1.1.8" && params.trailer_field() == 1)
        .then_some(Scheme::Pss(hash, salt))
}

/// The numbers of an RSA key that is neither too short nor too long to be verified with.
fn numbers<'a>(key: &Key<'a>) -> Result<Numbers<'a>, SignatureError> {
    let (modulus, exponent) = key.rsa().ok_or(SignatureError::Invalid)?;
    match bit_length(modulus) {
        bits @ 1024..=8192 => Ok(Numbers { modulus, exponent, bits }),
        bits => Err(SignatureError::Unsupported(format!("RSA of {bits} bits"))),
    }
}

/// Whether `ring` refuses the key for SHA-384 and PSS; it rounds up to whole bytes.
fn is_short(key: Numbers<'_>) -> bool {
    key.modulus.len() < 256
}

#[cfg(test)]
mod tests {
    use super::super::sample::{integer, oid, sequence, tlv};
    use super::super::{Certificate, PublicKey};
    use super::*;
    use base64::Engine;

    /// The certificates that `testdata/pki/self-signed.sh` has OpenSSL make, with their names.
    fn self_signed() -> Vec<(String, Certificate)> {
        let file = include_str!("../../testdata/pki/self-signed.pem");
        let blocks = file.split("# ").skip(1);
        let read = blocks.map(|block| {
            let mut lines = block.lines();
            let name = lines.next().unwrap().to_owned();
            let body: String = lines.filter(|line| !line.starts_with('-')).collect();
            let der = base64::engine::general_purpose::STANDARD.decode(body).unwrap();
            (name, Certificate::parse(&der).unwrap())
        });
        read.collect()
    }

    #[test]
    fn every_algorithm_and_length_is_verified() {
        let certificates = self_signed();
        assert_eq!(certificates.len(), 20);
        for (name, certificate) in &certificates {
            assert_eq!(certificate.verify_signed_by(&certificate.key.spki), Ok(()), "{name}");
            assert_eq!(certificate.subject.get("CN"), Some(name.as_str()));
        }
    }

    #[test]
    fn one_bit_is_enough_to_fail() {
        for (name, certificate) in self_signed() {
            let mut der = certificate.der.clone();
            *der.last_mut().unwrap() ^= 1;
            let bent = Certificate::parse(&der).unwrap();
            assert_eq!(bent.verify_signed_by(&certificate.key.spki), Err(SignatureError::Invalid), "{name}");
        }
    }

    #[test]
    fn another_key_of_the_same_kind_does_not_fit() {
        let certificates = self_signed();
        for (name, certificate) in &certificates {
            for (_, other) in certificates.iter().filter(|(_, other)| other.key != certificate.key) {
                let verdict = certificate.verify_signed_by(&other.key.spki);
                assert!(verdict.is_err(), "{name} by {}", other.subject);
            }
        }
    }

    #[test]
    fn what_cannot_be_verified_is_named() {
        let p256 = self_signed().into_iter().find(|(name, _)| name == "P-256-sha256").unwrap().1.key.spki;
        let md5 = sequence(&[oid("1.2.840.113549.1.1.4"), tlv(0x05, &[])]);
        let unsupported = |name: &str| Err(SignatureError::Unsupported(name.to_owned()));
        assert_eq!(verify_signature(&md5, &p256, b"", b""), unsupported("md5WithRSAEncryption"));
        let sha512 = sequence(&[oid("1.2.840.10045.4.3.4")]);
        assert_eq!(verify_signature(&sha512, &p256, b"", b""), unsupported("ecdsa-with-SHA512"));
        assert_eq!(verify_signature(&sequence(&[oid("1.2.3")]), &p256, b"", b""), unsupported("1.2.3"));
        let p521 =
            sequence(&[sequence(&[oid("1.2.840.10045.2.1"), oid("1.3.132.0.35")]), tlv(0x03, &[0, 4, 1, 2])]);
        let sha256 = sequence(&[oid("1.2.840.10045.4.3.2")]);
        assert_eq!(verify_signature(&sha256, &p521, b"", b""), unsupported("ecdsa-with-SHA256"));
        let short = super::super::sample::rsa_spki(&[0xc5; 64]);
        let rsa = sequence(&[oid("1.2.840.113549.1.1.11"), tlv(0x05, &[])]);
        assert_eq!(verify_signature(&rsa, &short, b"", b""), unsupported("RSA of 512 bits"));
    }

    #[test]
    fn pss_with_its_defaults_or_a_mixed_hash_is_not_verified() {
        let rsa = super::super::sample::rsa_spki(&[0xc5; 256]);
        let sha256 = sequence(&[oid("2.16.840.1.101.3.4.2.1")]);
        let mgf1 = sequence(&[oid("1.2.840.113549.1.1.8"), sequence(&[oid("2.16.840.1.101.3.4.2.3")])]);
        let mixed = sequence(&[tlv(0xa0, &sha256), tlv(0xa1, &mgf1), tlv(0xa2, &integer(32))]);
        for params in [sequence(&[]), mixed, tlv(0x05, &[])] {
            let algorithm = sequence(&[oid("1.2.840.113549.1.1.10"), params]);
            let verdict = verify_signature(&algorithm, &rsa, b"", b"");
            assert_eq!(verdict, Err(SignatureError::Unsupported("RSASSA-PSS".to_owned())));
        }
    }

    #[test]
    fn short_keys_refuse_signatures_that_are_no_numbers_below_the_modulus() {
        let certificates = self_signed();
        for (name, certificate) in certificates.iter().filter(|(name, _)| name.starts_with("rsa-203")) {
            let algorithm =
                super::super::outline::Outline::read(&certificate.der).unwrap().outer_algorithm.whole;
            let length = PublicKey::parse(&certificate.key.spki).unwrap().bits.div_ceil(8) as usize;
            for signature in [vec![], vec![0; length], vec![0xff; length], vec![1; length + 1]] {
                let verdict = verify_signature(algorithm, &certificate.key.spki, b"", &signature);
                assert_eq!(verdict, Err(SignatureError::Invalid), "{name}");
            }
        }
    }

    #[test]
    fn sha1_and_worse_are_weak() {
        for (algorithm, weak) in [
            ("sha1WithRSAEncryption", true),
            ("ecdsa-with-SHA1", true),
            ("md5WithRSAEncryption", true),
            ("sha256WithRSAEncryption", false),
            ("ecdsa-with-SHA256", false),
            ("Ed25519", false),
        ] {
            assert_eq!(is_weak(algorithm), weak, "{algorithm}");
        }
    }
}
