//! What is committed is what the forge makes, and the forge makes cards that hold together.

use crate::forge::authorities::Authorities;
use crate::forge::image::{CardImage, ImageContent};
use crate::forge::pkcs15::{self, Layout, Paths};
use crate::forge::{artifacts, catalogue, der};
use eid_ready::adapters::simulator::{SimulatedCard, builtin};
use eid_ready::policy::{Environment, Policy};
use std::path::Path;
use x509_parser::prelude::{FromDer, X509Certificate};

#[test]
fn the_committed_test_data_is_what_the_forge_makes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (path, content) in artifacts() {
        let committed = std::fs::read(root.join(&path)).unwrap_or_default();
        assert!(committed == content, "{path} differs: run `cargo run --example forge`");
    }
}

#[test]
fn every_catalogued_card_is_built_in() {
    let catalogue: Vec<_> =
        catalogue::cards(&Authorities::make()).into_iter().map(|card| card.image.name).collect();
    assert_eq!(catalogue, builtin().iter().map(|card| card.name).collect::<Vec<_>>());
}

#[test]
fn the_demo_profile_trusts_the_synthetic_issuers_only() {
    let policy = Policy::preset("demo").unwrap();
    assert_eq!(policy.environment, Environment::Production);
    assert_eq!(policy.clock.unwrap().to_string(), "2026-11-22T08:00:00Z");
    assert!(policy.revocation.required);
    let ids: Vec<_> = policy.issuers.iter().map(|issuer| issuer.id.as_str()).collect();
    assert_eq!(ids, ["demo-buypass-ht-person", "demo-commfides-natural-person"]);

    for card in catalogue::cards(&Authorities::make()) {
        for (name, bytes) in &card.certificates {
            let (_, certificate) = X509Certificate::from_der(bytes).unwrap();
            let known =
                policy.issuers.iter().find(|issuer| issuer.subject.0 == certificate.issuer().as_raw());
            // An employer's own certificate is there for not being trusted.
            assert_eq!(known.is_none(), card.folder.ends_with("/employer"), "{} {name}", card.folder);
            let Some(issuer) = known else { continue };
            let (_, key) = x509_parser::x509::SubjectPublicKeyInfo::from_der(&issuer.spki.0).unwrap();
            assert!(certificate.verify_signature(Some(&key)).is_ok(), "{} {name}", card.folder);
        }
    }
}

#[test]
fn no_synthetic_issuer_has_a_real_ones_key_or_name() {
    let real = Policy::preset("helseid-prod").unwrap().issuers;
    for authority in Authorities::make().all() {
        assert!(real.iter().all(|issuer| issuer.spki.0 != authority.key.spki));
        assert!(real.iter().all(|issuer| issuer.subject.0 != authority.name));
        assert!(authority.readable.contains("Demo "));
    }
}

#[test]
fn every_layout_holds_the_same_certificates() {
    let authorities = Authorities::make();
    let content = catalogue::four_certificates(&authorities, Vec::new());
    let image =
        || CardImage { name: "layout".into(), atr: "3B 80 01 81", protocol: "T=1", ..CardImage::default() };
    for layout in [
        Layout { dir_records: true, ..Layout::default() },
        Layout { paths: Paths::Relative, padding: (0xFF, 16), ..Layout::default() },
        Layout { paths: Paths::OneFile, padding: (0x00, 7), ..Layout::default() },
        Layout { split: true, ..Layout::default() },
        Layout { direct_directories: true, ..Layout::default() },
        Layout { direct_directories: true, direct_certificates: true, ..Layout::default() },
    ] {
        let image = pkcs15::build(image(), layout, &content);
        image.card(); // it parses
        let all: Vec<u8> = image
            .files
            .iter()
            .filter_map(|file| match &file.content {
                ImageContent::Transparent(bytes) => Some(bytes.clone()),
                ImageContent::Records(_) => None,
            })
            .flatten()
            .collect();
        for entry in &content.entries {
            let found = all.windows(entry.certificate.len()).filter(|window| *window == entry.certificate);
            assert_eq!(found.count(), 1);
        }
        let directories = image.files.iter().filter(|file| file.path.starts_with("3F00/5015/44")).count();
        let expected = match layout {
            Layout { direct_directories: true, .. } => 0,
            Layout { split: true, .. } => 2 + 4 + 4,
            _ => 3,
        };
        assert_eq!(directories, expected);
        assert_eq!(image.transparent("3F00/5015/5032").map(der::read).unwrap().1.len(), layout.padding.1);
    }
}

#[test]
fn a_file_taken_away_is_not_found() {
    let mut image = catalogue::cards(&Authorities::make()).swap_remove(1).image;
    let select = [0x00, 0xA4, 0x08, 0x0C, 0x04, 0x50, 0x15, 0x43, 0x01];
    assert_eq!(image.card().answer(&select), [0x90, 0x00]);
    image.files.retain(|file| file.path != "3F00/5015/4301");
    assert_eq!(image.card().answer(&select), [0x6A, 0x82]);
}

#[test]
fn the_pins_of_the_demo_cards_are_as_their_names_say() {
    let card = |name: &str| {
        let card = builtin().iter().find(|card| card.name == name).unwrap();
        let mut card = SimulatedCard::parse(card.toml, name).unwrap();
        card.answer(&[0x00, 0xA4, 0x08, 0x0C, 0x02, 0x50, 0x15]);
        card
    };
    assert_eq!(card("commfides-ready").answer(&[0x00, 0x20, 0x00, 0x81]), [0x63, 0xC3]);
    assert_eq!(card("commfides-pin-blocked").answer(&[0x00, 0x20, 0x00, 0x81]), [0x69, 0x83]);
    assert_eq!(card("buypass-ready").answer(&[0x00, 0x20, 0x00, 0x82]), [0x6A, 0x88]);
    let mut buypass = card("buypass-ready");
    assert_eq!(buypass.answer(&[0xA0, 0x20, 0x00, 0x82]), [0x63, 0xC2]);
    assert_eq!(buypass.verify_attempts(), 1);
    assert_eq!(card("buypass-not-activated").answer(&[0xA0, 0x20, 0x00, 0x82]), [0x69, 0x84]);
}
