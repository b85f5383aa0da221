//! Certificates that stand compressed on a card, to save room.

use flate2::read::{GzDecoder, ZlibDecoder};
use std::io::Read;

/// No certificate of a person is larger; what inflates to more is hostile.
const LARGEST: u64 = 0x8000;

/// How compressed bytes begin.
const GZIP: [u8; 2] = [0x1F, 0x8B];
/// Deflate with a window of up to 32 kB (RFC 1950 §2.2).
const ZLIB: u8 = 0x78;

/// The certificate in `bytes`, whatever their flag says of compression: gzip (RFC 1952), which SP 800-73 names, zlib
/// (RFC 1950), which some cards carry, or the certificate itself. Both compressions carry a checksum, which is compared.
///
/// # Errors
/// The compressed bytes are damaged or cut short, or inflate to more than a certificate has.
pub(super) fn certificate(bytes: &[u8]) -> Result<Vec<u8>, String> {
    match bytes {
        [first, second, ..] if [*first, *second] == GZIP => bounded(GzDecoder::new(bytes)),
        [ZLIB, ..] => bounded(ZlibDecoder::new(bytes)),
        _ => Ok(bytes.to_vec()),
    }
}

fn bounded(decoder: impl Read) -> Result<Vec<u8>, String> {
    let mut inflated = Vec::new();
    match decoder.take(LARGEST + 1).read_to_end(&mut inflated) {
        Err(error) => Err(format!("compressed bytes that cannot be inflated: {error}")),
        Ok(length) if length as u64 > LARGEST => Err(format!("inflates to more than {LARGEST} bytes")),
        Ok(_) => Ok(inflated),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn both_compressions_and_none_are_read() {
        let certificate = [&[0x30, 0x82, 0x03, 0xE8][..], &[7; 1000]].concat();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(&certificate).unwrap();
        for bytes in [certificate.clone(), gzip(&certificate), zlib.finish().unwrap()] {
            assert_eq!(super::certificate(&bytes), Ok(certificate.clone()));
        }
        assert_eq!(super::certificate(&[]), Ok(Vec::new()));
    }

    #[test]
    fn damage_a_cut_and_a_bomb_are_refused() {
        let whole = gzip(&[7; 1000]);
        for at in 0..whole.len() {
            assert_ne!(certificate(&whole[..at]), Ok(vec![7; 1000]), "cut at {at}");
        }
        let mut damaged = whole.clone();
        let checksum = damaged.len() - 8;
        damaged[checksum] ^= 1;
        assert!(certificate(&damaged).is_err());
        assert!(certificate(&gzip(&vec![0; 10_000_000])).is_err_and(|error| error.contains("more than")));
    }
}
