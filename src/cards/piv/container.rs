//! What the data objects of a PIV card hold (SP 800-73-4 part 1, appendix A).

use crate::cards::inflate;
use crate::iso7816::tlv::{Objects, Tlv, TlvError};

/// A container's value stands behind this tag (part 2 §3.1.2).
const CONTAINER: u32 = 0x53;

/// The certificate in the answer to GET DATA; `None` when the container is there and empty.
///
/// # Errors
/// It is no container, or its certificate is cut short or cannot be inflated.
pub(super) fn certificate(answer: &[u8]) -> Result<Option<Vec<u8>>, String> {
    /// The certificate itself; CertInfo (71), which says whether it is compressed, is not needed to see that.
    const CERTIFICATE: u32 = 0x70;
    let fields = fields(answer)?;
    if fields.is_empty() {
        return Ok(None);
    }
    let field =
        fields.iter().find(|field| field.tag == CERTIFICATE).ok_or("a container without certificate")?;
    if field.value.is_empty() {
        return Ok(None);
    }
    inflate::certificate(field.value).map(Some)
}

/// How many retired keys have their certificates on the card, as the key history says (part 1 §3.3.3).
///
/// # Errors
/// It is no container.
pub(super) fn retired_certificates(answer: &[u8]) -> Result<usize, String> {
    const WITH_CERTIFICATE_ON_CARD: u32 = 0xC1;
    let fields = fields(answer)?;
    let count = fields.iter().find(|field| field.tag == WITH_CERTIFICATE_ON_CARD);
    Ok(count.and_then(|field| field.value.first().copied()).map_or(0, usize::from))
}

/// Whether the discovery object says that the card's global PIN opens the application too, bit 6 of the first byte of
/// the PIN usage policy (part 1 §3.3.2).
///
/// # Errors
/// It is no discovery object.
pub(super) fn takes_global_pin(answer: &[u8]) -> Result<bool, String> {
    const DISCOVERY: u32 = 0x7E;
    const PIN_USAGE_POLICY: u32 = 0x5F2F;
    const GLOBAL_PIN: u8 = 0x20;
    let object = Tlv::first(answer).map_err(told)?;
    if object.tag != DISCOVERY {
        return Err(format!("tag {:X} is no discovery object", object.tag));
    }
    let policy = object.child(PIN_USAGE_POLICY).ok_or("a discovery object without PIN usage policy")?;
    match policy.value {
        [first, _] => Ok(first & GLOBAL_PIN != 0),
        other => Err(format!("a PIN usage policy of {} bytes", other.len())),
    }
}

fn fields(answer: &[u8]) -> Result<Vec<Tlv<'_>>, String> {
    let container = Tlv::first(answer).map_err(told)?;
    if container.tag != CONTAINER {
        return Err(format!("tag {:X} is no container", container.tag));
    }
    Objects::new(container.value).collect::<Result<_, _>>().map_err(told)
}

fn told(error: TlvError) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_stands_in_its_container() {
        let whole = [0x53, 0x09, 0x70, 0x02, 0x30, 0x00, 0x71, 0x01, 0x00, 0xFE, 0x00];
        assert_eq!(certificate(&whole), Ok(Some(vec![0x30, 0x00])));
        assert_eq!(certificate(&[0x53, 0x00]), Ok(None));
        assert_eq!(certificate(&[0x53, 0x02, 0x70, 0x00]), Ok(None));
        for broken in [&whole[..10], &[0x54, 0x00], &[0x53, 0x02, 0xFE, 0x00], &[0x53, 0x02, 0x70, 0x09], &[]]
        {
            assert!(certificate(broken).is_err(), "{broken:02X?}");
        }
    }

    #[test]
    fn the_policy_tells_which_pins_there_are() {
        let discovery = |policy: u8| [0x7E, 0x05, 0x5F, 0x2F, 0x02, policy, 0x10];
        assert_eq!(takes_global_pin(&discovery(0x40)), Ok(false));
        assert_eq!(takes_global_pin(&discovery(0x60)), Ok(true));
        assert!(takes_global_pin(&[0x7E, 0x00]).is_err());
        assert!(takes_global_pin(&[0x53, 0x00]).is_err());
    }

    #[test]
    fn the_key_history_counts() {
        assert_eq!(retired_certificates(&[0x53, 0x03, 0xC1, 0x01, 0x05]), Ok(5));
        assert_eq!(retired_certificates(&[0x53, 0x00]), Ok(0));
        assert!(retired_certificates(&[0x7E, 0x00]).is_err());
    }
}
