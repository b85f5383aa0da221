//! Every shape in which PKCS#15 lets the same four certificates stand on a card.

use super::desk::{Examined, examine};
use super::{DIR, ODF, card_of, catalogued, change, content, empty_card, originals, put};
use crate::forge::authorities::Authorities;
use crate::forge::image::{CardImage, ImageContent};
use crate::forge::pkcs15::{self, Entry, Layout, PKCS15_AID, Paths};
use crate::forge::{catalogue, der};

/// Reads the card: four certificates, two PINs with three tries, ready.
fn is_read_whole(what: &str, image: &CardImage) -> Examined {
    let examined = examine(image.card());
    assert!(examined.certificates() == originals(), "{what}: {:?}", examined.capture.facts.cards[0].files);
    assert!(examined.is_ready(), "{what}: {:?}", examined.findings());
    let card = &examined.report.cards[0];
    assert_eq!(card.pins.iter().map(|pin| pin.tries_left).collect::<Vec<_>>(), [Some(3), Some(3)], "{what}");
    assert_eq!(card.token.label.as_deref(), Some("Four certificates"), "{what}");
    assert_eq!(examined.capture.facts.cards[0].keys.len(), 4, "{what}");
    assert_eq!(examined.card.verify_attempts(), 0, "{what}");
    examined
}

#[test]
fn every_layout_gives_the_same_certificates() {
    for paths in [Paths::Absolute, Paths::Relative, Paths::OneFile] {
        for (split, direct_directories, direct_certificates) in [
            (false, false, false),
            (true, false, false),
            (false, true, false),
            (false, true, true),
            (true, false, true),
        ] {
            for padding in [(0, 0), (0x00, 40), (0xFF, 300)] {
                for dir_records in [false, true] {
                    let layout = Layout {
                        dir_records,
                        paths,
                        direct_directories,
                        direct_certificates,
                        split,
                        padding,
                        hashes: split,
                    };
                    let what = format!(
                        "{dir_records} {split} {direct_directories} {direct_certificates} {padding:?}"
                    );
                    is_read_whole(&what, &card_of(layout));
                }
            }
        }
    }
}

#[test]
fn every_habit_reads_every_way_of_pointing() {
    for atr_and_protocol in [
        (super::UNREGISTERED, "T=1"),
        ("3B 87 81 31 FE 45 66 4E 4F 42 4F 44 59 FB", "T=1"),
        ("3B 04 46 4F 52 47", "T=0"),
        // Says that it knows short identifiers; only under that habit it does.
        ("3B 8D 81 31 FE 45 80 31 E8 73 F6 21 00 65 46 4F 52 47 45 47", "T=1"),
    ] {
        for paths in [Paths::Absolute, Paths::Relative, Paths::OneFile] {
            for habit in [
                "fci = false",
                "short_identifiers = true",
                "select_p2_0c = false",
                "select_by_path = false",
                "max_le = 128",
                "max_le = 231",
                "max_le = 1",
                "fci = false\nselect_by_path = false",
                "select_p2_0c = false\nmax_le = 100",
            ] {
                let mut image = card_of(Layout { paths, ..Layout::default() });
                (image.atr, image.protocol) = atr_and_protocol;
                image.behaviour = habit.lines().collect();
                if habit == "max_le = 1" {
                    // More commands than a sound card ever needs: given up, honestly.
                    let examined = examine(image.card());
                    assert!(!examined.is_ready() && !examined.findings().is_empty());
                    assert!(examined.log.len() <= 2_000);
                } else {
                    is_read_whole(&format!("{atr_and_protocol:?} {habit}"), &image);
                }
            }
        }
    }
}

#[test]
fn applications_are_found_without_ef_dir_by_name_and_by_place() {
    let mut image = card_of(Layout::default());
    image.files.retain(|file| file.path != DIR);
    is_read_whole("no EF.DIR", &image);

    image.applications.clear();
    is_read_whole("no EF.DIR and no name: 3F00/5015", &image);

    let named = der::tlv(0x61, &der::tlv(0x4F, PKCS15_AID));
    let placed = der::tlv(0x61, &der::tlv(0x51, &[0x3F, 0x00, 0x50, 0x15]));
    let relative = der::tlv(0x61, &der::tlv(0x51, &[0x50, 0x15]));
    for (what, template) in [("name only", &named), ("path only", &placed), ("relative path only", &relative)]
    {
        let mut image = card_of(Layout::default());
        put(&mut image, DIR, template.clone());
        is_read_whole(what, &image);
        let mut image = card_of(Layout { dir_records: true, ..Layout::default() });
        image.files[0].content = ImageContent::Records(vec![template.clone()]);
        is_read_whole(what, &image);
    }
}

#[test]
fn other_applications_beside_it_are_passed_over() {
    let other = |aid: &[u8]| der::tlv(0x61, &der::tlv(0x4F, aid));
    let own = der::tlv(0x61, &der::tlv(0x4F, PKCS15_AID));
    let piv = other(&[0xA0, 0x00, 0x00, 0x03, 0x08, 0, 0, 0x10, 0]);
    let unheard = other(&[0xF0, 1, 2, 3, 4, 5]);
    for order in [[&piv, &unheard, &own], [&own, &piv, &unheard], [&unheard, &own, &piv]] {
        let mut image = card_of(Layout { dir_records: true, ..Layout::default() });
        image.files[0].content = ImageContent::Records(order.map(Clone::clone).to_vec());
        let examined = is_read_whole("three applications", &image);
        assert_eq!(examined.capture.facts.cards[0].applications.len(), 3);
        // An application that is certainly something else costs no command.
        assert!(examined.sent(0xA4).all(|select| !select.windows(5).any(|part| part == &piv[4..9])));
    }
}

#[test]
fn certificates_of_two_applications_are_all_read() {
    let mut image = card_of(Layout::default());
    // A second application, elsewhere, whose name only begins like the first one's.
    let second = [PKCS15_AID, &[0x02]].concat();
    let template = [
        der::tlv(0x61, &der::tlv(0x4F, PKCS15_AID)),
        der::tlv(0x61, &[der::tlv(0x4F, &second), der::tlv(0x51, &[0x3F, 0x00, 0x50, 0x16])].concat()),
    ];
    put(&mut image, DIR, template.concat());
    image.applications.push((second, "3F00/5016".into()));
    let authority = Authorities::make().commfides_root.certificate;
    let object = [
        der::sequence(&[der::utf8("Root")]),
        der::sequence(&[der::octets(&[9]), der::boolean(true)]),
        der::explicit(1, &[der::sequence(&[der::explicit(0, std::slice::from_ref(&authority))])]),
    ];
    put(&mut image, "3F00/5016/5031", der::explicit(5, &[der::explicit(0, &[der::sequence(&object)])]));
    let examined = examine(image.card());
    let mut expected = originals();
    expected.push(authority);
    assert!(examined.certificates() == expected);
    assert!(examined.is_ready(), "{:?}", examined.findings());
}

#[test]
fn certificates_of_authorities_stand_apart() {
    let authorities = Authorities::make();
    let entry = |authority: &crate::forge::authorities::Authority, id| Entry {
        label: authority.id.into(),
        id,
        certificate: authority.certificate.clone(),
        key: None,
    };
    let trusted = vec![entry(&authorities.commfides, 0x10), entry(&authorities.commfides_root, 0x11)];
    let content = catalogue::four_certificates(&authorities, trusted);
    for kind in [0xA5, 0xA6] {
        for paths in [Paths::Absolute, Paths::Relative] {
            let mut image = pkcs15::build(empty_card(), Layout { paths, ..Layout::default() }, &content);
            // Trusted certificates are [5] in the object directory, useful ones [6].
            change(&mut image, ODF, |bytes| {
                bytes.iter_mut().filter(|byte| **byte == 0xA5).for_each(|byte| *byte = kind);
            });
            let examined = examine(image.card());
            assert_eq!(examined.report.cards[0].certificates.len(), 4);
            assert_eq!(examined.report.cards[0].ca_certificates.len(), 2);
            assert!(examined.is_ready(), "{:?}", examined.findings());
        }
    }
}

#[test]
fn nothing_is_read_twice_and_little_is_asked() {
    for name in ["pkcs15-four-certificates", "pkcs15-with-authorities", "commfides-ready", "buypass-ready"] {
        let image = catalogued(name);
        let examined = examine(image.card());
        assert!(examined.is_ready(), "{name}: {:?}", examined.findings());
        super::habits::nothing_is_read_twice(name, &examined.log);
    }
    // Every file once, its bytes by 256, and one question for each PIN.
    let image = catalogued("pkcs15-four-certificates");
    let commands = examine(image.card()).log.len();
    let reads: usize = (image.files.iter())
        .map(|file| image.transparent(&file.path).map_or(1, |bytes| bytes.len().div_ceil(256)))
        .sum();
    let least = image.files.len() + reads + content().pins.len();
    assert!(commands * 100 <= least * 115, "{commands} commands, {least} are the least possible");
}
