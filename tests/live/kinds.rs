//! Every kind of fault that a card can show, over a real service, at sampled commands of each family: first, one of each
//! phase of a reading, last. `EID_READY_EVERY_POSITION=1` takes every command.

use super::bench::{Bench, built_in};
use crate::support::vpcd::VirtualCard;
use eid_ready::adapters::simulator::{SimulatedCard, builtin};
use serde_json::Value;

/// As card files have them; `true` for what no card says, which is never passed over.
const KINDS: &[(&str, bool)] = &[
    ("kind = \"garbage\"", false),
    ("kind = \"one-byte\"", true),
    ("kind = \"no-status\"", false),
    ("kind = \"half\"", false),
    ("kind = \"empty\"", true),
    ("kind = \"endless-61\"", true),
    ("kind = \"endless-61-data\"", true),
    ("kind = \"endless-6c\"", false),
    ("kind = \"corrupt\"", false),
    ("kind = \"flipped-bit\"", false),
    ("kind = \"oversize\"", false),
    ("kind = \"status\"\nstatus = \"6F00\"", false),
    ("kind = \"status\"\nstatus = \"6982\"", false),
    ("kind = \"status\"\nstatus = \"6A82\"", false),
    ("kind = \"status\"\nstatus = \"6281\"", false),
    ("kind = \"removed\"", true),
    ("kind = \"stall\"", true),
];

/// One card that goes wrong.
struct Struck {
    what: String,
    certain: bool,
    card: SimulatedCard,
}

fn struck(family: &str, kind: (&str, bool), at: usize, lasts: &str) -> Struck {
    let text = builtin().iter().find(|card| card.name == family).expect("a built-in card").toml;
    let fault = format!("[[fault]]\nat = {at}\nlasts = \"{lasts}\"\n{}\n", kind.0);
    let what = format!("{family}: {} at {at} {lasts}", kind.0.replace('\n', " "));
    let card = SimulatedCard::parse(&format!("{text}\n{fault}"), &what).expect("a card file");
    Struck { what, certain: kind.1, card }
}

/// The commands to strike: all, or the first, those that begin each third, and the last.
fn positions(commands: usize) -> Vec<usize> {
    match std::env::var_os("EID_READY_EVERY_POSITION") {
        Some(_) => (1..=commands).collect(),
        None => vec![1, commands / 3, 2 * commands / 3, commands],
    }
}

/// Fingerprint and path of every certificate that a report has for a reader.
fn certificates(card: &Value) -> Vec<(String, bool)> {
    let certificates = card["certificates"].as_array().expect("certificates");
    let told = |one: &Value| (one["sha256"].to_string(), one["path"]["verdict"] == "valid");
    certificates.iter().map(told).collect()
}

fn hold(family: &str, lasts: &[&str]) {
    let bench = Bench::with_readers(16, "command_ms = 4000");
    let sound = bench.insert(0, family);
    let report = bench.check(&["--format", "json"]).report(0);
    let originals = certificates(&report["cards"][0]);
    let commands = sound.counts().commands as usize;
    drop(sound);
    bench.wait_until("the card leaves", |states| states[0] == "empty");
    let mut all = Vec::new();
    for (number, at) in positions(commands).into_iter().enumerate() {
        for kind in KINDS {
            // Sampled, a fault lasts once here and for ever there.
            let every = std::env::var_os("EID_READY_EVERY_POSITION").is_some();
            let lasts = if every { lasts } else { &lasts[number % lasts.len()..][..1] };
            all.extend(lasts.iter().map(|lasts| struck(family, *kind, at, lasts)));
        }
    }
    while !all.is_empty() {
        let some: Vec<Struck> = all.split_off(all.len().saturating_sub(16));
        let inserted = bench.fill(some.iter().map(|struck| VirtualCard::new(struck.card.clone())));
        let run = bench.check(&["--format", "json"]);
        let report = run.report(3);
        for (reader, struck) in some.iter().enumerate() {
            judge(&report, &bench.reader(reader), struck, &originals);
        }
        for card in inserted {
            assert_eq!(card.eject().verify_attempts(), 0);
        }
        bench.wait_until("the cards leave", |states| states.iter().all(|state| state == "empty"));
    }
}

fn judge(report: &Value, reader: &str, struck: &Struck, originals: &[(String, bool)]) {
    let what = &struck.what;
    let cards = report["cards"].as_array().expect("cards");
    let card = cards.iter().find(|card| card["reader"] == reader);
    let card = card.unwrap_or_else(|| panic!("{what}: no card in {reader}"));
    let read = certificates(card);
    let foreign = read.iter().any(|one| one.1 && !originals.contains(one));
    assert!(!foreign, "{what}: a certificate that is not the card's is accepted");
    let commands = card["traffic"]["commands"].as_u64().expect("a count");
    assert!(commands <= 2_000, "{what}: {commands} commands");
    let found = report["checks"].as_array().expect("checks").iter().any(|check| {
        let subject = check["subject"].as_str().unwrap_or_default();
        let against =
            check["status"] == "error" || check["status"] == "fail" || check["id"] == "card.unknown";
        subject.starts_with(reader) && check["found"] == true && against
    });
    assert!(found || !struck.certain, "{what}: nothing is found");
    assert!(found || read == *originals, "{what}: nothing is found, and another reading");
}

#[test]
fn no_fault_of_a_t1_card_is_passed_over() {
    hold("commfides-ready", &["once", "ever"]);
}

#[test]
fn no_fault_of_a_t0_card_is_passed_over() {
    hold("buypass-ready", &["ever", "once"]);
}

#[test]
fn no_fault_of_an_unregistered_card_is_passed_over() {
    hold("pkcs15-four-certificates", &["once", "ever"]);
}

#[test]
fn no_fault_of_a_card_of_data_objects_is_passed_over() {
    hold("piv-four-certificates", &["ever", "once"]);
}

#[test]
fn another_card_between_two_commands_is_never_mixed_with_the_first() {
    let bench = Bench::with_bounds("command_ms = 4000");
    for at in [2, 9, 20] {
        let leaving = struck("commfides-ready", ("kind = \"removed\"", true), at, "once");
        let first = bench.put(0, VirtualCard::new(leaving.card));
        let port = bench.daemon.readers()[0].port;
        let swapping = std::thread::spawn(move || {
            while !first.is_gone() {
                std::thread::sleep(std::time::Duration::from_micros(200));
            }
            drop(first);
            VirtualCard::new(built_in("commfides-double-name")).insert(port).expect("the reader takes it")
        });
        let report = bench.check(&["--format", "json", "--reader", &bench.reader(0)]).report(3);
        let found = super::bench::findings(&report);
        assert!(
            matches!(found[..], [ref one] if one == "card.removed" || one == "card.communication_failed"),
            "at {at}: {found:?}"
        );
        let second = swapping.join().expect("the second card");
        assert_eq!(second.eject().verify_attempts(), 0);
        bench.wait_until("the cards leave", |states| states[0] == "empty");
    }
}
