//! PEM (RFC 7468): blocks of base64 between two lines.

use super::CertificateError;
use base64::Engine;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};

/// The most blocks taken from one file.
const MOST: usize = 4096;

/// One block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// `CERTIFICATE`, `X509 CRL`…
    pub label: String,
    /// Where its first line begins, bytes from the start of the file.
    pub offset: usize,
    /// What it holds.
    pub der: Vec<u8>,
}

/// What begins a block.
const BEGIN: &str = "-----BEGIN ";

/// Whether a file holds PEM rather than DER.
pub fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(BEGIN.len()).any(|window| window == BEGIN.as_bytes())
}

/// The blocks of a file; what stands between them is for people.
///
/// # Errors
/// A block does not end, or is no base64.
pub fn blocks(bytes: &[u8]) -> Result<Vec<Block>, CertificateError> {
    let text = String::from_utf8_lossy(bytes);
    let mut blocks = Vec::new();
    for (offset, _) in text.match_indices(BEGIN).take(MOST) {
        let malformed = |what: &str| CertificateError { offset, what: what.to_owned() };
        let (label, rest) = text[offset + BEGIN.len()..]
            .split_once("-----")
            .ok_or_else(|| malformed("a block without a label"))?;
        let (body, _) = rest
            .split_once("-----END")
            .filter(|(body, _)| !body.contains(BEGIN))
            .ok_or_else(|| malformed("a block that does not end"))?;
        let body: String = body.split_whitespace().collect();
        let der = BASE64.decode(body).map_err(|error| malformed(&format!("no base64: {error}")))?;
        blocks.push(Block { label: label.to_owned(), offset, der });
    }
    Ok(blocks)
}

/// Some tools leave the padding out.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_stand_between_their_lines() {
        let text = "Kari\n-----BEGIN A-----\r\nAQI\r\n-----END A-----\nx\n-----BEGIN B C-----\nAw==\n-----END B C-----\n";
        let found = blocks(text.as_bytes()).unwrap();
        assert_eq!(found[0], Block { label: "A".to_owned(), offset: 5, der: vec![1, 2] });
        assert_eq!((found[1].label.as_str(), found[1].der.as_slice()), ("B C", &[3][..]));
        assert_eq!(&text[found[1].offset..][..11], BEGIN);
        assert!(is_pem(text.as_bytes()) && !is_pem(&[0x30, 0x82]));
    }

    #[test]
    fn a_broken_block_is_named_by_its_place() {
        for (text, what) in [
            ("xx-----BEGIN A-----\nAQI=", "does not end"),
            ("xx-----BEGIN A-----\nAQI=\n-----BEGIN B-----\nAQI=\n-----END B-----", "does not end"),
            ("xx-----BEGIN A-----\nAQ*=\n-----END A-----", "no base64"),
            ("xx-----BEGIN A", "without a label"),
        ] {
            let error = blocks(text.as_bytes()).unwrap_err();
            assert!(error.offset == 2 && error.what.contains(what), "{error}");
        }
    }
}
