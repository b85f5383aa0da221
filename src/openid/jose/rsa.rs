//! RSA keys (RFC 7518 §6.3, RFC 8017 §3).

use super::members::{Members, Octets};
use super::{Algorithm, KeyFault, SignFault};
use num_bigint::BigUint;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair, KeyPairComponents, PublicKeyComponents};

/// A public key, numbers big-endian without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RsaPublic {
    /// The modulus.
    pub n: Vec<u8>,
    /// The public exponent.
    pub e: Vec<u8>,
}

/// What a private key has beside, numbers big-endian.
pub(super) struct RsaPrivate {
    pub d: Octets,
    pub p: Octets,
    pub q: Octets,
    pub dp: Octets,
    pub dq: Octets,
    pub qi: Octets,
}

impl RsaPublic {
    pub(super) fn read(members: Members<'_>) -> Result<Self, KeyFault> {
        Ok(RsaPublic::of(&members.octets("n")?, &members.octets("e")?))
    }

    /// Leading zeros are read past: RFC 7518 §2 has none, and others write numbers with a sign bit.
    pub(super) fn of(n: &[u8], e: &[u8]) -> Self {
        RsaPublic { n: without_zeros(n).to_vec(), e: without_zeros(e).to_vec() }
    }

    /// Length of the modulus.
    pub(super) fn bits(&self) -> u32 {
        // Members are bounded; no length comes near the bound of the type.
        u32::try_from(BigUint::from_bytes_be(&self.n).bits()).unwrap_or(u32::MAX)
    }

    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        algorithm.rsa_verifying().is_some_and(|parameters| {
            PublicKeyComponents { n: &self.n, e: &self.e }.verify(parameters, message, signature).is_ok()
        })
    }

    /// What can be asked of the public half of a key that is to sign.
    fn check(&self) -> Result<(), KeyFault> {
        let bits = self.bits();
        let e = BigUint::from_bytes_be(&self.e);
        match bits {
            0..2048 => Err(KeyFault::TooShort { bits }),
            4097.. => Err(KeyFault::TooLong { bits }),
            _ if !BigUint::from_bytes_be(&self.n).bit(0) => Err(KeyFault::EvenModulus),
            _ if !e.bit(0) || e < BigUint::from(65537u32) || e.bits() > 33 => Err(KeyFault::Exponent),
            // `ring` wants two primes of a multiple of 512 bits.
            _ if !bits.is_multiple_of(1024) => Err(KeyFault::UnusualSize { bits }),
            _ => Ok(()),
        }
    }
}

impl RsaPrivate {
    pub(super) fn read(members: Members<'_>) -> Result<Self, KeyFault> {
        if members.get("oth").is_some() {
            return Err(KeyFault::MultiPrime);
        }
        if members.get("d").is_none() {
            return Err(KeyFault::PublicOnly { member: "d" });
        }
        Ok(RsaPrivate {
            d: members.octets("d")?,
            p: members.octets("p")?,
            q: members.octets("q")?,
            dp: members.octets("dp")?,
            dq: members.octets("dq")?,
            qi: members.octets("qi")?,
        })
    }

    /// The pair, where every number of it follows from the others.
    pub(super) fn pair(&self, public: &RsaPublic) -> Result<KeyPair, KeyFault> {
        public.check()?;
        self.check(public)?;
        let components = KeyPairComponents {
            public_key: PublicKeyComponents { n: public.n.as_slice(), e: public.e.as_slice() },
            d: without_zeros(&self.d),
            p: without_zeros(&self.p),
            q: without_zeros(&self.q),
            dP: without_zeros(&self.dp),
            dQ: without_zeros(&self.dq),
            qInv: without_zeros(&self.qi),
        };
        KeyPair::from_components(&components)
            .map_err(|rejected| KeyFault::Refused { why: rejected.to_string() })
    }

    /// RFC 8017 §3.2. `ring` never looks at `d`, and at the exponents of the primes only when it signs. num-bigint
    /// neither wipes these numbers nor hides how long it takes with them: a key is read once, from a file at hand.
    fn check(&self, public: &RsaPublic) -> Result<(), KeyFault> {
        let number = |octets: &[u8]| BigUint::from_bytes_be(octets);
        let (n, e, one) = (number(&public.n), number(&public.e), BigUint::from(1u32));
        let (d, p, q) = (number(&self.d), number(&self.p), number(&self.q));
        if p <= one || q <= one || &p * &q != n {
            return Err(KeyFault::NotTheProduct);
        }
        let (p_1, q_1) = (&p - &one, &q - &one);
        // One modulo a least common multiple is one modulo each.
        let both = &d * &e;
        if &both % &p_1 != one || &both % &q_1 != one {
            return Err(KeyFault::PrivateExponent);
        }
        for (member, holds) in [
            ("dp", number(&self.dp) == &d % &p_1),
            ("dq", number(&self.dq) == &d % &q_1),
            ("qi", number(&self.qi) < p && number(&self.qi) * &q % &p == one),
        ] {
            if !holds {
                return Err(KeyFault::CrtValue { member });
            }
        }
        Ok(())
    }
}

/// Signs, with random numbers for PSS.
pub(super) fn sign(pair: &KeyPair, algorithm: Algorithm, message: &[u8]) -> Result<Vec<u8>, SignFault> {
    let encoding = algorithm.rsa_signing().ok_or(SignFault::Algorithm(algorithm))?;
    let mut signature = vec![0; pair.public().modulus_len()];
    pair.sign(encoding, &SystemRandom::new(), message, &mut signature).map_err(|_| SignFault::Failed)?;
    Ok(signature)
}

fn without_zeros(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}
