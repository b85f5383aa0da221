//! A Java Card: nothing answers but its card manager until an applet is selected, and the files are inside.

use super::desk::{Examined, examine_with};
use super::{content, empty_card};
use crate::forge::pkcs15::{self, Layout};

/// IsoApplet, as OpenSC's driver of that name knows it.
const APPLET: &[u8] = &[0xF2, 0x76, 0xA2, 0x88, 0xBC, 0xFB, 0xA6, 0x9D, 0x34, 0xF3, 0x10, 0x01];

/// A card whose card manager refuses with `refusal` until the applet is selected. `names` tells whether the applet
/// then knows its PKCS#15 directory by name, too.
fn java_card(refusal: [u8; 2], names: bool) -> Examined {
    // No service data in the answer to reset, as on a plain Java Card.
    let image = pkcs15::build(empty_card(), Layout::default(), &content());
    let mut card = image;
    card.atr = "3B 80 80 01 01";
    let mut inside = false;
    examine_with(card.card(), move |_, command, answer| {
        let by_name = command.starts_with(&[0x00, 0xA4, 0x04]);
        if by_name && command.get(5..17) == Some(APPLET) {
            inside = true;
            return Ok(vec![0x90, 0x00]);
        }
        match inside && (names || !by_name) {
            true => Ok(answer),
            false => Ok(refusal.to_vec()),
        }
    })
}

#[test]
fn certificates_inside_an_applet_are_found() {
    for refusal in [[0x6A, 0x82], [0x6A, 0x86], [0x69, 0x99], [0x6D, 0x00]] {
        for names in [true, false] {
            let examined = java_card(refusal, names);
            assert_eq!(examined.certificates().len(), 4, "{refusal:02X?} {names}");
            let tokens: Vec<_> =
                examined.report.cards.iter().map(|card| card.token.label.is_some()).collect();
            assert_eq!(tokens, [true]);
        }
    }
}

#[test]
fn looking_for_the_applet_costs_little() {
    // 11 SELECTs and 28 READs are the least for this card, the applet's SELECT one more, the PIN counters two.
    let commands = java_card([0x6A, 0x82], true).report.cards[0].traffic.commands;
    assert!(commands <= 40 * 115 / 100, "{commands} commands");
}
