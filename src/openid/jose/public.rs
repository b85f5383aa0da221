//! Public keys.

use super::base64::encode_url;
use super::ec::{self, EcPublic};
use super::members::Members;
use super::rsa::RsaPublic;
use super::{Algorithm, KeyFault};
use crate::openid::json::{Json, Object};
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value};

/// The value of `kty`, with that of `crv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum KeyType {
    /// `RSA`.
    Rsa,
    /// `EC`.
    Ec(Curve),
}

/// The value of `crv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Curve {
    /// `P-256`.
    P256,
    /// `P-384`.
    P384,
    /// `P-521`.
    P521,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(pub(super) Material);

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Material {
    Rsa(RsaPublic),
    Ec(EcPublic),
}

impl KeyType {
    /// The value of `kty`.
    pub fn name(self) -> &'static str {
        match self {
            KeyType::Rsa => "RSA",
            KeyType::Ec(_) => "EC",
        }
    }
}

impl Curve {
    /// The value of `crv`.
    pub fn name(self) -> &'static str {
        match self {
            Curve::P256 => "P-256",
            Curve::P384 => "P-384",
            Curve::P521 => "P-521",
        }
    }

    /// Length of its numbers in bits.
    pub fn bits(self) -> u32 {
        match self {
            Curve::P256 => 256,
            Curve::P384 => 384,
            Curve::P521 => 521,
        }
    }

    /// Length of a coordinate and of `d` in octets (RFC 7518 §6.2).
    pub(super) fn octets(self) -> usize {
        match self {
            Curve::P256 => 32,
            Curve::P384 => 48,
            Curve::P521 => 66,
        }
    }
}

impl PublicKey {
    /// Reads a JWK: the text of a JSON object. Private members, if any, are not looked at; padded base64url is read.
    ///
    /// # Errors
    /// It is no RSA or EC key.
    pub fn from_jwk(text: &str) -> Result<Self, KeyFault> {
        PublicKey::read(Members::of(&object(text)?)?)
    }

    pub(super) fn read(members: Members<'_>) -> Result<Self, KeyFault> {
        let material = match members.text("kty")? {
            None => return Err(KeyFault::MemberMissing { member: "kty" }),
            Some("RSA") => Material::Rsa(RsaPublic::read(members)?),
            Some("EC") => Material::Ec(EcPublic::read(members)?),
            Some("oct") => return Err(KeyFault::Symmetric),
            Some(_) => return Err(KeyFault::UnknownKeyType),
        };
        Ok(PublicKey(material))
    }

    /// What it is.
    pub fn key_type(&self) -> KeyType {
        match &self.0 {
            Material::Rsa(_) => KeyType::Rsa,
            Material::Ec(key) => KeyType::Ec(key.curve),
        }
    }

    /// Length of the modulus, or of the curve's numbers, in bits.
    pub fn bits(&self) -> u32 {
        match &self.0 {
            Material::Rsa(key) => key.bits(),
            Material::Ec(key) => key.curve.bits(),
        }
    }

    /// The JWK with the members that make it up and no others (RFC 7518 §6.2.1 and §6.3.1).
    pub fn jwk(&self) -> Map<String, Value> {
        self.members().into_iter().map(|(name, value)| (name.to_owned(), Value::String(value))).collect()
    }

    /// The SHA-256 thumbprint (RFC 7638), base64url.
    pub fn thumbprint(&self) -> String {
        let members: Vec<String> =
            self.members().iter().map(|(name, value)| format!(r#""{name}":"{value}""#)).collect();
        encode_url(digest(&SHA256, format!("{{{}}}", members.join(",")).as_bytes()).as_ref())
    }

    /// Whether the key made this signature. RSA keys of 2048 to 8192 bits are known; the signature of an EC key is
    /// `r` and `s` one after the other (RFC 7518 §3.4).
    pub fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        Algorithm::of(self.key_type()).contains(&algorithm)
            && match &self.0 {
                Material::Rsa(key) => key.verifies(algorithm, message, signature),
                Material::Ec(key) => ec::verifies(key, message, signature),
            }
    }

    /// The members in the order of their names, as RFC 7638 §3.2 takes them.
    fn members(&self) -> Vec<(&'static str, String)> {
        match &self.0 {
            Material::Rsa(key) => {
                vec![("e", encode_url(&key.e)), ("kty", "RSA".to_owned()), ("n", encode_url(&key.n))]
            }
            Material::Ec(key) => {
                let (x, y) = key.coordinates();
                vec![
                    ("crv", key.curve.name().to_owned()),
                    ("kty", "EC".to_owned()),
                    ("x", encode_url(x)),
                    ("y", encode_url(y)),
                ]
            }
        }
    }
}

/// The object that a text is.
pub(super) fn object(text: &str) -> Result<Object, KeyFault> {
    match Json::parse(text) {
        Ok(Json::Object(object)) => Ok(object),
        Ok(_) => Err(KeyFault::NotAnObject),
        Err(broken) => Err(KeyFault::NotJson { line: broken.line, column: broken.column }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::sample::{ec, key, rsa, text};

    /// RFC 7638 §3.1.
    const EXAMPLE: &str = r#"{"kty": "RSA",
        "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
        "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}"#;

    #[test]
    fn the_thumbprint_of_the_standard_comes_out() {
        let key = PublicKey::from_jwk(EXAMPLE).unwrap();
        assert_eq!(key.thumbprint(), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
        assert_eq!((key.key_type().name(), key.bits()), ("RSA", 2048));
    }

    #[test]
    fn a_public_key_is_what_it_was_read_from() {
        for jwk in [rsa(), ec(Curve::P256), ec(Curve::P384), ec(Curve::P521)] {
            let key = PublicKey::from_jwk(&text(jwk.clone())).unwrap();
            for (name, value) in key.jwk() {
                assert_eq!(jwk[&name], value);
            }
            assert_eq!(key.jwk().contains_key("crv"), jwk.contains_key("crv"));
            assert_eq!(PublicKey::from_jwk(&text(key.jwk())), Ok(key.clone()));
            assert_eq!(key.thumbprint().len(), 43);
        }
        assert_eq!(PublicKey::from_jwk(&text(rsa())).as_ref(), Ok(key().public()));
    }

    #[test]
    fn a_symmetric_key_is_not_public() {
        assert_eq!(PublicKey::from_jwk(r#"{"kty":"oct","k":"AAAA"}"#), Err(KeyFault::Symmetric));
    }
}
