//! RSA signatures that `ring` leaves out: keys under 2048 bits with SHA-384 or with PSS, and PSS with a salt of another
//! length than the hash's (RFC 8017).
//!
//! Buypass put keys of 2032 bits on its cards until 2021. Only public numbers are handled here, so time tells nothing.

use ring::digest::{Algorithm, digest};
use x509_parser::num_bigint::BigUint;

/// `DigestInfo` up to the digest for SHA-384, RFC 8017 §9.2 note 1.
const SHA384_PREFIX: [u8; 19] = [
    0x30, 0x41, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00,
    0x04, 0x30,
];

/// A public key as two numbers, big-endian, without leading zeros.
#[derive(Clone, Copy)]
pub(super) struct Numbers<'a> {
    /// The modulus.
    pub modulus: &'a [u8],
    /// The public exponent.
    pub exponent: &'a [u8],
    /// Length of the modulus in bits.
    pub bits: u32,
}

/// RSASSA-PKCS1-v1_5 with SHA-384 (RFC 8017 §8.2.2).
pub(super) fn pkcs1_sha384(key: Numbers<'_>, message: &[u8], signature: &[u8]) -> bool {
    let hash = digest(&ring::digest::SHA384, message);
    let tail = [&[0][..], &SHA384_PREFIX, hash.as_ref()].concat();
    let Some(padding) = key.modulus.len().checked_sub(tail.len() + 2) else { return false };
    let expected = [&[0, 1][..], &vec![0xff; padding], &tail].concat();
    encoded_message(key, signature).is_some_and(|encoded| encoded == expected)
}

/// RSASSA-PSS with a salt of so many bytes (RFC 8017 §8.1.2).
pub(super) fn pss(
    key: Numbers<'_>,
    hash: &'static Algorithm,
    salt: usize,
    message: &[u8],
    signature: &[u8],
) -> bool {
    encoded_message(key, signature)
        .is_some_and(|encoded| pss_holds(&encoded, key.bits, hash, salt, message).is_some())
}

/// The signature to the power of the exponent, as long as the modulus (RFC 8017 §5.2.2).
fn encoded_message(key: Numbers<'_>, signature: &[u8]) -> Option<Vec<u8>> {
    // The bounds that ring has: an exponent of at most 33 bits and not even.
    let sound = key.exponent.len() <= 5 && key.exponent.last().is_some_and(|byte| byte & 1 == 1);
    let modulus = BigUint::from_bytes_be(key.modulus);
    let number = BigUint::from_bytes_be(signature);
    if !sound || key.exponent == [1] || signature.len() != key.modulus.len() || number >= modulus {
        return None;
    }
    let power = number.modpow(&BigUint::from_bytes_be(key.exponent), &modulus).to_bytes_be();
    let mut encoded = vec![0; key.modulus.len().checked_sub(power.len())?];
    encoded.extend(power);
    Some(encoded)
}

/// EMSA-PSS-VERIFY (RFC 8017 §9.1.2), the steps in its order; `None` for "inconsistent".
fn pss_holds(
    encoded: &[u8],
    modulus_bits: u32,
    hash: &'static Algorithm,
    salt: usize,
    message: &[u8],
) -> Option<()> {
    let holds = |condition: bool| condition.then_some(());
    let bits = usize::try_from(modulus_bits.checked_sub(1)?).ok()?;
    let (surplus, encoded) = encoded.split_at_checked(encoded.len().checked_sub(bits.div_ceil(8))?)?;
    holds(surplus.iter().all(|byte| *byte == 0))?;

    let length = hash.output_len();
    let (trailer, encoded) = encoded.split_last()?;
    holds(*trailer == 0xbc)?;
    let (masked, digest_h) = encoded.split_at_checked(encoded.len().checked_sub(length)?)?;
    let mut block: Vec<u8> =
        masked.iter().zip(mask(hash, digest_h, masked.len())).map(|(one, two)| one ^ two).collect();
    let unused = u32::try_from(8 * masked.len() + 8 * length + 8 - bits).ok()?;
    let top = 0xffu8.checked_shr(unused)?;
    holds(masked.first()? & !top == 0)?;
    *block.first_mut()? &= top;

    let (padding, salt) = block.split_at_checked(block.len().checked_sub(salt)?)?;
    let (one, zeros) = padding.split_last()?;
    holds(*one == 1 && zeros.iter().all(|byte| *byte == 0))?;
    let again = [&[0; 8][..], digest(hash, message).as_ref(), salt].concat();
    holds(digest(hash, &again).as_ref() == digest_h)
}

/// MGF1 (RFC 8017 §B.2.1).
fn mask(hash: &'static Algorithm, seed: &[u8], length: usize) -> Vec<u8> {
    let blocks = (0u32..).flat_map(|counter| {
        let input = [seed, &counter.to_be_bytes()].concat();
        digest(hash, &input).as_ref().to_vec()
    });
    blocks.take(length).collect()
}
