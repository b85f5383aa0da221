//! Fingerprints.

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, SHA384, SHA512, digest};

/// SHA-256, lower-case hex.
pub fn sha256(bytes: &[u8]) -> String {
    hex(digest(&SHA256, bytes).as_ref())
}

/// Whether `value` is the hash of `bytes` by the algorithm of that object identifier (its content bytes), SHA-1 where
/// none is named; `None` for an algorithm that nobody here knows.
pub fn hashes_to(algorithm: Option<&[u8]>, value: &[u8], bytes: &[u8]) -> Option<bool> {
    let algorithm = match algorithm {
        None | Some([0x2B, 0x0E, 0x03, 0x02, 0x1A]) => &SHA1_FOR_LEGACY_USE_ONLY,
        // 2.16.840.1.101.3.4.2.1 and its neighbours.
        Some([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01]) => &SHA256,
        Some([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02]) => &SHA384,
        Some([0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x03]) => &SHA512,
        Some(_) => return None,
    };
    Some(digest(algorithm, bytes).as_ref() == value)
}

/// Lower-case hex.
pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
