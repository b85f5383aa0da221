//! The synthetic keys of `testdata/pki/keys`, made once with OpenSSL.

use super::der;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::{digest, rand, signature};
use std::path::Path;

/// An RSA key pair.
pub struct Key {
    pkcs8: Vec<u8>,
    /// SubjectPublicKeyInfo, DER.
    pub spki: Vec<u8>,
    /// RSAPublicKey, DER.
    public_key: Vec<u8>,
    /// Length of the modulus.
    pub bits: u32,
}

impl Key {
    /// Reads `testdata/pki/keys/<name>.pem`.
    pub fn named(name: &str) -> Key {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("testdata/pki/keys/{name}.pem"));
        let pem =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
        let pkcs8 = STANDARD.decode(body).unwrap();

        // PrivateKeyInfo { version, algorithm, OCTET STRING { RSAPrivateKey { version, modulus, exponent, … } } }
        let (info, _) = der::read(&pkcs8);
        let (_, after_version) = der::read(info);
        let (_, after_algorithm) = der::read(after_version);
        let (octets, _) = der::read(after_algorithm);
        let (key, _) = der::read(octets);
        let (_, after_version) = der::read(key);
        let (modulus, after_modulus) = der::read(after_version);
        let (exponent, _) = der::read(after_modulus);

        let public_key = der::sequence(&[der::unsigned(modulus), der::unsigned(exponent)]);
        let algorithm = der::sequence(&[der::oid("1.2.840.113549.1.1.1"), der::null()]);
        let spki = der::sequence(&[algorithm, der::bit_string(&public_key)]);
        let leading = modulus.iter().position(|byte| *byte != 0).unwrap();
        let bits = (modulus.len() - leading) as u32 * 8 - modulus[leading].leading_zeros();
        Key { pkcs8, spki, public_key, bits }
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256, which gives the same bytes every time.
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let pair = signature::RsaKeyPair::from_pkcs8(&self.pkcs8).unwrap();
        let mut signature = vec![0; pair.public().modulus_len()];
        pair.sign(&signature::RSA_PKCS1_SHA256, &rand::SystemRandom::new(), message, &mut signature).unwrap();
        signature
    }

    /// The key identifier of RFC 5280 §4.2.1.2, method 1.
    pub fn identifier(&self) -> Vec<u8> {
        digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, &self.public_key).as_ref().to_vec()
    }
}
