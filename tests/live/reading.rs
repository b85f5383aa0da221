//! Cards that are as they should be, and cards that nobody knows.

use super::bench::{Bench, check, findings, is_unharmed};
use crate::support::peak::peak;
use crate::support::vpcd::VirtualCard;
use eid_ready::adapters::simulator::SimulatedCard;
use eid_ready::pki::sha256_hex;
use std::path::Path;
use std::process::Stdio;

/// The digests of the certificates that the test data says are on a card.
fn on_the_card(folder: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cards").join(folder);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("test data")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "der"))
        .collect();
    files.sort();
    files.iter().map(|path| sha256_hex(&std::fs::read(path).expect("a certificate"))).collect()
}

#[test]
fn two_cards_in_two_readers_are_read_at_once() {
    let bench = Bench::new();
    let cards = [bench.insert(0, "buypass-ready"), bench.insert(1, "commfides-ready")];
    let text = bench.check(&["--lang", "nb"]);
    assert_eq!((text.code(), text.stderr.as_str()), (Some(0), ""), "{}", text.stdout);
    assert!(text.stdout.contains("KLAR"), "{}", text.stdout);
    assert!(text.stdout.contains("11.02.2028"), "{}", text.stdout);

    let before = cards.each_ref().map(|card| card.counts());
    let report = bench.check(&["--format", "json"]).report(0);
    assert_eq!(report["verdict"], "ready", "{:?}", findings(&report));
    assert_eq!(report["cards"].as_array().map(Vec::len), Some(2));
    for (index, (family, folder)) in
        [("buypass", "buypass/ready"), ("commfides", "commfides/ready")].into_iter().enumerate()
    {
        let card = &report["cards"][index];
        assert_eq!(card["reader"], bench.reader(index));
        assert_eq!(card["access"], "apdu");
        assert_eq!(card["family"]["id"], family);
        let read = card["certificates"].as_array().expect("certificates");
        let read: Vec<_> = read.iter().map(|one| one["sha256"].as_str().expect("a digest")).collect();
        assert_eq!(read, on_the_card(folder));
        // What the program says of its own traffic is what the card saw.
        let counts = cards[index].counts();
        assert_eq!(card["traffic"]["commands"], counts.commands - before[index].commands);
        assert_eq!(card["traffic"]["bytes_sent"], counts.bytes_sent - before[index].bytes_sent);
        assert_eq!(card["traffic"]["bytes_received"], counts.bytes_received - before[index].bytes_received);
        is_unharmed(&cards[index], before[index]);
    }
    assert_eq!(report["cards"][0]["pins"][0]["tries_left"], serde_json::Value::Null);
    assert_eq!(report["cards"][1]["pins"][0]["tries_left"], 3);
}

#[test]
fn one_reader_is_picked_by_a_part_of_its_name() {
    let bench = Bench::new();
    let passed_over = bench.insert(0, "commfides-pin-blocked");
    let _picked = bench.insert(1, "commfides-ready");
    let report = bench.check(&["--format", "json", "--reader", "A 00 01"]).report(0);
    assert_eq!(report["readers"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["cards"][0]["reader"], bench.reader(1));
    assert_eq!(passed_over.counts().commands, 0, "a card that was not asked for was spoken to");
    // Upper and lower case alike, and more than once.
    let both = bench.check(&["--format", "json", "--reader", "a 00 01", "--reader", "VIRTUAL"]).report(1);
    assert_eq!(both["cards"].as_array().map(Vec::len), Some(2));
    assert!(findings(&both).contains(&"pin.blocked".to_owned()));
}

#[test]
fn readers_without_a_card_are_undetermined_unless_only_readers_were_asked_for() {
    let bench = Bench::new();
    let report = bench.check(&["--format", "json"]).report(3);
    assert_eq!(report["verdict"], "undetermined");
    assert_eq!(findings(&report), ["reader.empty", "reader.empty"]);
    let empty = bench.run(&["readers", "--format", "json"]).report(0);
    assert_eq!(empty["readers"][0]["state"], "empty");
    let _card = bench.insert(1, "buypass-ready");
    let one = bench.run(&["readers", "--format", "json"]).report(0);
    assert_eq!(one["readers"][1]["card_present"], true);
    assert_eq!(one["readers"][1]["family_hint"], "Buypass (MULTOS)");
    let table = bench.run(&["readers", "--lang", "en"]);
    assert_eq!(table.code(), Some(0));
    assert!(
        table.stdout.contains(&bench.reader(1)) && table.stdout.contains("3B9F96400A"),
        "{}",
        table.stdout
    );
}

#[test]
fn a_card_that_nobody_knows_is_sketched() {
    let bench = Bench::new();
    let card = bench.insert(0, "unknown");
    let before = card.counts();
    let sketch = bench.folder.path().join("sketch.json");
    let report =
        bench.check(&["--format", "json", "--card-sketch", sketch.to_str().expect("a path")]).report(3);
    assert!(findings(&report).contains(&"card.unknown".to_owned()), "{:?}", findings(&report));
    let remedies = check(&report, "card.unknown")["remedies"].to_string();
    assert!(remedies.contains("--card-sketch"), "{remedies}");
    let sketch: serde_json::Value =
        serde_json::from_slice(&std::fs::read(sketch).expect("a sketch")).expect("JSON");
    assert_eq!(sketch[0]["atr"], "3B878131FE45664E4F424F4459FB");
    assert!(sketch[0]["files"].as_array().is_some_and(|files| !files.is_empty()));
    is_unharmed(&card, before);
}

#[test]
fn every_command_counts() {
    let bench = Bench::new();
    let card = bench.insert(0, "pkcs15-four-certificates");
    // The daemon gives power to a card that slept; only what comes after is ours.
    card.reset_counts();
    let report = bench.check(&["--format", "json"]).report(0);
    assert_eq!(report["cards"][0]["certificates"].as_array().map(Vec::len), Some(4));
    let file = eid_ready::adapters::simulator::load_builtin("pkcs15-four-certificates")
        .expect("it")
        .expect("a file");
    let bytes = |file: &eid_ready::adapters::simulator::File| file.hex.as_ref().map_or(1, |hex| hex.0.len());
    let reads: usize = file.files.iter().map(|file| bytes(file).div_ceil(256)).sum();
    let least = file.files.len() + reads + file.pins.len();
    let commands = card.counts().commands as usize;
    assert!(commands * 100 <= least * 115, "{commands} commands, where {least} are the least possible");
    assert_eq!(card.counts().resets, 0);
}

#[test]
fn a_card_without_certificates_is_never_ready() {
    let bench = Bench::new();
    let text = include_str!("../../testdata/cards/commfides/ready/card.toml");
    let cut: Vec<&str> = text.split("\n[[file]]").filter(|part| !part.contains("3F00/5015/43")).collect();
    let card = SimulatedCard::parse(&cut.join("\n[[file]]"), "cut").expect("a card");
    let _card = bench.put(0, VirtualCard::new(card));
    let report = bench.check(&["--format", "json"]).report(3);
    assert!(findings(&report).contains(&"card.certificate_unreadable".to_owned()), "{:?}", findings(&report));
}

/// What a check of a workstation may hold at once, bytes; a debug build's own pages, some twenty megabytes, count, too.
const MOST_MEMORY: u64 = 40 << 20;

#[test]
fn a_full_check_holds_little() {
    let bench = Bench::new();
    let _cards = [bench.insert(0, "commfides-ready"), bench.insert(1, "buypass-ready")];
    let mut command = bench.checking(&["--format", "json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the built program");
    let (code, peak) = peak(child);
    assert_eq!(code, Some(0));
    assert!(peak > 0 && peak < MOST_MEMORY, "{} MB", peak >> 20);
}
