//! Answers to reset that are publicly listed, decoded by hand.

use super::*;

fn atr(hex: &str) -> Atr {
    Atr::parse(&bytes(hex)).unwrap_or_else(|error| panic!("{hex}: {error}"))
}

fn bytes(hex: &str) -> Vec<u8> {
    hex.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).expect("hex")).collect()
}

const BUYPASS_NEWEST: &str = "3B 9F 96 40 0A 80 31 E0 6B 04 52 05 02 4F 55 55 55 55 55 55";
const BUYPASS: &[&str] = &[
    "3B 6F 00 00 80 31 E0 5B 4E 4F 4B 00 00 00 00 00 00 02 00",
    "3B 6F 00 00 80 31 E0 6B 04 20 05 02 30 55 55 55 55 55 55",
    "3B 6F 00 00 80 31 E0 6B 04 20 05 02 47 55 55 55 55 55 55",
    "3B 6F 00 00 80 31 E0 6B 04 20 05 02 58 55 55 55 55 55 55",
    "3B 6F 00 00 80 31 E0 6B 04 21 05 02 61 55 55 55 55 55 55",
    "3B 9F 96 40 0A 80 31 E0 6B 04 20 05 02 58 55 55 55 55 55 55",
    "3B 9F 96 40 0A 80 31 E0 6B 04 21 05 02 61 55 55 55 55 55 55",
    "3B 9F 96 40 0A 80 31 E0 6B 04 31 05 02 A8 55 55 55 55 55 55",
    BUYPASS_NEWEST,
];
const IDPRIME_T0: &[&str] = &[
    "3B 7F 96 00 00 80 31 80 65 B0 84 61 60 FB 12 0F FD 82 90 00",
    "3B 7F 96 00 00 80 31 80 65 B0 85 59 56 FB 12 0F FE 82 90 00",
    "3B 7F 96 00 00 80 31 80 65 B0 85 05 00 39 12 0F FE 82 90 00",
    "3B 7F 96 00 00 80 31 80 65 B0 85 03 00 EF 12 0F FE 82 90 00",
];
const IDPRIME_T1: &[&str] = &[
    "3B FF 96 00 00 81 31 FE 43 80 31 80 65 B0 84 61 60 FB 12 0F FD 82 90 00 0C",
    "3B FF 96 00 00 81 31 FE 43 80 31 80 65 B0 85 59 56 FB 12 0F FE 82 90 00 00",
    "3B FF 96 00 00 81 31 FE 43 80 31 80 65 B0 84 65 66 FB 12 01 78 82 90 00 85",
];

#[test]
fn buypass_cards_speak_t0_and_read_ef_dir_by_record() {
    for hex in BUYPASS {
        let atr = atr(hex);
        assert_eq!(atr.protocols(), [0], "{hex}");
        assert_eq!(atr.check(), None, "{hex}");
        assert_eq!(atr.historical().len(), 15, "{hex}");
        assert_eq!(atr.service_data(), Some(0xE0), "{hex}");
        assert_eq!(atr.dir_by_read_record(), Some(true), "{hex}");
        assert_eq!((atr.selects_by_name(), atr.says_dir()), (Some(true), Some(true)), "{hex}");
        assert!(!atr.says_extended_length(), "{hex}");
        assert_eq!(atr.card_field_size(), None, "{hex}");
    }
    let newest = atr(BUYPASS_NEWEST);
    assert_eq!(newest.pre_issuing(), Some(&bytes("04 52 05 02 4F 55 55 55 55 55 55")[..]));
    assert_eq!(newest.speed(), Some((512, 32)));
    assert_eq!(newest.waiting_integer(), 0x0A);
    assert_eq!(newest.category(), Some(0x80));
}

#[test]
fn a_buypass_like_bank_card_offers_what_it_says() {
    // Listed under Buypass by mistake; inverse convention, T=0 by TD1 with TA2.
    let atr = atr("3F FD 11 25 02 50 80 0F 41 B0 0A 69 FF 4A 50 70 80 00 5A 45 03");
    assert_eq!(atr.convention(), Convention::Inverse);
    assert_eq!(atr.protocols(), [0]);
    assert_eq!(atr.service_data(), None);
}

#[test]
fn idprime_cards_say_no_ef_dir() {
    for hex in IDPRIME_T0.iter().chain(IDPRIME_T1) {
        let atr = atr(hex);
        assert_eq!(atr.service_data(), Some(0x80), "{hex}");
        assert_eq!(atr.says_dir(), Some(false), "{hex}");
        assert_eq!(atr.status_indicator(), Some(&[0x90, 0x00][..]), "{hex}");
    }
    for hex in IDPRIME_T0 {
        assert_eq!(atr(hex).protocols(), [0], "{hex}");
    }
    for hex in IDPRIME_T1 {
        let atr = atr(hex);
        assert_eq!(atr.protocols(), [1], "{hex}");
        assert_eq!(atr.card_field_size(), Some(0xFE), "{hex}");
        assert_eq!(atr.block_waiting(), Some((4, 3)), "{hex}");
    }
}

#[test]
fn the_check_byte_is_checked_and_not_demanded() {
    let good = atr("3B 81 01 80 00");
    assert_eq!(good.check(), Some(true));
    assert_eq!(good.card_field_size(), Some(32));
    assert_eq!(atr("3B 81 01 80 01").check(), Some(false));
    assert_eq!(Atr::parse(&bytes("3B 81 01 80")), Err(AtrError::Truncated { expected: 5, found: 4 }));
}

#[test]
fn extended_length_stands_in_the_third_capability() {
    assert!(atr("3B 85 01 80 73 00 00 40 B7").says_extended_length());
    assert!(!atr("3B 85 01 80 73 00 00 80 77").says_extended_length());
    assert!(!atr("3B 84 01 80 72 00 40 B7").says_extended_length());
    // A value that is cut off is none.
    assert!(!atr("3B 83 01 80 73 40 31").says_extended_length());
}

#[test]
fn other_categories_are_read_as_they_are() {
    // 00: compact TLV, then three bytes of status.
    let status_apart = atr("3B 06 00 31 C8 05 90 00");
    assert_eq!(status_apart.status_indicator(), Some(&[0x05, 0x90, 0x00][..]));
    assert_eq!(status_apart.service_data(), Some(0xC8));
    assert_eq!(status_apart.dir_by_read_record(), Some(false));
    // 10: a reference to data elsewhere; nothing inside is TLV.
    let reference = atr("3B 02 10 31");
    assert_eq!((reference.category(), reference.service_data()), (Some(0x10), None));
    // Proprietary, and none at all.
    assert_eq!(atr("3B 02 31 E0").service_data(), None);
    assert_eq!(atr("3B 00").category(), None);
    assert_eq!(atr("3B 01 00").status_indicator(), None);
}

#[test]
fn what_is_no_answer_to_reset_says_why() {
    assert_eq!(Atr::parse(&[]), Err(AtrError::Empty));
    assert_eq!(Atr::parse(&[0x3B; 34]), Err(AtrError::TooLong(34)));
    assert_eq!(Atr::parse(&[0x03, 0x00]), Err(AtrError::Convention(0x03)));
    assert_eq!(Atr::parse(&[0x3B, 0x00, 0x00]), Err(AtrError::Trailing(1)));
    assert_eq!(Atr::parse(&[0x3B]), Err(AtrError::Truncated { expected: 2, found: 1 }));
}
