//! Cards with a PIV application: what is found, in how many commands, and what is refused.

use super::desk::{Examined, examine, examine_with};
use super::{catalogued, originals};
use crate::forge::der;
use crate::forge::image::{CardImage, ImagePin};
use crate::forge::piv::{self, Container, Object};
use eid_ready::judge::report::PinState;

/// T=1; historical bytes that say nothing.
const UNREGISTERED: &str = "3B 87 81 31 FE 45 66 4E 4F 42 4F 44 59 FB";
/// T=1; card capabilities 73 with extended length.
const EXTENDED: &str = "3B 8D 81 31 FE 45 80 31 E8 73 F2 21 40 65 53 59 4E 54 48 02";

fn card(objects: &[Object]) -> CardImage {
    let lines = vec!["tries = 3".into(), "limit = 3".into()];
    let pins = vec![ImagePin { reference: 0x80, lines }];
    let blank =
        CardImage { name: "test".into(), atr: UNREGISTERED, protocol: "T=1", pins, ..CardImage::default() };
    piv::build(blank, objects)
}

/// The certificates of the e-ID in their slots.
fn slots(container: Container) -> Vec<Object> {
    let slots = ["9A", "9C", "9D", "9E"];
    slots.iter().zip(originals()).map(|(slot, bytes)| Object::certificate(slot, &bytes, container)).collect()
}

fn family(examined: &Examined) -> Option<&str> {
    examined.capture.facts.cards[0].family.as_ref().map(|family| family.id.as_str())
}

#[test]
fn every_container_and_every_line_gives_the_same_certificates() {
    for container in [Container::Plain, Container::Gzip, Container::Zlib] {
        for (atr, protocol, habit) in [
            (UNREGISTERED, "T=1", ""),
            (EXTENDED, "T=1", "extended = true"),
            // The answer to reset promises what the card does not keep.
            (EXTENDED, "T=1", ""),
            (UNREGISTERED, "T=1", "select_p2_0c = false"),
            (UNREGISTERED, "T=1", "fci = false"),
            ("3B 04 46 4F 52 47", "T=0", ""),
            ("3B 04 46 4F 52 47", "T=0", "select_p2_0c = false"),
        ] {
            let mut image = card(&slots(container));
            (image.atr, image.protocol) = (atr, protocol);
            image.behaviour = vec![habit];
            let examined = examine(image.card());
            assert!(examined.certificates() == originals(), "{atr} {habit}: {:?}", examined.findings());
            assert!(examined.is_ready(), "{atr} {habit}: {:?}", examined.findings());
            assert_eq!(family(&examined), Some("piv"));
            assert_eq!(examined.report.cards[0].pins[0].tries_left, Some(3));
            assert_eq!(examined.card.verify_attempts(), 0);
        }
    }
}

#[test]
fn it_is_found_in_few_commands_whatever_the_answer_to_reset() {
    // PKCS#15's names, then PIV's.
    let found = |image: CardImage| {
        let examined = examine(image.card());
        assert_eq!(family(&examined), Some("piv"), "{:?}", examined.findings());
        let first = examined.log.iter().position(|(command, _)| command[1] == 0xCB);
        (first.expect("GET DATA"), examined.log.len())
    };
    let mut image = card(&slots(Container::Plain));
    assert_eq!(found(image.clone()).0, 3);
    // The answer to reset of a YubiKey saves PKCS#15's, and extended length all GET RESPONSE: discovery, four
    // certificates and the key history are asked for, the two that are not there twice; then the PIN's tries.
    image.atr = "3B FD 13 00 00 81 31 FE 15 80 73 C0 21 C0 57 59 75 62 69 4B 65 79 40";
    image.behaviour = vec!["extended = true"];
    assert_eq!(found(image.clone()), (1, 1 + 2 + 4 + 2 + 1));
    // EF.DIR names it.
    let listed = der::tlv(0x61, &der::tlv(0x4F, piv::PIV_AID));
    image.atr = EXTENDED;
    super::put(&mut image, super::DIR, listed);
    assert!(found(image).0 <= 6);
}

#[test]
fn retired_certificates_are_read_where_the_key_history_says_that_there_are_any() {
    let examined = examine(catalogued("piv-four-certificates").card());
    assert_eq!(examined.certificates().len(), 5);
    assert!(examined.is_ready(), "{:?}", examined.findings());
    let asked = |examined: &Examined, last: u8| {
        examined.sent(0xCB).filter(|command| command.windows(3).any(|tag| tag == [0x5F, 0xC1, last])).count()
    };
    // One is promised, and the next slot is empty, which is asked twice.
    assert_eq!([0x0D, 0x0E, 0x0F].map(|last| asked(&examined, last)), [1, 2, 0]);

    let retired = |slot| Object::certificate(slot, &originals()[2], Container::Gzip);
    let mut objects = slots(Container::Plain);
    objects.push(retired("82"));
    let without = examine(card(&objects).card());
    assert_eq!((without.certificates().len(), asked(&without, 0x0D)), (4, 0));
    // Who put them there did not keep count, or counted too many.
    for (count, there) in [(0, 2), (1, 2), (5, 2)] {
        let mut objects = slots(Container::Plain);
        objects.extend([Object::key_history(count), retired("82"), retired("83")]);
        assert_eq!(examine(card(&objects).card()).certificates().len(), 4 + there, "{count}");
    }
}

#[test]
fn the_discovery_object_says_whether_the_global_pin_counts() {
    for (policy, references) in [(0x40, vec!["PIV PIN"]), (0x60, vec!["PIV PIN", "Global PIN"])] {
        let mut objects = slots(Container::Plain);
        objects.push(Object::discovery(policy));
        let mut image = card(&objects);
        image.pins.push(ImagePin { reference: 0x00, lines: vec!["tries = 0".into(), "limit = 3".into()] });
        let examined = examine(image.card());
        let pins = &examined.report.cards[0].pins;
        assert_eq!(pins.iter().filter_map(|pin| pin.label.as_deref()).collect::<Vec<_>>(), references);
        assert!(pins[1..].iter().all(|pin| pin.state == PinState::Blocked));
    }
}

#[test]
fn a_blocked_pin_and_one_that_is_not_told() {
    let mut image = card(&slots(Container::Plain));
    image.pins[0].lines = vec!["tries = 0".into(), "limit = 3".into()];
    assert_eq!(examine(image.card()).findings(), ["pin.blocked"]);
    image.pins[0].lines.push("empty_verify = \"refused\"".into());
    let examined = examine(image.card());
    assert_eq!(examined.report.cards[0].pins[0].state, PinState::Unknown);
    assert_eq!(examined.card.verify_attempts(), 0);
}

#[test]
fn an_employee_card_is_told_as_one_and_once() {
    let examined = examine(catalogued("piv-employer").card());
    assert_eq!(examined.findings(), ["card.not_eid"]);
    assert!(!examined.is_ready());
    assert_eq!(family(&examined), Some("piv"));
}

#[test]
fn an_empty_application_has_no_certificate_and_is_never_ready() {
    let examined = examine(card(&[]).card());
    assert_eq!(family(&examined), Some("piv"));
    assert_eq!(examined.findings(), ["card.no_certificate"]);
    // Containers that are there and empty are the same.
    let empty = |slot| Object { bytes: vec![0x53, 0x00], ..Object::certificate(slot, &[], Container::Plain) };
    assert_eq!(examine(card(&["9A", "9C"].map(empty)).card()).findings(), ["card.no_certificate"]);
}

#[test]
fn hostile_containers_end_and_are_never_ready() {
    let bomb = piv::zlib(&vec![0; 4_000_000]);
    for (what, bytes) in [
        ("another tag", vec![0x54, 0x02, 0x70, 0x00]),
        ("a length beyond the end", vec![0x53, 0x82, 0x7F, 0xFF, 0x70, 0x00]),
        ("four gigabytes", vec![0x53, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("a field beyond the container", vec![0x53, 0x04, 0x70, 0x82, 0x10, 0x00]),
        ("no certificate", der::tlv(0x53, &der::tlv(0x71, &[0]))),
        (
            "noise in gzip's clothes",
            der::tlv(0x53, &der::tlv(0x70, &[0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x5A, 0x5A])),
        ),
        ("a bomb", der::tlv(0x53, &der::tlv(0x70, &bomb))),
        ("one byte", vec![0x53]),
    ] {
        let mut objects = slots(Container::Plain);
        objects[0].bytes = bytes;
        let examined = examine(card(&objects).card());
        assert!(examined.log.len() <= 100, "{what}: {} commands", examined.log.len());
        assert!(!examined.is_ready(), "{what}: ready");
        assert!(!examined.findings().is_empty(), "{what}");
        assert!(examined.certificates() == originals()[1..], "{what}");
    }
}

#[test]
fn no_changed_byte_makes_a_changed_certificate_pass() {
    for container in [Container::Plain, Container::Gzip] {
        let sound = slots(container);
        let length = sound[0].bytes.len();
        for at in (0..length).step_by(41) {
            let mut objects = slots(container);
            objects[0].bytes[at] ^= 0x04;
            let examined = examine(card(&objects).card());
            let changed = !originals().iter().all(|one| examined.certificates().contains(one));
            assert!(!(changed && examined.is_ready()), "byte {at}");
        }
    }
}

#[test]
fn a_slot_that_is_denied_once_is_not_missed() {
    let image = card(&slots(Container::Plain));
    let sound = examine(image.card()).log.len();
    for position in 1..=sound {
        let examined =
            examine_with(
                image.card(),
                move |number, _, answer| {
                    if number == position { Ok(vec![0x6A, 0x82]) } else { Ok(answer) }
                },
            );
        let whole = examined.certificates() == originals();
        assert!(whole || !examined.findings().is_empty(), "6A82 at {position}");
        assert!(!examined.is_ready() || whole, "6A82 at {position}");
    }
}
