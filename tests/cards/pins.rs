//! What is asked about PINs, and what never is.

use super::desk::{Examined, examine};
use super::{card_of, catalogued, content, empty_card};
use crate::forge::pkcs15::{self, Layout, PIN_NEW, PIN_SET, PinEntry};
use eid_ready::judge::report::PinState;

/// The four certificates under one PIN of these flags, which the card treats as `lines` say.
fn card_with(pins: &[(&'static [u8], u8, &str)]) -> Examined {
    let mut content = content();
    let entry = |(flags, reference, lines): &(&'static [u8], u8, &str)| PinEntry {
        label: "PIN",
        reference: *reference,
        flags,
        min_length: 4,
        max_length: 8,
        lines: lines.lines().map(str::to_owned).collect(),
    };
    content.pins = pins.iter().map(entry).collect();
    examine(pkcs15::build(empty_card(), Layout::default(), &content).card())
}

#[test]
fn every_state_of_a_pin_is_told() {
    for (lines, flags, tries_left, state, ready) in [
        ("tries = 3\nlimit = 3", PIN_SET, Some(3), PinState::Ok, true),
        ("tries = 1\nlimit = 3", PIN_SET, Some(1), PinState::Ok, true),
        ("tries = 15\nlimit = 15", PIN_SET, Some(15), PinState::Ok, true),
        ("tries = 0\nlimit = 3", PIN_SET, Some(0), PinState::Blocked, false),
        ("tries = 3\nlimit = 3\nempty_verify = \"refused\"", PIN_SET, None, PinState::Unknown, true),
        ("tries = 3\nlimit = 3\ninitialised = false", PIN_NEW, None, PinState::NotActivated, false),
    ] {
        let examined = card_with(&[(flags, 0x81, lines)]);
        let pin = &examined.report.cards[0].pins[0];
        assert_eq!((pin.tries_left, pin.state), (tries_left, state), "{lines}");
        assert_eq!(examined.is_ready(), ready, "{lines}: {:?}", examined.findings());
        assert_eq!(examined.card.verify_attempts(), 0);
        assert!(examined.sent(0x20).all(|verify| verify.len() == 4 && verify[0] == 0));
    }
}

#[test]
fn a_puk_and_an_officers_pin_are_never_asked_for() {
    // unblockingPassword is bit 6, soPassword bit 7.
    let lines = "tries = 3\nlimit = 3\nempty_verify = \"costs-a-try\"";
    let own = "tries = 3\nlimit = 3";
    let examined =
        card_with(&[(PIN_SET, 0x81, own), (&[0, 1, 4, 6], 0x82, lines), (&[0, 1, 4, 7], 0x83, lines)]);
    // A key of this card names a PUK as its PIN, which is reason enough to read it twice.
    let asked: std::collections::BTreeSet<u8> = examined.sent(0x20).map(|verify| verify[3]).collect();
    assert!(asked.into_iter().eq([0x81]));
    assert_eq!(examined.card.tries_left(0x82), Some(3));
    assert_eq!(examined.report.cards[0].pins.len(), 1);
    assert!(examined.is_ready(), "{:?}", examined.findings());
}

#[test]
fn a_multos_card_is_never_asked_for_its_counter_nor_in_class_a0() {
    for name in ["buypass-ready", "buypass-expired", "buypass-not-activated", "buypass-misencoded"] {
        let examined = examine(catalogued(name).card());
        assert_eq!(examined.sent(0x20).count(), 0, "{name}");
        assert!(examined.log.iter().all(|(command, _)| command[0] == 0x00), "{name}");
        assert_eq!(examined.card.verify_attempts(), 0, "{name}");
    }
    // Nor any other card with such an answer to reset, whatever its directories say.
    for atr in [
        "3B 6F 00 00 80 31 E0 6B 04 20 05 02 58 55 55 55 55 55 55",
        "3B 9F 96 40 0A 80 31 E0 6B 04 52 05 02 4F 55 55 55 55 55 55",
    ] {
        let mut image = card_of(Layout::default());
        (image.atr, image.protocol) = (atr, "T=0");
        let examined = examine(image.card());
        assert_eq!(examined.sent(0x20).count(), 0, "{atr}");
        assert!(examined.is_ready(), "{atr}: {:?}", examined.findings());
        assert!(examined.report.cards[0].pins.iter().all(|pin| pin.state == PinState::Unknown));
    }
}

#[test]
fn no_card_is_ever_sent_a_pin() {
    for card in eid_ready::adapters::simulator::builtin() {
        let examined = examine(eid_ready::adapters::simulator::SimulatedCard::new(&card.read().unwrap()));
        assert!(examined.sent(0x20).all(|verify| verify.len() == 4), "{}", card.name);
        assert_eq!(examined.card.verify_attempts(), 0, "{}", card.name);
        assert!(examined.log.iter().all(|(command, _)| command[0] == 0x00), "{}", card.name);
    }
}
