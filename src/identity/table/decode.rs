//! Bytes to text: what Excel, Notepad and HR systems have saved lists as.

use crate::identity::codepage::Codepage;
use crate::identity::problem::{Fault, Problem};
use std::borrow::Cow;

/// A text, and how it was written.
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
}

/// The text, or why there is none.
pub(super) fn decode(bytes: &[u8]) -> Result<Decoded<'_>, Vec<Problem>> {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => eight_bits(rest),
        [0xFF, 0xFE, rest @ ..] => sixteen_bits(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => sixteen_bits(rest, u16::from_be_bytes),
        _ => eight_bits(bytes),
    }
}

fn eight_bits(bytes: &[u8]) -> Result<Decoded<'_>, Vec<Problem>> {
    if let Some(at) = bytes.iter().position(|byte| matches!(byte, 0..=8 | 14..=26 | 28..=31)) {
        return Err(vec![at_byte(bytes, at, Fault::NotATable)]);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Decoded { text: Cow::Borrowed(text), encoding: "utf-8" }),
        Err(_) => older(bytes),
    }
}

/// Not UTF-8 as a whole. Where some lines are, and have letters that ASCII lacks, two lists were put into one file.
fn older(bytes: &[u8]) -> Result<Decoded<'_>, Vec<Problem>> {
    let mut mixed = Vec::new();
    let mut has_utf8 = false;
    let mut start = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(text) => has_utf8 |= !text.is_ascii(),
            Err(error) => {
                has_utf8 |= !line[..error.valid_up_to()].is_ascii();
                mixed.push(start + error.valid_up_to());
            }
        }
        start += line.len();
    }
    if has_utf8 {
        return Err(mixed.into_iter().map(|at| at_byte(bytes, at, Fault::MixedEncodings)).collect());
    }
    let (page, encoding) = match looks_like_dos(bytes) {
        true => (Codepage::Cp865, "cp865"),
        false => (Codepage::Windows1252, "windows-1252"),
    };
    let text = page.decode(bytes).unwrap_or_default();
    Ok(Decoded { text: Cow::Owned(text), encoding })
}

/// æ, ø and å are other bytes in DOS than in Windows; the letters of the one are signs of the other that no name has.
fn looks_like_dos(bytes: &[u8]) -> bool {
    let count = |letters: &[u8]| bytes.iter().filter(|byte| letters.contains(byte)).count();
    count(&[0x91, 0x9B, 0x86, 0x92, 0x9D, 0x8F]) > count(&[0xE6, 0xF8, 0xE5, 0xC6, 0xD8, 0xC5])
}

fn sixteen_bits(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<Decoded<'_>, Vec<Problem>> {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
    match String::from_utf16(&units) {
        Ok(text) if bytes.len().is_multiple_of(2) && !text.contains('\0') => {
            Ok(Decoded { text: Cow::Owned(text), encoding: "utf-16" })
        }
        _ => Err(vec![Problem::of_file(Fault::NotATable)]),
    }
}

/// The place of a byte: its line, and its column as the separators before it count.
fn at_byte(bytes: &[u8], at: usize, fault: Fault) -> Problem {
    let before = &bytes[..at];
    let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
    let own = before.rsplit(|byte| *byte == b'\n').next().unwrap_or_default();
    let separator = own.iter().filter(|byte| matches!(byte, b';' | b'\t')).count();
    let commas = own.iter().filter(|byte| **byte == b',').count();
    let column = 1 + if separator > 0 { separator } else { commas };
    Problem::at(u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX), fault)
}
