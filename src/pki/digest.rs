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

#[cfg(test)]
mod tests {
    use super::hashes_to;

    #[test]
    fn a_hash_is_by_the_algorithm_that_is_named_and_by_sha_1_where_none_is() {
        // FIPS 180: SHA-1 and SHA-256 of "abc".
        let sha1 = [
            0xA9, 0x99, 0x3E, 0x36, 0x47, 0x06, 0x81, 0x6A, 0xBA, 0x3E, 0x25, 0x71, 0x78, 0x50, 0xC2, 0x6C,
            0x9C, 0xD0, 0xD8, 0x9D,
        ];
        let sha256 = [0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
        assert_eq!(hashes_to(None, &sha1, b"abc"), Some(true));
        assert_eq!(hashes_to(None, &sha1, b"abd"), Some(false));
        assert_eq!(hashes_to(Some(&sha256), &sha1, b"abc"), Some(false));
        assert_eq!(hashes_to(Some(&[0x2A]), &sha1, b"abc"), None);
    }
}
