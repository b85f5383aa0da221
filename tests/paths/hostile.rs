//! Sets of certificates that somebody made to keep the search busy: each must end, and soon.

use super::maker::*;
use super::{Set, rules, said};
use std::time::{Duration, Instant};

/// In a build without optimisation, on a busy machine. Optimised it is a tenth.
const SOON: Duration = Duration::from_secs(10);

fn ends(set: &Set, reasons: &str) {
    let library = set.library();
    let leaf = super::parse(&set.leaf);
    let begun = Instant::now();
    let judgement = eid_ready::pki::path::judge(&leaf, &library, &rules());
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    assert_eq!(said(&judgement), reasons, "{:?}", judgement.reasons);
}

/// Every one of so many authorities has certified every other.
fn everybody(count: u16, bend: impl Fn(Blank) -> Blank) -> Vec<Vec<u8>> {
    let names: Vec<String> = (0..count).map(|number| format!("CA {number}")).collect();
    let mut made = Vec::new();
    for own in 0..count {
        for other in (0..count).filter(|other| *other != own) {
            let blank =
                authority(&names[usize::from(own)], 100 + own).by(&names[usize::from(other)], 100 + other);
            made.push(bend(blank).made());
        }
    }
    made
}

#[test]
fn everybody_certifies_everybody_and_nobody_is_trusted() {
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: everybody(30, |one| one),
        leaf: leaf("Leaf", 3).by("CA 0", 100).made(),
    };
    ends(&set, "0:search-bounded");
}

#[test]
fn everybody_certifies_everybody_and_one_is_trusted() {
    let mut set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: everybody(30, |one| one),
        leaf: leaf("Leaf", 3).by("CA 0", 100).made(),
    };
    let last = set.issuers.len();
    for trusted in ["CA 0", "CA 7"] {
        set.issuers.truncate(last);
        let key = 100 + trusted[3..].parse::<u16>().unwrap();
        set.issuers.push(authority(trusted, key).by("Root", 1).made());
        ends(&set, "valid");
    }
}

#[test]
fn a_thousand_authorities_of_one_name() {
    let issuers: Vec<_> = (0..1001).map(|key| authority("CA", 1000 + key).by("Root", 1).made()).collect();
    let mut set =
        Set { anchors: vec![authority("Root", 1).made()], issuers, leaf: leaf("Leaf", 3).by("CA", 7).made() };
    ends(&set, "0:search-bounded");
    set.leaf = leaf("Leaf", 3).by("CA", 1500).made();
    ends(&set, "valid");
    // All of them can be tried.
    set.issuers.truncate(1000);
    set.leaf = leaf("Leaf", 3).by("CA", 7).made();
    ends(&set, "0:signature-invalid");
}

/// So many authorities below each other.
fn chain(length: u16) -> Set {
    let name = |number: u16| if number == 0 { "Root".to_owned() } else { format!("CA {number}") };
    let one = |number: u16| authority(&name(number), 1 + number).by(&name(number - 1), number).made();
    Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: (1..=length).map(one).collect(),
        leaf: leaf("Leaf", 500).by(&name(length), 1 + length).made(),
    }
}

#[test]
fn long_chains_are_given_up() {
    ends(&chain(15), "valid");
    ends(&chain(16), "0:search-bounded");
    ends(&chain(100), "0:search-bounded");
    // A short way that does not hold says nothing of the long one.
    let mut set = chain(16);
    set.issuers.push(authority("CA 16", 17).by("Root", 1).usage(&[6]).made());
    ends(&set, "0:search-bounded");
}

#[test]
fn names_against_constraints_without_measure() {
    let names: Vec<_> = (0..900).map(|number| dns(&format!("n{number}.hf.example"))).collect();
    let bases: Vec<_> = (0..250).map(|number| dns(&format!("x{number}.hf.example"))).collect();
    let mut set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: vec![authority("CA", 2).by("Root", 1).constraints(&[], &bases).made()],
        leaf: leaf("Leaf", 3).by("CA", 2).names(&names).made(),
    };
    ends(&set, "valid");
    let more: Vec<_> = (0..4000).map(|number| dns(&format!("n{number}.hf.example"))).collect();
    set.leaf = leaf("Leaf", 3).by("CA", 2).names(&more).made();
    ends(&set, "0:name-constraint-unsupported");
}

#[test]
fn names_against_constraints_on_every_path() {
    let names: Vec<_> = (0..900).map(|number| dns(&format!("n{number}.hf.example"))).collect();
    let bases: Vec<_> = (0..300).map(|number| dns(&format!("x{number}.hf.example"))).collect();
    let mut issuers = everybody(12, |one| one.constraints(&[], &bases));
    // Every path ends at an anchor, and not one of them holds.
    issuers.extend(
        (0..12)
            .map(|number| authority(&format!("CA {number}"), 100 + number).by("Root", 1).usage(&[6]).made()),
    );
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers,
        leaf: leaf("Leaf", 3).by("CA 0", 100).names(&names).made(),
    };
    ends(&set, "0:search-bounded");
}

/// A hundred certificates of the right authority lead to the anchor and do not hold; a sound one hides among them.
#[test]
fn what_was_tried_says_nothing_of_what_was_not() {
    let decoys =
        (0..100u8).map(|number| authority("CA", 2).by("Root", 1).usage(&[6]).serial(&[1, number]).made());
    let mut set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: decoys.collect(),
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    ends(&set, "0:search-bounded");
    let judgement = set.judge(&rules());
    assert_eq!(judgement.verdict(), eid_ready::pki::path::Verdict::Undetermined);
    // What the certificate says of itself stands on every path.
    set.leaf = leaf("Leaf", 3).by("CA", 2).valid("2020-01-01", "2021-01-01").made();
    ends(&set, "0:expired 0:search-bounded");
    assert_eq!(set.judge(&rules()).verdict(), eid_ready::pki::path::Verdict::Invalid);
}

#[test]
fn a_key_that_does_not_fit_is_tried_once() {
    let twins = (0..2000u16).map(|number| {
        authority("CA", 9).by("Root", 1).serial(&[1, (number >> 8) as u8, number as u8]).made()
    });
    let mut set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: twins.collect(),
        leaf: leaf("Leaf", 3).by("CA", 2).made(),
    };
    ends(&set, "0:signature-invalid");
    set.issuers.push(authority("CA", 2).by("Root", 1).valid("2025-01-01", "2026-06-02").made());
    ends(&set, "valid");
}

#[test]
fn policies_mapped_without_measure() {
    let oids: Vec<String> = (0..40).map(|number| format!("1.2.{number}")).collect();
    let oids: Vec<&str> = oids.iter().map(String::as_str).collect();
    let pairs: Vec<_> = oids.iter().flat_map(|one| oids.iter().map(move |other| (*one, *other))).collect();
    let name = |number: u16| if number == 0 { "Root".to_owned() } else { format!("CA {number}") };
    let one = |number: u16| {
        let blank = authority(&name(number), 1 + number).by(&name(number - 1), number);
        blank.policies(&oids).mappings(&pairs).made()
    };
    let set = Set {
        anchors: vec![authority("Root", 1).made()],
        issuers: (1..=12).map(one).collect(),
        leaf: leaf("Leaf", 500).by("CA 12", 13).policies(&oids).made(),
    };
    ends(&set, "valid");
}
