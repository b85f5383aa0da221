//! Thousands of bent files: none is ever taken for a sound one.

use super::answers::DESK;
use super::bad::good;
use crate::paths::maker::{authority, leaf};
use crate::paths::{Set, rules};
use eid_ready::pki::ocsp::Response;
use eid_ready::pki::path::{Anchor, Library, RevocationRule, Rules, Verdict, judge};
use eid_ready::pki::pem::blocks;
use eid_ready::pki::{Certificate, Crl};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::Rng;
use proptest::test_runner::{RngAlgorithm, TestRng};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The same bytes each time.
struct Dice(TestRng);

impl Dice {
    fn new(seed: u8) -> Self {
        Dice(TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]))
    }

    fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.0.next_u64() % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }

    fn byte(&mut self) -> u8 {
        [0x00, 0x01, 0x30, 0x7f, 0x80, 0x84, 0xff, self.0.next_u32() as u8][self.below(8)]
    }

    /// Some bytes set, flipped, taken out, put in, or cut off.
    fn bend(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bent = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let at = self.below(bent.len());
            match (self.below(6), bent.is_empty()) {
                (_, true) => bent.push(self.byte()),
                (0 | 1, _) => bent[at] = self.byte(),
                (2, _) => bent[at] ^= 1 << self.below(8),
                (3, _) => drop(bent.drain(at..bytes.len().min(at + 4).min(bent.len()))),
                (4, _) => bent.insert(at, self.byte()),
                _ => bent.truncate(at),
            }
        }
        bent
    }
}

#[test]
fn thousands_of_bent_certificates_are_never_valid() {
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: vec![authority("CA", 2).by("Root", 1).made()],
        leaf: good(),
    };
    let library = set.library();
    let mut dice = Dice::new(7);
    for _ in 0..5000 {
        let bent = dice.bend(&set.leaf);
        let Ok(certificate) = Certificate::parse(&bent) else { continue };
        let same = certificate.der == set.leaf;
        let judgement = judge(&Arc::new(certificate), &library, &rules());
        assert!(same || judgement.verdict() != Verdict::Valid, "{bent:02x?}");
    }
}

#[test]
fn bent_authorities_lead_nowhere_or_to_the_same() {
    let (root, ca) = (authority("Root", 1).made(), authority("CA", 2).by("Root", 1).made());
    let certificate = Arc::new(Certificate::parse(&good()).unwrap());
    let mut dice = Dice::new(8);
    for _ in 0..3000 {
        let bent = dice.bend(&ca);
        let Ok(issuer) = Certificate::parse(&bent) else { continue };
        let same = issuer.der == ca;
        let mut library = Library::new();
        library.add_anchor(Anchor::from_certificate(Arc::new(Certificate::parse(&root).unwrap())));
        library.add_certificate(Arc::new(issuer));
        let judgement = judge(&certificate, &library, &rules());
        assert!(same || judgement.verdict() != Verdict::Valid, "{bent:02x?}");
    }
}

#[test]
fn bent_lists_and_answers_say_nothing() {
    let read = |name: &str| std::fs::read(DESK.path().join(name)).unwrap();
    let first = |name: &str| blocks(&read(name)).unwrap().remove(0).der;
    let (ca, leaf) = (first("ca.pem"), first("good.pem"));
    let certificate = Arc::new(Certificate::parse(&leaf).unwrap());
    let at = Timestamp::now() + SignedDuration::from_secs(60);
    let rules = Rules { revocation: RevocationRule::Required, ..Rules::at(at) };
    let verdict = |list: Option<Crl>, response: Option<Response>| {
        let mut library = Library::new();
        library.add_anchor(Anchor::from_certificate(Arc::new(Certificate::parse(&ca).unwrap())));
        list.into_iter().for_each(|list| library.add_list(list));
        response.into_iter().for_each(|response| library.add_response(response, None));
        judge(&certificate, &library, &rules).verdict()
    };
    let (list, answer) = (read("plain.der"), read("good-own.ocsp"));
    assert_eq!(verdict(Crl::parse(list.clone()).ok(), None), Verdict::Valid);
    assert_eq!(verdict(None, Response::parse(&answer).ok()), Verdict::Valid);
    let mut dice = Dice::new(9);
    for _ in 0..2000 {
        let bent = dice.bend(&list);
        let unlike = bent != list;
        if let Ok(read) = Crl::parse(bent.clone()) {
            assert!(!unlike || verdict(Some(read), None) != Verdict::Valid, "{bent:02x?}");
        }
        let bent = dice.bend(&answer);
        if let Ok(read) = Response::parse(&bent) {
            let accepted = verdict(None, Some(read)) == Verdict::Valid;
            // What stands beside the signed answer, such as the signer's own certificate, may be anything.
            let signed =
                |bytes: &[u8]| bytes.windows(SIGNED).any(|window| window == &answer[40..40 + SIGNED]);
            assert!(!accepted || signed(&bent), "{bent:02x?}");
        }
    }
}

/// So many bytes of an answer, from its 40th on, are signed for certain.
const SIGNED: usize = 100;

/// Any certificates, lists and answers as a library: the property of the fuzz target `path`.
#[test]
fn any_mixture_is_judged_in_time() {
    let mut dice = Dice::new(10);
    let sources: Vec<Vec<u8>> = (0..6u16)
        .flat_map(|own| (0..6u16).map(move |other| (own, other)))
        .map(|(own, other)| authority(&format!("CA {own}"), own).by(&format!("CA {other}"), other).made())
        .collect();
    for _ in 0..150 {
        let begun = Instant::now();
        let mut library = Library::new();
        for source in &sources {
            let bytes = if dice.below(3) == 0 { dice.bend(source) } else { source.clone() };
            if let Ok(certificate) = Certificate::parse(&bytes) {
                match dice.below(12) {
                    0 => library.add_anchor(Anchor::from_certificate(Arc::new(certificate))),
                    _ => library.add_certificate(Arc::new(certificate)),
                }
            }
        }
        let end = leaf("Leaf", 50).by(&format!("CA {}", dice.below(6)), dice.below(6) as u16).made();
        let judgement = judge(&Arc::new(Certificate::parse(&end).unwrap()), &library, &rules());
        assert!(judgement.paths <= 64 && judgement.chain.len() <= 16);
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    }
}
