//! What a token says of itself becomes a report like any other card's.

use super::bench::{Bench, finding, found};
use crate::support::module::showing;
use crate::support::run::arg;

/// A certificate of a card that ships with the tool.
const CERTIFICATE: &[u8] = include_bytes!("../../testdata/pki/certificates/commfides-seid1-signature.der");

#[test]
fn a_sound_module_is_seen_whole_and_nobody_logs_in() {
    let bench = Bench::new();
    let report = bench.report(&bench.build("sound", &[&showing(CERTIFICATE)]));
    assert_eq!(found(&report), ["module.card_only_here"]);
    let module = &report["modules"][0];
    assert_eq!((&module["origin"], &module["cryptoki"]), (&"named".into(), &"2.40".into()));
    // Its C_Login prints.
    assert_eq!(module["printed_bytes"], 0);
    let token = &module["slots"][0]["token"];
    assert_eq!(token["mechanisms"], serde_json::json!(["CKM_RSA_PKCS"]));
    let card = &report["cards"][0];
    assert_eq!((&card["access"], &card["reader"]), (&"pkcs11".into(), &"A reader".into()));
    let certificate = &card["certificates"][0];
    assert_eq!(certificate["sha256"], token["certificates"][0]["sha256"]);
    assert_eq!(certificate["sources"], serde_json::json!([{"route": "pkcs11", "place": module["path"]}]));
}

#[test]
fn a_person_reads_what_the_module_shows() {
    let bench = Bench::new();
    let module = bench.build("told", &["SLOTS=2", &showing(CERTIFICATE)]);
    let text = bench.run(&["--module", arg(&module), "--lang", "nb"]).stdout;
    assert!(text.contains("PKCS#11-MODULER"), "{text}");
    let line = "told.so 1.7 (Nobody AS): plasser: 2, med kort: 2, sertifikater: 1";
    assert!(text.contains(line), "{text}");
}

#[test]
fn forty_slots_are_seen_an_empty_token_beside_a_good_one() {
    let bench = Bench::new();
    let report = bench.report(&bench.build("forty", &["SLOTS=40", &showing(CERTIFICATE)]));
    assert_eq!(report["modules"][0]["slots"].as_array().unwrap().len(), 40);
    assert_eq!(found(&report), ["module.token_not_initialized", "module.card_only_here"]);
    assert_eq!(report["cards"].as_array().unwrap().len(), 1);
}

#[test]
fn a_slot_that_cannot_be_read_hides_no_other() {
    let bench = Bench::new();
    // CKR_DEVICE_ERROR
    let module = bench.build("device", &["SLOTS=2", "WHEN_READ", "REFUSE=0x30", &showing(CERTIFICATE)]);
    let report = bench.report(&module);
    assert_eq!(report["modules"][0]["slots"][1]["state"], "CKR_DEVICE_ERROR");
    let finding = finding(&report, "module.slot_unreadable");
    assert_eq!(finding["evidence"]["slot"], "Another slot 1 (slot 1)");
    assert_eq!(report["cards"].as_array().unwrap().len(), 1);
}

#[test]
fn the_flags_of_the_pin_are_told() {
    let bench = Bench::new();
    let flags = |name: &str, flags: &str| {
        bench.report(&bench.build(name, &[&format!("FLAGS=(4|0x400|{flags})"), &showing(CERTIFICATE)]))
    };
    let locked = flags("locked", "8|0x40000");
    assert_eq!(locked["cards"][0]["pins"][0]["state"], "blocked");
    finding(&locked, "pin.blocked");
    let last = flags("last", "8|0x20000");
    assert_eq!(last["cards"][0]["pins"][0]["tries_left"], 1);
    finding(&last, "pin.last_try");
    let low = flags("low", "8|0x10000");
    assert_eq!(low["cards"][0]["pins"][0]["state"], "unknown");
    finding(&low, "module.pin_count_low");
    finding(&flags("change", "8|0x80000"), "module.pin_to_be_changed");
    finding(&flags("unset", "0"), "pin.not_activated");
}

#[test]
fn what_is_no_certificate_is_told_and_nothing_is_made_of_it() {
    let bench = Bench::new();
    let report = bench.report(&bench.build("lying", &[]));
    assert_eq!(finding(&report, "module.certificate_malformed")["evidence"]["bytes"], 4);
}

#[test]
fn two_modules_that_show_the_same_make_one_card() {
    let bench = Bench::new();
    let modules = ["one", "two"].map(|name| bench.build(name, &[&showing(CERTIFICATE)]));
    let ran = bench.run(&["--module", arg(&modules[0]), "--module", arg(&modules[1]), "--format", "json"]);
    let report = ran.json();
    assert_eq!(report["cards"].as_array().unwrap().len(), 1);
    let sources = report["cards"][0]["certificates"][0]["sources"].as_array().unwrap();
    assert_eq!(sources.len(), 2);
    assert!(!found(&report).contains(&"module.disagrees".to_owned()));
}

#[test]
fn a_trace_plays_modules_back_without_them() {
    let bench = Bench::new();
    let module = bench.build("traced", &["SLOTS=3", "PRINT=2", &showing(CERTIFICATE)]);
    let crashing = bench.build("crashing", &["CRASH", "WHEN_READ", "SLOTS=2"]);
    let trace = bench.folder.path().join("run.trace");
    let ran = bench.run(&[
        "--module",
        arg(&module),
        "--module",
        arg(&crashing),
        "--trace",
        arg(&trace),
        "--format",
        "json",
        "--show-identifiers",
    ]);
    for path in [module, crashing] {
        std::fs::remove_file(path).unwrap();
    }
    let played = bench.run(&["--replay-trace", arg(&trace), "--format", "json", "--show-identifiers"]);
    assert_eq!(played.stderr, "");
    assert_eq!(played.stdout, ran.stdout);
    assert_eq!(played.json()["modules"].as_array().unwrap().len(), 2);
}
