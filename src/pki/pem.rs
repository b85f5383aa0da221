//! PEM (RFC 7468): blocks of base64 between two lines.

use super::CertificateError;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};

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

/// One block as it stands in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Armoured<'a> {
    /// `CERTIFICATE`, `X509 CRL`…; empty where the first line does not end.
    pub label: &'a str,
    /// Where its first line begins, bytes from the start of the file.
    pub offset: usize,
    /// What stands between its two lines, where there are two.
    body: Option<&'a [u8]>,
}

/// What begins a block.
const BEGIN: &[u8] = b"-----BEGIN ";
/// What begins its last line.
const END: &[u8] = b"-----END";
/// What ends a line.
const DASHES: &[u8] = b"-----";

/// Whether a file holds PEM rather than DER, in which any text may stand.
pub fn is_pem(bytes: &[u8]) -> bool {
    !is_der(bytes) && find(bytes, BEGIN).is_some()
}

/// Whether a file begins as a SEQUENCE. 0x30 is also the digit 0, but after it no text has a length of several bytes, and
/// hardly one that is its own in one byte.
fn is_der(bytes: &[u8]) -> bool {
    match bytes {
        [0x30, 0x81..=0x84, ..] => true,
        [0x30, length @ 0..=0x7f, rest @ ..] => usize::from(*length) == rest.len(),
        _ => false,
    }
}

/// The blocks of a file; what stands between them is for people.
///
/// # Errors
/// A block does not end, or is no base64.
pub fn blocks(bytes: &[u8]) -> Result<Vec<Block>, CertificateError> {
    armoured(bytes).map(|block| block.decode()).collect()
}

/// The blocks of a file as they stand there, whatever they hold.
pub fn armoured(bytes: &[u8]) -> impl Iterator<Item = Armoured<'_>> {
    let mut next = find(bytes, BEGIN);
    std::iter::from_fn(move || {
        let offset = next?;
        let inside = &bytes[offset + BEGIN.len()..];
        let until = find(inside, BEGIN);
        next = until.map(|length| offset + BEGIN.len() + length);
        Some(Armoured::new(offset, &inside[..until.unwrap_or(inside.len())]))
    })
}

impl<'a> Armoured<'a> {
    /// The block that begins at `offset`, with what follows its beginning up to the next block.
    fn new(offset: usize, inside: &'a [u8]) -> Self {
        let line = &inside[..find(inside, b"\n").unwrap_or(inside.len())];
        let ends = find(line, DASHES);
        let label = ends.and_then(|length| std::str::from_utf8(&line[..length]).ok());
        let body = ends.map(|length| &inside[length + DASHES.len()..]);
        let body = body.and_then(|body| find(body, END).map(|length| &body[..length]));
        Armoured { label: label.unwrap_or_default(), offset, body }
    }

    /// What the block holds.
    ///
    /// # Errors
    /// The block does not end, or is no base64.
    pub fn decode(&self) -> Result<Block, CertificateError> {
        let malformed = |what: &str| CertificateError { offset: self.offset, what: what.to_owned() };
        if self.label.is_empty() {
            return Err(malformed("a block without a label"));
        }
        let body = self.body.ok_or_else(|| malformed("a block that does not end"))?;
        let der =
            decoded(without_headers(body)).map_err(|error| malformed(&format!("no base64: {error}")))?;
        Ok(Block { label: self.label.to_owned(), offset: self.offset, der })
    }
}

/// So much of a block is decoded at once, characters: a certificate, and of a revocation list of megabytes never more.
const PORTION: usize = 3_072;

/// What lines of base64 say.
fn decoded(lines: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let mut der = Vec::with_capacity(lines.len() / 4 * 3 + 3);
    let mut pending: Vec<u8> = Vec::with_capacity(lines.len().min(PORTION + 80));
    for line in lines.split(u8::is_ascii_whitespace) {
        pending.extend_from_slice(line);
        if pending.len() > PORTION {
            let whole = (pending.len() - 1) & !3;
            // The end of base64 is its end: what is filled up here is followed by more.
            if let Some(at) = pending[..whole].iter().position(|byte| *byte == b'=') {
                return Err(DecodeError::InvalidByte(at, b'='));
            }
            BASE64.decode_vec(&pending[..whole], &mut der)?;
            pending.drain(..whole);
        }
    }
    BASE64.decode_vec(&pending, &mut der)?;
    Ok(der)
}

/// Headers, such as `Proc-Type: 4,ENCRYPTED`, end with an empty line (RFC 1421 §4.4).
fn without_headers(body: &[u8]) -> &[u8] {
    if !body.contains(&b':') {
        return body;
    }
    let body = body.trim_ascii_start();
    let ends = [&b"\n\n"[..], b"\n\r\n"].iter().filter_map(|end| find(body, end)).min();
    ends.map_or(body, |end| &body[end..])
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    let first = what.first()?;
    let mut from = 0;
    loop {
        from += bytes.get(from..)?.iter().position(|byte| byte == first)?;
        if bytes[from..].starts_with(what) {
            return Some(from);
        }
        from += 1;
    }
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
        assert_eq!(&text.as_bytes()[found[1].offset..][..11], BEGIN);
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

    #[test]
    fn der_may_hold_any_text() {
        let text = [BEGIN, b"A-----"].concat();
        for (head, pem) in [
            (&[0x30, 17][..], false),
            (&[0x30, 0x82, 1, 0], false),
            (&[0x30, 18], true),
            (b"0 s:CN = A\n", true),
            (b"", true),
        ] {
            assert_eq!(is_pem(&[head, &text].concat()), pem, "{head:02x?}");
        }
    }

    #[test]
    fn one_line_is_enough() {
        assert_eq!(blocks(b"-----BEGIN A-----AQI=-----END A-----").unwrap()[0].der, [1, 2]);
    }

    #[test]
    fn no_block_is_dropped() {
        let text = "-----BEGIN A-----\nAQI=\n-----END A-----\n".repeat(5000);
        assert_eq!(blocks(text.as_bytes()).unwrap().len(), 5000);
    }

    #[test]
    fn headers_are_read_past() {
        for end in ["\n", "\r\n"] {
            let text =
                ["-----BEGIN A-----", "Proc-Type: 4,X", "DEK-Info: Y,", " 00", "", "AQI=", "-----END A-----"]
                    .join(end);
            assert_eq!(blocks(text.as_bytes()).unwrap()[0].der, [1, 2]);
        }
    }

    #[test]
    fn a_broken_block_costs_no_other() {
        let good = "-----BEGIN A-----\nAQI=\n-----END A-----\n";
        for bad in ["-----BEGIN B-----\n", "-----BEGIN B-----\n*\n-----END B-----\n", "-----BEGIN B\n"] {
            let text = format!("{good}\u{e6}\u{f8}{bad}{good}");
            let found: Vec<_> = armoured(text.as_bytes()).map(|block| block.decode()).collect();
            assert!(found.len() == 3 && found[0].is_ok() && found[1].is_err() && found[2].is_ok(), "{bad}");
        }
    }

    #[test]
    fn a_long_block_is_what_it_was_in_lines_of_any_length() {
        let der: Vec<u8> = (0..100_000_u32).map(|n| (n % 251) as u8).collect();
        let text = BASE64.encode(&der);
        for width in [1, 63, 64, 76, 5000, text.len()] {
            let lines: Vec<&str> =
                text.as_bytes().chunks(width).map(|line| std::str::from_utf8(line).unwrap()).collect();
            let block = format!("-----BEGIN A-----\n{}\n-----END A-----\n", lines.join("\r\n"));
            assert_eq!(blocks(block.as_bytes()).unwrap()[0].der, der, "{width}");
            let filled = block.replacen("-----\n", "-----\nAQ==", 1);
            assert!(blocks(filled.as_bytes()).unwrap_err().what.contains("no base64"), "{width}");
        }
    }
}
