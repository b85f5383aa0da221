//! Cards with a GIDS application.

use super::desk::{Examined, examine};
use super::originals;
use crate::forge::gids::{self, Certificate};
use crate::forge::image::CardImage;
use eid_ready::judge::report::PinState;

/// T=1; historical bytes that say nothing.
const UNREGISTERED: &str = "3B 87 81 31 FE 45 66 4E 4F 42 4F 44 59 FB";

fn card(compressed: bool, tries: u8) -> CardImage {
    let bytes = originals();
    let names = ["kxc00", "ksc01"];
    let certificates: Vec<_> =
        names.iter().zip(&bytes).map(|(name, bytes)| Certificate { name, bytes, compressed }).collect();
    let blank = CardImage { name: "test".into(), atr: UNREGISTERED, protocol: "T=1", ..CardImage::default() };
    gids::build(blank, &certificates, tries)
}

fn family(examined: &Examined) -> Option<&str> {
    examined.capture.facts.cards[0].family.as_ref().map(|family| family.id.as_str())
}

/// Changes the content of the object of that tag.
fn change(image: &mut CardImage, tag: u16, change: impl FnOnce(&mut Vec<u8>)) {
    let object = image.objects.iter_mut().find(|object| object.tag == tag.to_be_bytes()).expect("the object");
    change(&mut object.bytes);
}

#[test]
fn certificates_are_read_compressed_or_not_over_every_line() {
    for compressed in [true, false] {
        for (atr, protocol, habit) in [
            (UNREGISTERED, "T=1", ""),
            ("3B 8D 81 31 FE 45 80 31 E8 73 F2 21 40 65 53 59 4E 54 48 02", "T=1", "extended = true"),
            ("3B 04 46 4F 52 47", "T=0", ""),
        ] {
            let mut image = card(compressed, 3);
            (image.atr, image.protocol, image.behaviour) = (atr, protocol, vec![habit]);
            let examined = examine(image.card());
            assert!(examined.certificates() == originals()[..2], "{atr} {habit}: {:?}", examined.findings());
            assert!(examined.is_ready(), "{atr} {habit}: {:?}", examined.findings());
            assert_eq!(family(&examined), Some("gids"));
            assert_eq!(examined.report.cards[0].pins[0].tries_left, Some(3));
            // The counter is told by a data object; nothing shows that the empty VERIFY would be free.
            assert_eq!(examined.sent(0x20).count(), 0);
        }
    }
}

#[test]
fn it_is_found_in_few_commands() {
    let examined = examine(card(true, 3).card());
    let first = examined.log.iter().position(|(command, _)| command[1] == 0xCB);
    // PKCS#15's two names, PIV's, and its own.
    assert_eq!(first, Some(4));
}

#[test]
fn a_blocked_pin_is_told() {
    let examined = examine(card(true, 0).card());
    assert_eq!(examined.findings(), ["pin.blocked"]);
    assert_eq!(examined.report.cards[0].pins[0].state, PinState::Blocked);
}

#[test]
fn a_table_that_lies_is_never_ready() {
    for (what, bytes) in [
        ("another version", vec![0xDF, 0x1F, 0x01, 0x02]),
        ("half a row", [vec![0xDF, 0x1F, 0x0F, 0x01], vec![0; 14]].concat()),
        ("no rows", vec![0xDF, 0x1F, 0x01, 0x01]),
        ("nothing", vec![0xDF, 0x1F, 0x00]),
        ("a length beyond the end", vec![0xDF, 0x1F, 0x82, 0x7F, 0xFF, 0x01]),
        ("another tag", vec![0x53, 0x01, 0x01]),
    ] {
        let mut image = card(true, 3);
        change(&mut image, 0xDF1F, |object| *object = bytes);
        let examined = examine(image.card());
        assert!(examined.log.len() <= 100, "{what}: {} commands", examined.log.len());
        assert!(!examined.is_ready() && !examined.findings().is_empty(), "{what}");
        assert_eq!(family(&examined), Some("gids"), "{what}");
    }
    // What it names and is not there.
    let mut image = card(true, 3);
    image.objects.retain(|object| object.tag != [0xDF, 0x25]);
    let examined = examine(image.card());
    assert!(examined.findings().contains(&"card.certificate_unreadable"), "{:?}", examined.findings());
}

#[test]
fn no_changed_byte_makes_a_changed_certificate_pass() {
    let sound = card(true, 3);
    let length =
        sound.objects.iter().find(|object| object.tag == [0xDF, 0x24]).expect("a certificate").bytes.len();
    for at in (0..length).step_by(29) {
        let mut image = sound.clone();
        change(&mut image, 0xDF24, |object| object[at] ^= 0x10);
        let examined = examine(image.card());
        let own = examined.certificates().iter().all(|one| originals().contains(one));
        assert!(!examined.is_ready() || own, "byte {at}");
        assert!(examined.is_ready() || !examined.findings().is_empty(), "byte {at}");
    }
}

#[test]
fn a_table_with_strange_names_is_read_twice() {
    let mut image = card(true, 3);
    let once = examine(image.card()).log.len();
    // A letter of `ksc01` was another on the line: a certificate less, and nothing else would tell.
    change(&mut image, 0xDF1F, |object| {
        let at = object.windows(5).position(|name| name == b"ksc01").expect("the name");
        object[at] = b'o';
    });
    let examined = examine(image.card());
    assert_eq!(examined.certificates().len(), 1);
    assert!(examined.log.len() > once, "{} commands", examined.log.len());
}
