//! What is doubtful is read twice, and what is not is read once.

use super::desk::{Examined, examine, examine_with};
use super::{CDF, card_of, catalogued, change, originals};
use crate::forge::pkcs15::Layout;

/// How often a card with PINs was read: each reading asks for each counter once.
fn readings(examined: &Examined) -> usize {
    examined.sent(0x20).count() / examined.report.cards[0].pins.len()
}

/// Changes one bit in the body of a certificate's answer whenever `so` says so of the command's number.
fn with_a_flipped_bit(so: impl Fn(usize) -> bool + Send + 'static) -> Examined {
    examine_with(catalogued("commfides-ready").card(), move |number, _, mut answer| {
        if answer.len() > 1000 && so(number) {
            answer[700] ^= 0x04;
        }
        Ok(answer)
    })
}

#[test]
fn a_flipped_bit_is_found_by_the_signature_and_the_sound_reading_is_shown() {
    let sound = examine(catalogued("commfides-ready").card());
    let first = sound.log.iter().position(|(_, answer)| answer.len() > 1000).unwrap() + 1;
    let examined = with_a_flipped_bit(move |number| number == first);
    assert_eq!(examined.findings(), ["card.unsteady_reading"]);
    assert_eq!(examined.certificates(), sound.certificates());
    let difference = &examined.capture.facts.cards[0].differences[0];
    assert!(difference.second.ends_with("others from byte 700 on"), "{difference:?}");
    assert!(examined.log.len() < 2 * sound.log.len() + 4, "{} commands", examined.log.len());
}

/// The country in the name of the issuer, in every certificate: with it goes whoever could verify a signature.
fn of_another_issuer(name: &str) -> Examined {
    examine_with(catalogued(name).card(), |_, _, mut answer| {
        if answer.starts_with(&[0x30, 0x82]) && answer.len() > 200 {
            let country =
                answer.windows(3).position(|three| three == [0x06, 0x03, 0x55]).expect("a name") + 7;
            answer[country] ^= 0x01;
        }
        Ok(answer)
    })
}

#[test]
fn a_card_of_nobody_known_is_read_once() {
    let sound = examine(catalogued("buypass-ready").card());
    let examined = of_another_issuer("buypass-ready");
    assert_eq!(examined.findings(), ["cert.issuer_unknown", "cert.issuer_unknown"]);
    assert_eq!(examined.log.len(), sound.log.len());
}

#[test]
fn an_unknown_issuer_beside_a_known_one_is_doubtful() {
    // On this card is the authority, whose key is the policy's.
    let sound = examine(catalogued("commfides-ready").card());
    let examined = of_another_issuer("commfides-ready");
    assert!(!examined.is_ready());
    assert!(examined.log.len() > sound.log.len());
}

#[test]
fn what_comes_twice_is_what_is_on_the_card() {
    let examined = with_a_flipped_bit(|_| true);
    assert!(examined.capture.facts.cards[0].differences.is_empty());
    let found = examined.findings();
    assert!(
        found.contains(&"cert.issuer_signature_invalid") || found.contains(&"cert.unreadable"),
        "{found:?}"
    );
    assert!(!found.contains(&"card.unsteady_reading"));
}

#[test]
fn noise_that_another_try_got_around_is_not_forgotten() {
    // EF.DIR is noise once; everything comes by the standard's names.
    let sound = examine(catalogued("commfides-ready").card());
    let examined = examine_with(catalogued("commfides-ready").card(), |number, _, answer| {
        Ok(if number == 1 { vec![0x42; 5] } else { answer })
    });
    assert_eq!(examined.findings(), ["card.communication_failed"]);
    assert_eq!(examined.certificates(), sound.certificates());
    assert_eq!(examined.capture.facts.cards[0].disturbances.len(), 1);
}

#[test]
fn a_hash_in_the_directory_is_checked() {
    let hashed = Layout { hashes: true, ..Layout::default() };
    let sound = examine(card_of(hashed).card());
    assert_eq!(sound.certificates(), originals());
    assert!(sound.is_ready(), "{:?}", sound.findings());
    let hashes = sound.capture.facts.cards[0].objects.iter().filter(|object| object.hash.is_some()).count();
    assert_eq!((hashes, readings(&sound)), (4, 1));

    let mut image = card_of(hashed);
    let value = sound.capture.facts.cards[0].objects[0].hash.clone().unwrap().value.0;
    change(&mut image, CDF, |bytes| {
        let at = bytes.windows(value.len()).position(|window| window == value).unwrap();
        bytes[at] ^= 0x01;
    });
    // What the issuer signed came twice: the directory is wrong, and nobody is told that the certificate is.
    let other = examine(image.card());
    assert_eq!(readings(&other), 2);
    assert!(other.is_ready(), "{:?}", other.findings());
}
