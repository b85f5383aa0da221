//! What Windows' minidrivers put on cards of different makes: files by name, certificates compressed.
//!
//! The names and the container map are in Microsoft's minidriver specification; how a certificate stands in its file is
//! not, and is known from programs that read such cards alike (GIDS and IDPrime drivers).

use super::inflate;

/// The directory of what belongs to keys.
pub(super) const MSCP: &str = "mscp";

/// Whether a file of that name holds a certificate, and the key container it belongs to: `kxc00` for a key that may
/// encrypt, `ksc00` for one that only signs.
pub(super) fn container_of(name: &str) -> Option<u8> {
    let number = name.strip_prefix("kxc").or_else(|| name.strip_prefix("ksc"))?;
    let digits = number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_hexdigit());
    digits.then(|| u8::from_str_radix(number, 16).ok()).flatten()
}

/// A name in a field of fixed length, filled with zeros; `None` where it is none.
pub(super) fn name(field: &[u8]) -> Option<&str> {
    let length = field.iter().position(|byte| *byte == 0).unwrap_or(field.len());
    let (name, filling) = field.split_at(length);
    let plain = name.iter().all(u8::is_ascii_graphic) && filling.iter().all(|byte| *byte == 0);
    std::str::from_utf8(name).ok().filter(|_| plain)
}

/// The certificate in such a file: 01 00, its length (the low byte first), then zlib; or the certificate as it is.
///
/// # Errors
/// It is damaged, cut short, or not as long as it says.
pub(super) fn certificate(file: &[u8]) -> Result<Vec<u8>, String> {
    match file {
        [0x01, 0x00, low, high, compressed @ ..] => {
            let length = usize::from(u16::from_le_bytes([*low, *high]));
            let inflated = inflate::certificate(compressed)?;
            match inflated.len() == length {
                true => Ok(inflated),
                false => Err(format!("inflates to {} bytes, where {length} are told", inflated.len())),
            }
        }
        _ => inflate::certificate(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_plain_and_filled_with_zeros() {
        assert_eq!(name(b"mscp\0\0\0\0\0"), Some("mscp"));
        assert_eq!(name(b"cmapfile"), Some("cmapfile"));
        assert_eq!(name(&[0; 9]), Some(""));
        assert_eq!(name(b"mscp\0\0x\0\0"), None);
        assert_eq!(name(b"ms\x07p\0"), None);
        assert_eq!((container_of("kxc00"), container_of("ksc1F")), (Some(0), Some(31)));
        assert_eq!(["kxc", "kxc0", "kxc+1", "cmapfile", "kyc00"].map(container_of), [None; 5]);
    }

    #[test]
    fn a_length_that_is_not_true_is_refused() {
        assert_eq!(certificate(&[0x30, 0x00]), Ok(vec![0x30, 0x00]));
        assert_eq!(certificate(&[0x01, 0x00, 0x02, 0x00, 0x30, 0x00]), Ok(vec![0x30, 0x00]));
        assert!(certificate(&[0x01, 0x00, 0x03, 0x00, 0x30, 0x00]).is_err());
    }
}
