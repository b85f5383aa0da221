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
    // Large, as all numbers for fast signing are in it.
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
