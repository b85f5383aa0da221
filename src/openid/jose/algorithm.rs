//! Signature algorithms (RFC 7518 §3.1).

use super::{Curve, KeyType};
use ring::signature::{self, RsaEncoding, RsaParameters};

/// The value of `alg` of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rs256,
    /// RSASSA-PKCS1-v1_5 with SHA-384.
    Rs384,
    /// RSASSA-PKCS1-v1_5 with SHA-512.
    Rs512,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// RSASSA-PSS with SHA-384.
    Ps384,
    /// RSASSA-PSS with SHA-512.
    Ps512,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
    /// ECDSA on P-521 with SHA-512.
    Es512,
}

impl Algorithm {
    /// What an RSA key signs with, the one to prefer first: FAPI 2.0 §5.4 allows PS256 and not RS256.
    pub const RSA: &'static [Algorithm] = &[
        Algorithm::Ps256,
        Algorithm::Ps384,
        Algorithm::Ps512,
        Algorithm::Rs256,
        Algorithm::Rs384,
        Algorithm::Rs512,
    ];

    /// What a key can sign with, the one to prefer first.
    pub fn of(key_type: KeyType) -> &'static [Algorithm] {
        match key_type {
            KeyType::Rsa => Algorithm::RSA,
            KeyType::Ec(Curve::P256) => &[Algorithm::Es256],
            KeyType::Ec(Curve::P384) => &[Algorithm::Es384],
            KeyType::Ec(Curve::P521) => &[Algorithm::Es512],
        }
    }

    /// The algorithm of that name, which is case-sensitive.
    pub fn named(name: &str) -> Option<Algorithm> {
        let elliptic = [Algorithm::Es256, Algorithm::Es384, Algorithm::Es512];
        Algorithm::RSA.iter().copied().chain(elliptic).find(|algorithm| algorithm.name() == name)
    }

    /// Its registered name.
    pub fn name(self) -> &'static str {
        match self {
            Algorithm::Rs256 => "RS256",
            Algorithm::Rs384 => "RS384",
            Algorithm::Rs512 => "RS512",
            Algorithm::Ps256 => "PS256",
            Algorithm::Ps384 => "PS384",
            Algorithm::Ps512 => "PS512",
            Algorithm::Es256 => "ES256",
            Algorithm::Es384 => "ES384",
            Algorithm::Es512 => "ES512",
        }
    }

    /// How `ring` signs by it with an RSA key.
    pub(super) fn rsa_signing(self) -> Option<&'static dyn RsaEncoding> {
        Some(match self {
            Algorithm::Rs256 => &signature::RSA_PKCS1_SHA256,
            Algorithm::Rs384 => &signature::RSA_PKCS1_SHA384,
            Algorithm::Rs512 => &signature::RSA_PKCS1_SHA512,
            Algorithm::Ps256 => &signature::RSA_PSS_SHA256,
            Algorithm::Ps384 => &signature::RSA_PSS_SHA384,
            Algorithm::Ps512 => &signature::RSA_PSS_SHA512,
            Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 => return None,
        })
    }

    /// How `ring` verifies by it with an RSA key of at least 2048 bits.
    pub(super) fn rsa_verifying(self) -> Option<&'static RsaParameters> {
        Some(match self {
            Algorithm::Rs256 => &signature::RSA_PKCS1_2048_8192_SHA256,
            Algorithm::Rs384 => &signature::RSA_PKCS1_2048_8192_SHA384,
            Algorithm::Rs512 => &signature::RSA_PKCS1_2048_8192_SHA512,
            Algorithm::Ps256 => &signature::RSA_PSS_2048_8192_SHA256,
            Algorithm::Ps384 => &signature::RSA_PSS_2048_8192_SHA384,
            Algorithm::Ps512 => &signature::RSA_PSS_2048_8192_SHA512,
            Algorithm::Es256 | Algorithm::Es384 | Algorithm::Es512 => return None,
        })
    }
}

impl std::fmt::Display for Algorithm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        for key_type in
            [KeyType::Rsa, KeyType::Ec(Curve::P256), KeyType::Ec(Curve::P384), KeyType::Ec(Curve::P521)]
        {
            for algorithm in Algorithm::of(key_type) {
                assert_eq!(Algorithm::named(algorithm.name()), Some(*algorithm));
                assert_eq!(algorithm.rsa_signing().is_some(), key_type == KeyType::Rsa);
            }
        }
        assert_eq!(Algorithm::named("HS256"), None);
        assert_eq!(Algorithm::named("none"), None);
        assert_eq!(Algorithm::named("rs256"), None);
    }
}
