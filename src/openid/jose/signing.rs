//! Private keys.

use super::ec::EcPair;
use super::members::Members;
use super::public::{Material, object};
use super::rsa::{self, RsaPrivate};
use super::{Algorithm, KeyFault, PublicKey, SignFault, rsa_key_value};
use crate::openid::json::{Json, Object};
use ring::rsa::KeyPair;

/// A private key that signs. Nothing of it can be shown, written or copied but its public half.
///
/// The texts and octets that it is read from are wiped. The numbers inside `ring`'s key pairs are not: they are freed
/// as they are.
pub struct SigningKey {
    pair: Pair,
    public: PublicKey,
    algorithm: Algorithm,
    key_id: Option<String>,
}

enum Pair {
    Rsa(Box<KeyPair>),
    Ec(EcPair),
}

impl SigningKey {
    /// Reads a private JWK (RFC 7517): the text of a JSON object. Base64url with padding is read, although RFC 7515 §2
    /// has none; members that nobody here knows are not looked at.
    ///
    /// # Errors
    /// It is not a private key to sign with, or its parts are not of one key.
    pub fn from_jwk(text: &str) -> Result<Self, KeyFault> {
        SigningKey::from_object(&object(text)?)
    }

    /// Reads .NET's XML form of an RSA key, `<RSAKeyValue>` with all private elements.
    ///
    /// # Errors
    /// It is not such a key, or its parts are not of one key.
    pub fn from_rsa_key_value(xml: &str) -> Result<Self, KeyFault> {
        let (public, private) = rsa_key_value::read(xml)?;
        let pair = Pair::Rsa(Box::new(private.pair(&public)?));
        Ok(SigningKey::new(pair, PublicKey(Material::Rsa(public)), None))
    }

    /// A key on P-256 that nobody had before and that goes when it is dropped, for DPoP.
    ///
    /// # Errors
    /// The operating system gives no random numbers.
    pub fn ephemeral() -> Result<Self, SignFault> {
        let (pair, public) = EcPair::generate()?;
        Ok(SigningKey::new(Pair::Ec(pair), PublicKey(Material::Ec(public)), None))
    }

    pub(in crate::openid) fn from_object(object: &Object) -> Result<Self, KeyFault> {
        let members = Members::of(object)?;
        let public = PublicKey::read(members)?;
        let pair = match &public.0 {
            Material::Rsa(key) => Pair::Rsa(Box::new(RsaPrivate::read(members)?.pair(key)?)),
            Material::Ec(key) => Pair::Ec(EcPair::read(members, key)?),
        };
        check_purpose(members)?;
        let key_id = members.text("kid")?.map(str::to_owned);
        let key = SigningKey::new(pair, public, key_id);
        let Some(name) = members.text("alg")? else { return Ok(key) };
        let algorithm = Algorithm::named(name).ok_or(KeyFault::UnknownAlgorithm)?;
        match key.algorithms().contains(&algorithm) {
            true => Ok(SigningKey { algorithm, ..key }),
            false => Err(KeyFault::AlgorithmMisfit { algorithm: algorithm.name() }),
        }
    }

    fn new(pair: Pair, public: PublicKey, key_id: Option<String>) -> Self {
        let algorithm = Algorithm::of(public.key_type()).first().copied().unwrap_or(Algorithm::Ps256);
        SigningKey { pair, public, algorithm, key_id }
    }

    /// The algorithm to sign with: `alg` of the JWK, else PS256 for RSA and the curve's own for EC.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Every algorithm that the key can sign with.
    pub fn algorithms(&self) -> &'static [Algorithm] {
        Algorithm::of(self.public.key_type())
    }

    /// `kid` of the JWK.
    pub fn key_id(&self) -> Option<&str> {
        self.key_id.as_deref()
    }

    /// The public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// Signs. The signature of an RSA key is as long as its modulus, that of an EC key is `r` and `s` one after the
    /// other (RFC 7518 §3.4).
    ///
    /// # Errors
    /// The algorithm is not one of [`SigningKey::algorithms`], or the system gives no random numbers.
    pub fn sign(&self, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        match &self.pair {
            _ if !self.algorithms().contains(&algorithm) => Err(SignFault::Algorithm(algorithm)),
            Pair::Rsa(pair) => rsa::sign(pair, algorithm, message),
            Pair::Ec(pair) => pair.sign(message),
        }
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey")
    }
}

/// `use` and `key_ops`, where they are there, let the key sign (RFC 7517 §4.2 and §4.3).
fn check_purpose(members: Members<'_>) -> Result<(), KeyFault> {
    if members.text("use")?.is_some_and(|purpose| purpose != "sig") {
        return Err(KeyFault::NotForSigning { member: "use" });
    }
    let signs = |operation: &Json| matches!(operation, Json::Text(text) if text.as_str() == "sign");
    match members.get("key_ops") {
        None => Ok(()),
        Some(Json::Array(operations)) if operations.iter().any(signs) => Ok(()),
        Some(Json::Array(_)) => Err(KeyFault::NotForSigning { member: "key_ops" }),
        Some(_) => Err(KeyFault::MemberType { member: "key_ops", expected: "array" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openid::jose::{Curve, KeyType};
    use crate::openid::sample::{ec, key, octets, rsa, text, with};
    use base64::Engine;
    use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
    use serde_json::{Map, Value, json};

    #[test]
    fn the_signatures_of_the_standards_hold() {
        let vectors: Vec<Value> =
            serde_json::from_str(include_str!("../../../testdata/openid/rfc-signatures.json")).unwrap();
        assert_eq!(vectors.len(), 6);
        for vector in vectors {
            let key = SigningKey::from_jwk(&vector["key"].to_string()).unwrap();
            let algorithm = Algorithm::named(vector["algorithm"].as_str().unwrap()).unwrap();
            let (input, signature) = vector["jws"].as_str().unwrap().rsplit_once('.').unwrap();
            let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
            assert!(key.public().verifies(algorithm, input.as_bytes(), &signature), "{}", vector["source"]);
            let own = key.sign(algorithm, input.as_bytes()).unwrap();
            // Only PKCS#1 v1.5 gives the same every time.
            assert_eq!(own == signature, algorithm == Algorithm::Rs256, "{}", vector["source"]);
            assert_eq!(own.len(), signature.len(), "{}", vector["source"]);
        }
    }

    #[test]
    fn every_key_signs_by_every_algorithm_of_its_type_and_no_other() {
        let all: Vec<Algorithm> =
            ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
                .map(|name| Algorithm::named(name).unwrap())
                .to_vec();
        for (jwk, key_type, bits) in [
            (rsa(), KeyType::Rsa, 2048),
            (ec(Curve::P256), KeyType::Ec(Curve::P256), 256),
            (ec(Curve::P384), KeyType::Ec(Curve::P384), 384),
            (ec(Curve::P521), KeyType::Ec(Curve::P521), 521),
        ] {
            let key = SigningKey::from_jwk(&text(jwk)).unwrap();
            assert_eq!((key.public().key_type(), key.public().bits()), (key_type, bits));
            for algorithm in &all {
                match key.sign(*algorithm, b"message") {
                    Ok(signature) => {
                        assert!(key.algorithms().contains(algorithm));
                        assert!(key.public().verifies(*algorithm, b"message", &signature));
                        assert!(!key.public().verifies(*algorithm, b"massage", &signature));
                        assert!(!key.public().verifies(*algorithm, b"message", &signature[1..]));
                    }
                    Err(fault) => {
                        assert_eq!(fault, SignFault::Algorithm(*algorithm));
                        assert!(!key.algorithms().contains(algorithm));
                    }
                }
            }
        }
    }

    #[test]
    fn the_key_says_its_name_and_algorithm() {
        let plain = key();
        assert_eq!((plain.algorithm(), plain.key_id()), (Algorithm::Ps256, None));
        let named = with(with(rsa(), "kid", json!("k1")), "alg", json!("RS512"));
        let named = SigningKey::from_jwk(&text(with(named, "use", json!("sig")))).unwrap();
        assert_eq!((named.algorithm(), named.key_id()), (Algorithm::Rs512, Some("k1")));
        let curve = SigningKey::from_jwk(&text(with(ec(Curve::P384), "key_ops", json!(["sign"])))).unwrap();
        assert_eq!(curve.algorithm(), Algorithm::Es384);
    }

    #[test]
    fn padding_and_leading_zeros_are_read_past() {
        let mut padded = rsa();
        for name in ["n", "e", "d", "p", "q", "dp", "dq", "qi"] {
            let octets = [vec![0], octets(&padded, name)].concat();
            padded[name] = URL_SAFE.encode(octets).into();
        }
        assert_eq!(SigningKey::from_jwk(&text(padded)).unwrap().public(), key().public());
    }

    #[test]
    fn a_fresh_key_signs() {
        let (one, two) = (SigningKey::ephemeral().unwrap(), SigningKey::ephemeral().unwrap());
        assert_ne!(one.public(), two.public());
        let signature = one.sign(one.algorithm(), b"message").unwrap();
        assert!(one.public().verifies(Algorithm::Es256, b"message", &signature));
        assert!(!two.public().verifies(Algorithm::Es256, b"message", &signature));
    }

    #[test]
    fn a_private_key_shows_nothing() {
        assert_eq!(format!("{:?}", key()), "SigningKey");
        assert_eq!(key().public().jwk().keys().collect::<Vec<_>>(), ["e", "kty", "n"]);
    }

    /// What reading a JWK says.
    fn fault(jwk: Map<String, Value>) -> &'static str {
        SigningKey::from_jwk(&text(jwk)).unwrap_err().code()
    }

    #[test]
    fn every_fault_of_an_rsa_key_has_its_code() {
        let long = |octets: usize| json!(URL_SAFE_NO_PAD.encode(vec![0xff; octets]));
        for (member, value, code) in [
            ("kty", json!(null), "key-member-missing"),
            ("kty", json!(1), "key-member-type"),
            ("kty", json!("oct"), "key-symmetric"),
            ("kty", json!("OKP"), "key-type-unknown"),
            ("n", json!(null), "key-member-missing"),
            ("n", json!(""), "key-member-missing"),
            ("n", json!("_+/="), "key-not-base64"),
            ("n", json!("A".repeat(3000)), "key-member-too-long"),
            ("n", long(128), "key-too-short"),
            ("n", long(320), "key-unusual-size"),
            ("n", long(513), "key-too-long"),
            ("n", long(256), "key-not-the-product"),
            ("e", json!("AQAA"), "key-exponent"),
            ("e", json!("Aw"), "key-exponent"),
            ("e", json!("AwAAAAE"), "key-exponent"),
            ("e", json!("AQAD"), "key-private-exponent"),
            ("d", json!(null), "key-public-only"),
            ("d", json!("AQAB"), "key-private-exponent"),
            ("p", json!(null), "key-member-missing"),
            ("p", json!("AQ"), "key-not-the-product"),
            ("p", json!("AA"), "key-not-the-product"),
            ("q", json!("AQAB"), "key-not-the-product"),
            ("dp", json!("AQAB"), "key-crt-value"),
            ("dq", json!("AQAB"), "key-crt-value"),
            ("qi", json!("AQAB"), "key-crt-value"),
            ("oth", json!([]), "key-multi-prime"),
            ("alg", json!("HS256"), "key-algorithm-unknown"),
            ("alg", json!("ES256"), "key-algorithm-misfit"),
            ("alg", json!(5), "key-member-type"),
            ("use", json!("enc"), "key-not-for-signing"),
            ("key_ops", json!(["verify"]), "key-not-for-signing"),
            ("key_ops", json!("sign"), "key-member-type"),
            ("kid", json!(7), "key-member-type"),
        ] {
            assert_eq!(fault(with(rsa(), member, value.clone())), code, "{member} {value}");
        }
        let mut even = octets(&rsa(), "n");
        *even.last_mut().unwrap() ^= 1;
        assert_eq!(fault(with(rsa(), "n", json!(URL_SAFE_NO_PAD.encode(even)))), "key-even-modulus");
        // One prime and no other: nothing is divided by nought.
        let whole = with(with(rsa(), "p", json!("AQ")), "q", rsa()["n"].clone());
        assert_eq!(fault(whole), "key-not-the-product");
    }

    #[test]
    fn every_fault_of_an_elliptic_key_has_its_code() {
        for curve in [Curve::P256, Curve::P384, Curve::P521] {
            let zeros = |octets: usize| json!(URL_SAFE_NO_PAD.encode(vec![0; octets]));
            for (member, value, code) in [
                ("crv", json!(null), "key-member-missing"),
                ("crv", json!("secp256k1"), "key-curve-unknown"),
                ("x", zeros(curve.octets() - 1), "key-octet-length"),
                ("x", zeros(curve.octets()), "key-not-of-one-key"),
                ("y", json!(null), "key-member-missing"),
                ("d", json!(null), "key-public-only"),
                ("d", zeros(curve.octets() + 1), "key-octet-length"),
                ("d", zeros(curve.octets()), "key-not-of-one-key"),
                ("d", json!(URL_SAFE_NO_PAD.encode(vec![0xff; curve.octets()])), "key-not-of-one-key"),
                ("alg", json!("PS256"), "key-algorithm-misfit"),
            ] {
                assert_eq!(fault(with(ec(curve), member, value.clone())), code, "{curve:?} {member} {value}");
            }
            let mut other = octets(&ec(curve), "d");
            *other.last_mut().unwrap() ^= 1;
            let other = with(ec(curve), "d", json!(URL_SAFE_NO_PAD.encode(other)));
            assert_eq!(fault(other), "key-not-of-one-key");
        }
    }

    #[test]
    fn a_text_that_is_no_object_with_different_names_is_refused() {
        for (text, code) in [
            ("", "key-not-json"),
            ("{\"kty\":", "key-not-json"),
            ("[]", "key-not-an-object"),
            (r#"{"kty":"RSA","kty":"RSA"}"#, "key-member-twice"),
            (r#"{"x-mine":1,"x-mine":2}"#, "key-member-twice"),
        ] {
            assert_eq!(SigningKey::from_jwk(text).unwrap_err().code(), code, "{text}");
        }
        let fault = SigningKey::from_jwk("{\n \"kty\" 1}").unwrap_err();
        assert_eq!(fault.to_string(), "the JWK is not JSON: line 2, column 8 of its text");
    }
}
