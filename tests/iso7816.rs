//! No bytes make the decoders panic.

use eid_ready::iso7816::atr::Atr;
use proptest::prelude::*;

/// A true answer, so that cutting and changing it reaches every branch.
const TRUE: [u8; 25] = [
    0x3B, 0xFF, 0x96, 0x00, 0x00, 0x81, 0x31, 0xFE, 0x43, 0x80, 0x31, 0x80, 0x65, 0xB0, 0x84, 0x61, 0x60,
    0xFB, 0x12, 0x0F, 0xFD, 0x82, 0x90, 0x00, 0x0C,
];

fn ask_everything(bytes: &[u8]) {
    let Ok(atr) = Atr::parse(bytes) else { return };
    assert_eq!(atr.bytes(), bytes);
    assert!(!atr.protocols().is_empty());
    let _ = (atr.speed(), atr.waiting_integer(), atr.card_field_size(), atr.block_waiting(), atr.check());
    let _ = (atr.status_indicator(), atr.dir_by_read_record(), atr.says_extended_length());
    for tag in 0..=0xFF {
        let _ = atr.compact(tag);
    }
}

#[test]
fn a_cut_answer_to_reset_is_refused() {
    for length in 0..TRUE.len() {
        assert!(Atr::parse(&TRUE[..length]).is_err(), "{length}");
    }
    assert!(Atr::parse(&TRUE).is_ok());
}

proptest! {
    #[test]
    fn any_bytes_are_decoded_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
        ask_everything(&bytes);
        let mut begun = vec![0x3B];
        begun.extend_from_slice(&bytes);
        ask_everything(&begun);
    }

    #[test]
    fn a_changed_answer_is_decoded_or_refused(at in 1..TRUE.len(), byte: u8, length in 0..=TRUE.len()) {
        let mut bytes = TRUE;
        bytes[at] = byte;
        ask_everything(&bytes[..length]);
    }

    #[test]
    fn any_historical_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..16)) {
        let mut atr = vec![0x3B, bytes.len() as u8 & 0x0F];
        atr.extend_from_slice(&bytes[..bytes.len() & 0x0F]);
        prop_assert!(Atr::parse(&atr).is_ok());
        ask_everything(&atr);
    }
}
