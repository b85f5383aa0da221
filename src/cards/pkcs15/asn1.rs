//! The few ASN.1 values that PKCS#15 directories use.

use crate::facts;
use crate::iso7816::tlv::Tlv;

/// A non-negative INTEGER or ENUMERATED that fits 32 bits.
pub(super) fn unsigned(field: &Tlv<'_>) -> Option<u32> {
    let digits = match field.value {
        [0, rest @ ..] => rest,
        [first, ..] if first & 0x80 != 0 => return None,
        digits => digits,
    };
    (!field.value.is_empty() && digits.len() <= 4)
        .then(|| digits.iter().fold(0, |value, byte| value << 8 | u32::from(*byte)))
}

/// A UTF8String; bytes that are no UTF-8 are read as Latin-1, which some cards write. Padding and control
/// characters are dropped. `None` when nothing is left.
pub(super) fn text(field: &Tlv<'_>) -> Option<String> {
    let text = match std::str::from_utf8(field.value) {
        Ok(text) => text.to_owned(),
        Err(_) => field.value.iter().map(|byte| char::from(*byte)).collect(),
    };
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// An OCTET STRING as upper-case hex; `None` when empty.
pub(super) fn hex(field: &Tlv<'_>) -> Option<String> {
    (!field.value.is_empty()).then(|| facts::hex(field.value))
}

/// The numbers of the bits that a BIT STRING sets, bit 0 the first.
pub(super) fn bits(field: &Tlv<'_>) -> Vec<u8> {
    let Some((_unused, bytes)) = field.value.split_first() else { return Vec::new() };
    let set = |at: usize| bytes[at / 8] & (0x80 >> (at % 8)) != 0;
    (0..bytes.len().min(8) * 8).filter(|at| set(*at)).map(|at| at as u8).collect()
}

/// The names of the bits that a BIT STRING sets.
pub(super) fn flags(field: &Tlv<'_>, names: &[&str]) -> Vec<String> {
    bits(field).iter().filter_map(|bit| names.get(usize::from(*bit))).map(|name| (*name).to_owned()).collect()
}
