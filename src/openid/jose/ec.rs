//! Keys on the curves P-256, P-384 and P-521 (RFC 7518 §6.2). `ring` has the first two.

use super::members::{Members, Octets};
use super::{Curve, KeyFault, SignFault};
use p521::ecdsa::signature::{Signer, Verifier};
use ring::rand::SystemRandom;
use ring::signature::{
    self, EcdsaKeyPair, EcdsaSigningAlgorithm, EcdsaVerificationAlgorithm, KeyPair, UnparsedPublicKey,
};

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct EcPublic {
    /// On which curve.
    pub curve: Curve,
    /// The point, uncompressed: 04, x, y (SEC 1 §2.3.3).
    point: Vec<u8>,
}

/// A private key.
pub(super) enum EcPair {
    /// On P-256 or P-384.
    Ring(Box<EcdsaKeyPair>),
    /// On P-521. It is wiped when it is dropped, and its signatures are deterministic (RFC 6979).
    P521(Box<p521::ecdsa::SigningKey>),
}

impl EcPublic {
    pub(super) fn read(members: Members<'_>) -> Result<Self, KeyFault> {
        let curve = match members.text("crv")? {
            None => return Err(KeyFault::MemberMissing { member: "crv" }),
            Some("P-256") => Curve::P256,
            Some("P-384") => Curve::P384,
            Some("P-521") => Curve::P521,
            Some(_) => return Err(KeyFault::UnknownCurve),
        };
        let (x, y) = (octets(members, "x", curve)?, octets(members, "y", curve)?);
        Ok(EcPublic { curve, point: [&[4][..], &x, &y].concat() })
    }

    /// `x` and `y`.
    pub(super) fn coordinates(&self) -> (&[u8], &[u8]) {
        self.point[1..].split_at(self.curve.octets())
    }
}

impl EcPair {
    /// The private half of a key.
    pub(super) fn read(members: Members<'_>, public: &EcPublic) -> Result<Self, KeyFault> {
        if members.get("d").is_none() {
            return Err(KeyFault::PublicOnly { member: "d" });
        }
        let d = octets(members, "d", public.curve)?;
        match signing(public.curve) {
            Some(algorithm) => EcdsaKeyPair::from_private_key_and_public_key(
                algorithm,
                &d,
                &public.point,
                &SystemRandom::new(),
            )
            .map(|pair| EcPair::Ring(Box::new(pair)))
            .map_err(|_| KeyFault::NotOfOneKey),
            None => p521::ecdsa::SigningKey::from_slice(&d)
                .ok()
                .filter(|key| key.verifying_key().to_sec1_point(false).as_bytes() == public.point)
                .map(|key| EcPair::P521(Box::new(key)))
                .ok_or(KeyFault::NotOfOneKey),
        }
    }

    /// A key on P-256 that nobody had before.
    pub(super) fn generate() -> Result<(Self, EcPublic), SignFault> {
        let (rng, algorithm) = (SystemRandom::new(), &signature::ECDSA_P256_SHA256_FIXED_SIGNING);
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &rng).map_err(|_| SignFault::Failed)?;
        let pair =
            EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &rng).map_err(|_| SignFault::Failed)?;
        let public = EcPublic { curve: Curve::P256, point: pair.public_key().as_ref().to_vec() };
        Ok((EcPair::Ring(Box::new(pair)), public))
    }

    /// Signs by the one algorithm of the curve: `r` and `s` one after the other (RFC 7518 §3.4).
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignFault> {
        match self {
            EcPair::Ring(pair) => {
                let signature = pair.sign(&SystemRandom::new(), message).map_err(|_| SignFault::Failed)?;
                Ok(signature.as_ref().to_vec())
            }
            EcPair::P521(key) => {
                let signature: p521::ecdsa::Signature =
                    key.try_sign(message).map_err(|_| SignFault::Failed)?;
                Ok(signature.to_bytes().to_vec())
            }
        }
    }
}

/// Whether the key made this signature by the one algorithm of its curve.
pub(super) fn verifies(key: &EcPublic, message: &[u8], signature: &[u8]) -> bool {
    match verifying(key.curve) {
        Some(algorithm) => UnparsedPublicKey::new(algorithm, &key.point).verify(message, signature).is_ok(),
        None => {
            let key = p521::ecdsa::VerifyingKey::from_sec1_bytes(&key.point);
            let signature = p521::ecdsa::Signature::from_slice(signature);
            key.and_then(|key| key.verify(message, &signature?)).is_ok()
        }
    }
}

fn signing(curve: Curve) -> Option<&'static EcdsaSigningAlgorithm> {
    match curve {
        Curve::P256 => Some(&signature::ECDSA_P256_SHA256_FIXED_SIGNING),
        Curve::P384 => Some(&signature::ECDSA_P384_SHA384_FIXED_SIGNING),
        Curve::P521 => None,
    }
}

fn verifying(curve: Curve) -> Option<&'static EcdsaVerificationAlgorithm> {
    match curve {
        Curve::P256 => Some(&signature::ECDSA_P256_SHA256_FIXED),
        Curve::P384 => Some(&signature::ECDSA_P384_SHA384_FIXED),
        Curve::P521 => None,
    }
}

/// A member as long as the curve's numbers: leading zeros are not left out (RFC 7518 §6.2.1.2 and §6.2.2.1).
fn octets(members: Members<'_>, member: &'static str, curve: Curve) -> Result<Octets, KeyFault> {
    let octets = members.octets(member)?;
    match octets.len() == curve.octets() {
        true => Ok(octets),
        false => Err(KeyFault::OctetLength {
            member,
            curve: curve.name(),
            octets: octets.len(),
            expected: curve.octets(),
        }),
    }
}
