//! A small DER writer (X.690 §10).

/// One data object.
pub fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    match content.len() {
        short @ 0..=127 => out.push(short as u8),
        long => {
            let bytes = long.to_be_bytes();
            let used = &bytes[bytes.iter().position(|byte| *byte != 0).unwrap()..];
            out.push(0x80 | used.len() as u8);
            out.extend_from_slice(used);
        }
    }
    out.extend_from_slice(content);
    out
}

pub fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

pub fn set(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x31, &parts.concat())
}

/// `[number]`, constructed, around whole data objects.
pub fn explicit(number: u8, parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0xA0 | number, &parts.concat())
}

/// `[number]`, primitive.
pub fn implicit(number: u8, content: &[u8]) -> Vec<u8> {
    tlv(0x80 | number, content)
}

pub fn boolean(value: bool) -> Vec<u8> {
    tlv(0x01, &[if value { 0xFF } else { 0x00 }])
}

/// A non-negative integer from its big-endian bytes.
pub fn unsigned(bytes: &[u8]) -> Vec<u8> {
    tlv(0x02, &unsigned_content(bytes))
}

pub fn integer(value: u64) -> Vec<u8> {
    unsigned(&value.to_be_bytes())
}

/// The content of an integer: as short as can be, positive.
pub fn unsigned_content(bytes: &[u8]) -> Vec<u8> {
    let start = bytes.iter().position(|byte| *byte != 0).unwrap_or(bytes.len() - 1);
    let sign = if bytes[start] & 0x80 != 0 { vec![0] } else { vec![] };
    [sign, bytes[start..].to_vec()].concat()
}

pub fn null() -> Vec<u8> {
    tlv(0x05, &[])
}

pub fn octets(bytes: &[u8]) -> Vec<u8> {
    tlv(0x04, bytes)
}

pub fn bit_string(bytes: &[u8]) -> Vec<u8> {
    tlv(0x03, &[&[0], bytes].concat())
}

/// A BIT STRING in which the bits of these numbers are set, without trailing zeros (X.690 §11.2.2).
pub fn named_bits(bits: &[u8]) -> Vec<u8> {
    let Some(last) = bits.iter().max() else { return tlv(0x03, &[0]) };
    let mut bytes = vec![0u8; usize::from(last / 8) + 1];
    for bit in bits {
        bytes[usize::from(bit / 8)] |= 0x80 >> (bit % 8);
    }
    tlv(0x03, &[&[7 - last % 8], bytes.as_slice()].concat())
}

pub fn utf8(text: &str) -> Vec<u8> {
    tlv(0x0C, text.as_bytes())
}

pub fn printable(bytes: &[u8]) -> Vec<u8> {
    tlv(0x13, bytes)
}

pub fn ia5(text: &str) -> Vec<u8> {
    tlv(0x16, text.as_bytes())
}

/// An object identifier from its dotted form.
pub fn oid(dotted: &str) -> Vec<u8> {
    let arcs: Vec<u64> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
    let mut content = Vec::new();
    for arc in std::iter::once(arcs[0] * 40 + arcs[1]).chain(arcs[2..].iter().copied()) {
        let groups = (0..10).rev().map(|at| (arc >> (7 * at)) as u8 & 0x7F).skip_while(|group| *group == 0);
        let mut groups: Vec<u8> = groups.map(|group| group | 0x80).collect();
        match groups.last_mut() {
            Some(last) => *last &= 0x7F,
            None => groups.push(0),
        }
        content.extend(groups);
    }
    tlv(0x06, &content)
}

/// A time as RFC 5280 §4.1.2.5 wants it: UTCTime until 2049, GeneralizedTime from 2050.
pub fn time(rfc3339: &str) -> Vec<u8> {
    let digits: String = rfc3339.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 14, "{rfc3339} has seconds and no fractions");
    if &digits[..4] < "2050" {
        tlv(0x17, format!("{}Z", &digits[2..]).as_bytes())
    } else {
        tlv(0x18, format!("{digits}Z").as_bytes())
    }
}

/// The content of the first data object in `bytes`, and what follows it; for keys, which are small and well formed.
pub fn read(bytes: &[u8]) -> (&[u8], &[u8]) {
    let (length, head) = match bytes[1] {
        short @ 0..=127 => (usize::from(short), 2),
        long => {
            let count = usize::from(long & 0x7F);
            let length = bytes[2..2 + count].iter().fold(0, |sum, byte| sum << 8 | usize::from(*byte));
            (length, 2 + count)
        }
    };
    bytes[head..].split_at(length)
}
