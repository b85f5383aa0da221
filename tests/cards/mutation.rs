//! Cards whose bytes were changed at random.

use super::catalogued;
use super::desk::examine;
use crate::forge::image::{CardImage, ImageContent};
use eid_ready::pki::sha256_hex;
use eid_ready::policy::Policy;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use x509_parser::prelude::{FromDer, X509Certificate};
use x509_parser::x509::SubjectPublicKeyInfo;

/// A few seconds' worth; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(600)
}

/// One change: which file, where in it, how.
#[derive(Debug, Clone)]
enum Change {
    Set(u8),
    Flip(u8),
    Cut,
    Insert(Vec<u8>),
    Remove(usize),
    Repeat(usize),
}

fn change() -> impl Strategy<Value = (usize, prop::sample::Index, Change)> {
    let how = prop_oneof![
        any::<u8>().prop_map(Change::Set),
        (0..8u8).prop_map(|bit| Change::Flip(1 << bit)),
        Just(Change::Cut),
        prop::collection::vec(any::<u8>(), 1..40).prop_map(Change::Insert),
        (1..40usize).prop_map(Change::Remove),
        (1..200usize).prop_map(Change::Repeat),
    ];
    (any::<usize>(), any::<prop::sample::Index>(), how)
}

fn apply(image: &mut CardImage, (file, at, change): (usize, prop::sample::Index, Change)) {
    let count = image.files.len();
    let bytes = match &mut image.files[file % count].content {
        ImageContent::Transparent(bytes) => bytes,
        ImageContent::Records(records) => &mut records[0],
    };
    if bytes.is_empty() {
        return;
    }
    let at = at.index(bytes.len());
    match change {
        Change::Set(value) => bytes[at] = value,
        Change::Flip(bits) => bytes[at] ^= bits,
        Change::Cut => bytes.truncate(at),
        Change::Insert(more) => drop(bytes.splice(at..at, more)),
        Change::Remove(count) => drop(bytes.drain(at..(at + count).min(bytes.len()))),
        Change::Repeat(count) => {
            let part: Vec<u8> = bytes[at..(at + count).min(bytes.len())].to_vec();
            drop(bytes.splice(at..at, part));
        }
    }
    if let ImageContent::Records(records) = &mut image.files[file % count].content {
        records[0].truncate(255);
    }
}

/// Whether it is a certificate that one of the demo's issuers signed.
fn is_signed(bytes: &[u8]) -> bool {
    let Ok((_, certificate)) = X509Certificate::from_der(bytes) else { return false };
    Policy::preset("demo").unwrap().issuers.iter().any(|issuer| {
        let (_, key) = SubjectPublicKeyInfo::from_der(&issuer.spki.0).unwrap();
        certificate.verify_signature(Some(&key)).is_ok()
    })
}

#[test]
fn no_mutation_makes_a_panic_or_a_wrong_ready() {
    let cards = ["commfides-ready", "buypass-ready", "pkcs15-with-authorities"].map(|name| {
        let image = catalogued(name);
        let certificates = examine(image.card()).certificates();
        (image, certificates)
    });
    let mut runner =
        TestRunner::new(Config { cases: cases(), failure_persistence: None, ..Config::default() });
    let strategy = (0..cards.len(), prop::collection::vec(change(), 1..4));
    let outcome = runner.run(&strategy, |(card, changes)| {
        let (image, originals) = &cards[card];
        let mut image = image.clone();
        changes.into_iter().for_each(|one| apply(&mut image, one));
        let examined = examine(image.card());
        prop_assert!(examined.log.len() <= 2_000);
        prop_assert_eq!(examined.card.verify_attempts(), 0);
        // A check that panicked says so; it is caught, and a defect all the same.
        let crashed =
            examined.report.checks.iter().find(|check| check.blocked_by.as_deref() == Some("crashed"));
        prop_assert!(crashed.is_none(), "{:?}", crashed);
        if examined.is_ready() {
            // A certificate of nobody known is none of an e-ID, and stands beside those that are.
            let own = examined.report.cards[0].certificates.iter().filter(|one| one.issuer.id.is_some());
            prop_assert!(own.clone().count() > 0, "ready without a certificate of an e-ID");
            let holders = own.map(|one| &one.sha256);
            for sha256 in holders {
                let all = examined.certificates();
                let bytes = all.iter().find(|bytes| sha256_hex(bytes) == *sha256).expect("the bytes");
                prop_assert!(
                    originals.contains(bytes) || is_signed(bytes),
                    "ready with a changed certificate"
                );
            }
        } else {
            prop_assert!(!examined.findings().is_empty());
        }
        Ok(())
    });
    outcome.unwrap();
}
