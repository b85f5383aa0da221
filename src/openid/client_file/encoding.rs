//! From bytes to text: UTF-8, and what editors on Windows make of it.

use super::format::OtherFormat;
use super::{ClientFileFault, Oddity};
use zeroize::Zeroizing;

/// The text of the file, without byte order mark.
pub(super) fn text(bytes: &[u8], oddities: &mut Vec<Oddity>) -> Result<Zeroizing<String>, ClientFileFault> {
    let text = match bytes {
        [0xff, 0xfe, units @ ..] => utf_16(units, u16::from_le_bytes, oddities)?,
        [0xfe, 0xff, units @ ..] => utf_16(units, u16::from_be_bytes, oddities)?,
        _ => {
            if let Some(other) = OtherFormat::of(bytes) {
                return Err(ClientFileFault::Other(other));
            }
            let text = std::str::from_utf8(bytes).map_err(|_| ClientFileFault::NotText)?;
            let unmarked = text.strip_prefix('\u{feff}');
            oddities.extend(unmarked.map(|_| Oddity::ByteOrderMark));
            Zeroizing::new(unmarked.unwrap_or(text).to_owned())
        }
    };
    match text.trim().is_empty() {
        true => Err(ClientFileFault::Empty),
        false => Ok(text),
    }
}

fn utf_16(
    bytes: &[u8],
    unit: impl Fn([u8; 2]) -> u16,
    oddities: &mut Vec<Oddity>,
) -> Result<Zeroizing<String>, ClientFileFault> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(ClientFileFault::NotText) };
    let units: Zeroizing<Vec<u16>> = Zeroizing::new(pairs.iter().map(|pair| unit(*pair)).collect());
    let text = Zeroizing::new(String::from_utf16(&units).map_err(|_| ClientFileFault::NotText)?);
    oddities.push(Oddity::Utf16);
    match OtherFormat::of(text.as_bytes()) {
        Some(other) => Err(ClientFileFault::Other(other)),
        None => Ok(text),
    }
}
