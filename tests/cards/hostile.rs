//! Cards whose content is hostile, or was written by somebody who did not care.

use super::desk::{Examined, examine};
use super::{
    AODF, CDF, DIR, FIRST_CERTIFICATE, ODF, PRKDF, TOKEN_INFO, card_of, catalogued, change, content,
    empty_card, originals, put,
};
use crate::forge::der;
use crate::forge::image::{CardImage, ImageContent};
use crate::forge::pkcs15::{self, Layout, Paths};
use eid_ready::adapters::simulator::SimulatedCard;

/// More than any of these cards needs to be seen through.
const FEW: usize = 200;

/// It ends soon, is not ready, and some check says why.
fn is_refused(what: &str, image: &CardImage) -> Examined {
    let examined = examine(image.card());
    assert!(examined.log.len() <= FEW, "{what}: {} commands", examined.log.len());
    assert!(!examined.is_ready(), "{what}: ready");
    assert!(!examined.findings().is_empty(), "{what}: no finding");
    assert_eq!(examined.card.verify_attempts(), 0, "{what}");
    examined
}

fn path_to(file: u16) -> Vec<u8> {
    let [high, low] = file.to_be_bytes();
    der::sequence(&[der::octets(&[0x3F, 0x00, 0x50, 0x15, high, low])])
}

#[test]
fn a_directory_that_points_to_itself_or_in_a_circle_ends() {
    let mut image = card_of(Layout::default());
    put(&mut image, ODF, der::explicit(4, &[path_to(0x5031)]));
    is_refused("the object directory is its own certificate directory", &image);

    let mut image = card_of(Layout::default());
    put(&mut image, ODF, [0, 4, 5, 6, 8].map(|kind| der::explicit(kind, &[path_to(0x5031)])).concat());
    is_refused("the object directory is all its directories", &image);

    // Every certificate is the certificate directory itself.
    let mut image = card_of(Layout::default());
    change(&mut image, CDF, |bytes| {
        for at in 0..bytes.len() - 1 {
            if bytes[at] == 0x43 && bytes[at - 1] == 0x15 {
                bytes[at..at + 2].copy_from_slice(&[0x44, 0x03]);
            }
        }
    });
    let examined = is_refused("the certificate directory names itself", &image);
    assert!(examined.certificates().iter().all(|bytes| !originals().contains(bytes)));
}

#[test]
fn a_length_of_ten_megabytes_is_refused_at_once() {
    let ten_megabytes = [0x30, 0x84, 0x00, 0x98, 0x96, 0x80];
    for path in [ODF, CDF, FIRST_CERTIFICATE] {
        let mut image = card_of(Layout::default());
        change(&mut image, path, |bytes| bytes[..6].copy_from_slice(&ten_megabytes));
        is_refused(path, &image);
    }
    // In file control information it is only a claim: the content says better.
    for path in [ODF, TOKEN_INFO, AODF, PRKDF, CDF, FIRST_CERTIFICATE, DIR] {
        for size in [10_000_000u64, 0, 1, u64::from(u32::MAX), u64::MAX] {
            let image = card_of(Layout::default());
            let about = "claimed_size";
            let text = image.to_toml().replace(
                &format!("path = {path:?}\nabout"),
                &format!("path = {path:?}\n{about} = {}\nabout", size.min(i64::MAX as u64)),
            );
            assert!(text.contains(about), "{path}");
            let examined = examine(SimulatedCard::parse(&text, "test").unwrap());
            let what = format!("{path} claims {size}");
            assert!(examined.log.len() <= FEW, "{what}: {} commands", examined.log.len());
            if examined.is_ready() {
                assert!(examined.certificates() == originals(), "{what}: ready with other certificates");
                assert_eq!(examined.report.cards[0].pins.len(), 2, "{what}: ready with other PINs");
            } else {
                assert!(!examined.findings().is_empty(), "{what}");
            }
        }
    }
}

#[test]
fn a_directory_that_is_not_der_is_unreadable() {
    let indefinite = [&[0x30, 0x80][..], &[0x04, 0x01, 0x00, 0x00, 0x00]].concat();
    let long_tag = vec![0x3F, 0x81, 0x82, 0x83, 0x84, 0x05, 0x01, 0x00];
    let long_length = vec![0x30, 0x88, 0, 0, 0, 0, 0, 0, 0, 1, 0x00];
    let cut = vec![0x30, 0x82, 0x01];
    let over = vec![0x30, 0x20, 0x30, 0x50, 0x0C];
    for (what, bytes) in [
        ("indefinite length", &indefinite),
        ("a tag too long", &long_tag),
        ("a length too long", &long_length),
        ("a header cut short", &cut),
        ("more inside than outside", &over),
        ("noise", &vec![0x5A; 64]),
    ] {
        for path in [ODF, AODF, PRKDF, CDF] {
            let mut image = card_of(Layout::default());
            put(&mut image, path, bytes.clone());
            let examined = is_refused(&format!("{what} in {path}"), &image);
            // Without any object directory a card cannot be told from a line that carries noise.
            let expected = ["card.directory_unreadable", "card.communication_failed"];
            let expected = if path == ODF { &expected[..] } else { &expected[..1] };
            let findings = examined.findings();
            assert!(findings.iter().any(|id| expected.contains(id)), "{what} in {path}: {findings:?}");
            // Behind what could be read, something that cannot.
            let mut image = card_of(Layout::default());
            change(&mut image, path, |whole| whole.extend_from_slice(bytes));
            is_refused(&format!("{what} behind {path}"), &image);
        }
    }
}

#[test]
fn an_entry_that_cannot_be_read_is_told() {
    // The second of the four entries loses its inside; the other three stand.
    let mut image = card_of(Layout::default());
    change(&mut image, CDF, |bytes| {
        let first = bytes.len() - der::read(bytes).1.len();
        let header = 2 + usize::from(bytes[first + 1] & 0x80 != 0);
        bytes[first + header] = 0x0C;
    });
    let examined = is_refused("an entry of another shape", &image);
    assert!(examined.findings().contains(&"card.directory_unreadable"), "{:?}", examined.findings());
    assert_eq!(examined.certificates().len(), 3);
}

#[test]
fn a_directory_of_ten_thousand_entries_ends() {
    let entry = der::explicit(4, &[path_to(0x4403)]);
    for bytes in [entry.repeat(10_000), entry.repeat(2_000), [0x30, 0x01, 0x05].repeat(10_000)] {
        for path in [ODF, CDF, AODF] {
            let mut image = card_of(Layout::default());
            put(&mut image, path, bytes.clone());
            let examined = examine(image.card());
            assert!(examined.log.len() <= 400, "{path}: {} commands", examined.log.len());
            assert!(!examined.is_ready(), "{path}: {:?}", examined.report.verdict);
            assert!(!examined.findings().is_empty());
        }
    }
    // Certificates by the hundred, all of them real: more than any card holds.
    let mut content = content();
    let one = content.entries[0].clone();
    content.entries = vec![one; 300];
    let layout = Layout { paths: Paths::OneFile, ..Layout::default() };
    let mut image = pkcs15::build(empty_card(), layout, &content);
    change(&mut image, FIRST_CERTIFICATE, |bytes| bytes.truncate(0x7000));
    let examined = examine(image.card());
    assert!(examined.log.len() <= 2_000 && !examined.is_ready());
}

#[test]
fn forty_records_in_ef_dir_end() {
    let other = |at: u8| der::tlv(0x61, &der::tlv(0x4F, &[0xF0, 0, 0, 0, at]));
    for count in [40, 250] {
        let mut image = card_of(Layout { dir_records: true, ..Layout::default() });
        image.files[0].content = ImageContent::Records((0..count).map(other).collect());
        let examined = examine(image.card());
        assert!(examined.log.len() <= FEW, "{} commands", examined.log.len());
        assert!(examined.is_ready(), "{count}: {:?}", examined.findings());
        assert!(examined.certificates() == originals());
    }
}

#[test]
fn a_certificate_cut_short_is_not_ready() {
    let whole = &originals()[0];
    for length in [0, 1, 2, 3, 4, 5, 127, 255, 256, 257, 512, whole.len() / 2, whole.len() - 1] {
        for claims in [false, true] {
            let mut image = card_of(Layout::default());
            // The bytes after the cut are missing, or are padding.
            change(&mut image, FIRST_CERTIFICATE, |bytes| {
                bytes.truncate(length);
                if claims {
                    bytes.resize(whole.len(), 0);
                }
            });
            let examined = is_refused(&format!("cut at {length}, {claims}"), &image);
            let told = ["card.certificate_unreadable", "cert.unreadable", "cert.issuer_signature_invalid"];
            assert!(
                examined.findings().iter().any(|id| told.contains(id)),
                "cut at {length}, {claims}: {:?}",
                examined.findings()
            );
        }
    }
}

#[test]
fn parts_beyond_the_file_are_not_ready() {
    for (index, length) in [
        (0usize, 60_000usize),
        (40_000, 100),
        (usize::MAX >> 33, 10),
        (5, usize::MAX >> 33),
        (100_000, 100_000),
        (0, 0),
    ] {
        let mut image = card_of(Layout::default());
        let length = der::implicit(0, &der::unsigned_content(&length.to_be_bytes()));
        let path = [0x3F, 0x00, 0x50, 0x15, 0x43, 0x01];
        let place = der::sequence(&[der::octets(&path), der::integer(index as u64), length]);
        let object = [
            der::sequence(&[der::utf8("part")]),
            der::sequence(&[der::octets(&[1])]),
            der::explicit(1, &[der::sequence(&[place])]),
        ];
        put(&mut image, CDF, der::sequence(&object));
        is_refused(&format!("from {index}"), &image);
    }
}

#[test]
fn a_card_with_every_file_of_records_or_none_ends() {
    for name in ["commfides-ready", "buypass-ready"] {
        for path in catalogued(name).files.iter().map(|file| file.path.clone()) {
            let mut image = catalogued(name);
            let file = image.files.iter_mut().find(|file| file.path == path).unwrap();
            file.content = match &file.content {
                ImageContent::Transparent(bytes) => {
                    ImageContent::Records(bytes.chunks(200).map(<[u8]>::to_vec).collect())
                }
                ImageContent::Records(records) => ImageContent::Transparent(records.concat()),
            };
            let other_kind = examine(image.card());
            image.files.retain(|file| file.path != path);
            let gone = examine(image.card());
            let original = examine(catalogued(name).card());
            for examined in [other_kind, gone] {
                assert!(examined.log.len() <= FEW);
                if examined.is_ready() {
                    assert!(examined.certificates() == original.certificates(), "{name} {path}");
                    assert_eq!(
                        examined.report.cards[0].pins.len(),
                        original.report.cards[0].pins.len(),
                        "{path}"
                    );
                }
            }
        }
    }
}
