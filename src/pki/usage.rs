//! Key usage (RFC 5280 §4.2.1.3).

/// The key usage bits, bit 0 (`digitalSignature`) lowest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct KeyUsage(pub u16);

const NAMES: [&str; 9] = [
    "digitalSignature",
    "nonRepudiation",
    "keyEncipherment",
    "dataEncipherment",
    "keyAgreement",
    "keyCertSign",
    "cRLSign",
    "encipherOnly",
    "decipherOnly",
];

impl KeyUsage {
    /// Whether the bit of that RFC 5280 name is set.
    pub fn has(self, name: &str) -> bool {
        NAMES.iter().position(|known| *known == name).is_some_and(|bit| self.0 & (1 << bit) != 0)
    }

    /// The RFC 5280 names of the bits that are set.
    pub fn names(self) -> Vec<String> {
        NAMES.iter().filter(|name| self.has(name)).map(|name| (*name).to_owned()).collect()
    }
}

/// The first sixteen bits of a BIT STRING's contents, bit 0 lowest; `None` where it is broken.
pub(super) fn bits(contents: &[u8]) -> Option<u16> {
    let (unused, bytes) = contents.split_first()?;
    let sound = *unused < 8 && (*unused == 0 || !bytes.is_empty());
    let word = |at: usize| bytes.get(at).copied().unwrap_or_default().reverse_bits();
    sound.then(|| u16::from_le_bytes([word(0), word(1)]))
}
