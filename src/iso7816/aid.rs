//! Registered application identifiers (ISO 7816-4 §12.2.3) that a clinic's card readers meet.

/// An application whose identifier is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Registered {
    /// The first bytes of its identifiers.
    pub prefix: &'static [u8],
    /// The name that people use.
    pub name: &'static str,
    /// It may be laid out as PKCS#15.
    pub pkcs15: bool,
}

/// PKCS#15 (PKCS#15 v1.1 §5.3).
pub const PKCS15: &[u8] = b"\xA0\x00\x00\x00\x63PKCS-15";
/// ISO 7816-15 itself (ISO 7816-15 §7.3.1).
pub const ISO7816_15: &[u8] = &[0xE8, 0x28, 0xBD, 0x08, 0x0F];

/// The known applications; the longer prefix before the shorter.
pub const REGISTERED: &[Registered] = &[
    of(PKCS15, "PKCS#15", true),
    of(ISO7816_15, "ISO 7816-15", true),
    of(&[0xA0, 0x00, 0x00, 0x00, 0x18, 0x80, 0x00, 0x00, 0x00, 0x06, 0x62], "IDPrime", false),
    of(&[0xA0, 0x00, 0x00, 0x03, 0x08], "PIV", false),
    of(&[0xA0, 0x00, 0x00, 0x03, 0x97], "GIDS", false),
    of(&[0xA0, 0x00, 0x00, 0x06, 0x47], "FIDO", false),
    of(&[0xD2, 0x76, 0x00, 0x01, 0x24], "OpenPGP", false),
    of(&[0xA0, 0x00, 0x00, 0x02, 0x47], "ICAO (pass)", false),
    of(&[0xA0, 0x00, 0x00, 0x00, 0x87], "SIM", false),
    of(&[0xA0, 0x00, 0x00, 0x00, 0x03], "Visa", false),
    of(&[0xA0, 0x00, 0x00, 0x00, 0x04], "Mastercard", false),
    of(&[0xD5, 0x78, 0x00, 0x00, 0x02], "BankAxept", false),
];

const fn of(prefix: &'static [u8], name: &'static str, pkcs15: bool) -> Registered {
    Registered { prefix, name, pkcs15 }
}

/// The known application of that identifier.
pub fn find(aid: &[u8]) -> Option<&'static Registered> {
    REGISTERED.iter().find(|known| aid.starts_with(known.prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_known_by_their_beginning() {
        assert_eq!(find(b"\xA0\x00\x00\x00\x63PKCS-15").map(|known| known.name), Some("PKCS#15"));
        assert_eq!(find(&[0xA0, 0, 0, 3, 8, 0, 0, 0x10, 0]).map(|known| known.name), Some("PIV"));
        assert_eq!(find(&[0xA0, 0, 0]), None);
    }
}
