//! Certificates that stand compressed on a card, to save room.

use flate2::{Crc, Decompress, FlushDecompress, Status};

/// No certificate of a person is larger; what inflates to more is hostile.
const LARGEST: usize = 0x8000;

/// How compressed bytes begin: gzip with its one method (RFC 1952 §2.3.1), zlib with a window of 32 kB (RFC 1950 §2.2).
const GZIP: [u8; 3] = [0x1F, 0x8B, 0x08];
const ZLIB: u8 = 0x78;

/// The certificate in `bytes`, whatever their flag says of compression: gzip, which SP 800-73 names, zlib, which some cards
/// carry, or the certificate itself. Both compressions end with a checksum, which is compared.
///
/// # Errors
/// The compressed bytes are damaged or cut short, or inflate to more than a certificate has.
pub(super) fn certificate(bytes: &[u8]) -> Result<Vec<u8>, String> {
    match bytes {
        [first, second, third, rest @ ..] if [*first, *second, *third] == GZIP => gzip(rest),
        [ZLIB, ..] => inflated(bytes, true).map(|(inflated, _)| inflated),
        _ => Ok(bytes.to_vec()),
    }
}

/// One member of a gzip file (RFC 1952 §2.3), from its flags on.
fn gzip(bytes: &[u8]) -> Result<Vec<u8>, String> {
    const CUT: &str = "compressed bytes that end too early";
    const HEADER_CHECKSUM: u8 = 0x02;
    const EXTRA: u8 = 0x04;
    /// A name and a comment, each up to a zero byte.
    const TEXTS: [u8; 2] = [0x08, 0x10];
    // Time, flags of the compressor and operating system say nothing that counts.
    let (&[flags, _, _, _, _, _, _], mut rest) = bytes.split_first_chunk::<7>().ok_or(CUT)?;
    if flags & EXTRA != 0 {
        let (length, behind) = rest.split_first_chunk::<2>().ok_or(CUT)?;
        rest = behind.get(usize::from(u16::from_le_bytes(*length))..).ok_or(CUT)?;
    }
    for _ in TEXTS.iter().filter(|text| flags & **text != 0) {
        let end = rest.iter().position(|byte| *byte == 0).ok_or(CUT)?;
        rest = &rest[end + 1..];
    }
    if flags & HEADER_CHECKSUM != 0 {
        rest = rest.get(2..).ok_or(CUT)?;
    }
    let (inflated, used) = inflated(rest, false)?;
    let (checksum, _) = rest[used..].split_first_chunk::<4>().ok_or(CUT)?;
    let mut crc = Crc::new();
    crc.update(&inflated);
    if crc.sum() != u32::from_le_bytes(*checksum) {
        return Err("compressed bytes with a wrong checksum".into());
    }
    Ok(inflated)
}

/// What `bytes` inflate to, and how many of them that took.
fn inflated(bytes: &[u8], has_zlib_frame: bool) -> Result<(Vec<u8>, usize), String> {
    let mut decompress = Decompress::new(has_zlib_frame);
    let mut inflated = Vec::with_capacity(LARGEST);
    match decompress.decompress_vec(bytes, &mut inflated, FlushDecompress::Finish) {
        Ok(Status::StreamEnd) => Ok((inflated, decompress.total_in() as usize)),
        Ok(_) if inflated.len() >= LARGEST => Err(format!("inflates to more than {LARGEST} bytes")),
        Ok(_) => Err("compressed bytes that end too early".into()),
        Err(error) => Err(format!("compressed bytes that cannot be inflated: {error}")),
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

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn both_compressions_and_none_are_read() {
        let certificate = [&[0x30, 0x82, 0x03, 0xE8][..], &[7; 1000]].concat();
        let named = flate2::GzBuilder::new().filename("c").comment("d").extra([1, 2]);
        let mut named = named.write(Vec::new(), Compression::best());
        named.write_all(&certificate).unwrap();
        let named = named.finish().unwrap();
        for bytes in [certificate.clone(), gzip(&certificate), named, zlib(&certificate)] {
            assert_eq!(super::certificate(&bytes), Ok(certificate.clone()));
        }
        assert_eq!(super::certificate(&[]), Ok(Vec::new()));
    }

    #[test]
    fn damage_a_cut_and_a_bomb_are_refused() {
        for (whole, checksum) in [(gzip(&[7; 1000]), 8), (zlib(&[7; 1000]), 4)] {
            assert_eq!(certificate(&whole), Ok(vec![7; 1000]));
            for at in 3..whole.len() - 4 {
                assert!(certificate(&whole[..at]).is_err(), "cut at {at}");
            }
            let mut damaged = whole.clone();
            damaged[whole.len() - checksum] ^= 1;
            assert!(certificate(&damaged).is_err());
        }
        assert!(certificate(&gzip(&vec![0; 10_000_000])).is_err_and(|error| error.contains("more than")));
    }
}
