//! What a reader can do beyond carrying commands (PC/SC part 10).

/// `CM_IOCTL_GET_FEATURE_REQUEST`, part 10 §2.2.
pub const GET_FEATURE_REQUEST: u32 = 3400;
/// `FEATURE_VERIFY_PIN_DIRECT`, part 10 §2.2: the PIN is entered at the reader and goes to the card only.
const VERIFY_PIN_DIRECT: u8 = 0x06;

/// Whether a feature list names a PIN pad. Each entry is tag, length, value; a cut list counts up to the cut.
pub fn has_pin_pad(mut features: &[u8]) -> bool {
    while let [tag, length, rest @ ..] = features {
        let Some(value) = rest.get(usize::from(*length)..) else { return false };
        if *tag == VERIFY_PIN_DIRECT {
            return true;
        }
        features = value;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_pad_is_found_among_features() {
        assert!(has_pin_pad(&[0x12, 4, 0x42, 0x33, 0, 0x12, 0x06, 4, 0x42, 0x33, 0, 0x06]));
        assert!(!has_pin_pad(&[0x12, 4, 0x42, 0x33, 0, 0x06]));
        assert!(!has_pin_pad(&[0x06, 4, 0x42]));
        assert!(!has_pin_pad(&[0x06]));
        assert!(!has_pin_pad(&[]));
    }
}
