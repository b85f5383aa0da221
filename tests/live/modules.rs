//! One card, several routes: APDUs, OpenSC's module, and modules of our own.

use super::bench::built_in;
use super::bench::{Bench, DAY, Run, check, is_unharmed, output};
use super::opensc::configuration;
use crate::support::module::{build, showing};
use crate::support::vpcd::VirtualCard;
use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

const OPENSC: &str = "/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so";

const SOFTHSM: &str = "/usr/lib/softhsm/libsofthsm2.so";

/// The module of OpenSC, wherever this machine has it.
fn opensc() -> String {
    let own = OPENSC.replace("x86_64", std::env::consts::ARCH);
    assert!(PathBuf::from(&own).exists(), "{own} is missing: apt-get install opensc-pkcs11");
    own
}

fn with_modules(bench: &Bench, modules: &[&str]) -> Run {
    let conf = bench.folder.path().join("opensc.conf");
    std::fs::write(&conf, configuration()).expect("a configuration");
    let mut command = bench.checking(&["--format", "json", "--show-identifiers", "--offline"]);
    command.env("OPENSC_CONF", conf).env("XDG_CACHE_HOME", bench.folder.path());
    for module in modules {
        command.args(["--module", module]);
    }
    super::bench::run(command)
}

fn found(report: &Value) -> Vec<&str> {
    let checks = report["checks"].as_array().expect("checks").iter();
    let ids = checks.filter(|check| check["found"] == true).map(|check| check["id"].as_str().expect("an id"));
    ids.filter(|id| id.starts_with("module.")).collect()
}

fn routes(certificate: &Value) -> Vec<&str> {
    let sources = certificate["sources"].as_array().expect("sources");
    sources.iter().map(|source| source["route"].as_str().expect("a route")).collect()
}

/// The certificates of a built-in card, as a report has them.
fn certificates_of(report: &Value) -> Vec<Value> {
    report["cards"][0]["certificates"].as_array().expect("certificates").clone()
}

fn der(bench: &Bench, at: usize) -> Vec<u8> {
    let export = bench.folder.path().join("certificates");
    let profile = bench.profile();
    let paths = [&export, &profile].map(|path| path.to_str().expect("a path"));
    let run = bench.run(&["certs", "--export", paths[0], "--profile", paths[1], "--at", DAY]);
    assert_eq!(run.code(), Some(0), "{}{}", run.stdout, run.stderr);
    let mut files: Vec<_> =
        std::fs::read_dir(export).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    std::fs::read(&files[at]).expect("a certificate")
}

#[test]
fn a_certificate_that_two_routes_show_is_one_with_two_sources() {
    let bench = Bench::new();
    let card = bench.insert(0, "commfides-ready");
    let before = card.counts();
    let report = with_modules(&bench, &[&opensc()]).report(0);
    assert_eq!(found(&report), Vec::<&str>::new());
    let certificates = certificates_of(&report);
    assert_eq!(certificates.len(), 3);
    for certificate in &certificates {
        assert_eq!(routes(certificate), ["apdu", "pkcs11"]);
    }
    assert_eq!(report["cards"].as_array().expect("cards").len(), 1);
    assert_eq!(report["modules"][0]["product"], "opensc");
    is_unharmed(&card, before);
}

#[test]
fn a_module_costs_no_more_commands_than_pkcs11_tool() {
    let bench = Bench::new();
    let card = bench.insert(0, "commfides-ready");
    let module = opensc();
    let report = with_modules(&bench, &[&module]).json();
    let tokens = report["modules"][0]["slots"].as_array().expect("slots").iter().map(|slot| &slot["token"]);
    let shown: usize = tokens.filter_map(|token| token["certificates"].as_array()).map(Vec::len).sum();
    let count = |work: &dyn Fn()| {
        let before = card.counts().commands;
        work();
        card.counts().commands - before
    };
    let theirs = |arguments: &[&str]| {
        count(&|| {
            let mut command = Command::new("pkcs11-tool");
            command.args(["--module", &module]).args(arguments);
            command.env("OPENSC_CONF", bench.folder.path().join("opensc.conf"));
            command.env("XDG_CACHE_HOME", bench.folder.path());
            bench.daemon.serve(&mut command);
            let listed = output(&mut command);
            let said = String::from_utf8_lossy(&listed.stdout);
            assert_eq!(said.matches("Certificate Object").count(), shown, "{said}");
        })
    };
    let (objects, tokens_too) = (theirs(&["-O"]), theirs(&["-L", "-O"]));
    let alone = count(&|| drop(with_modules(&bench, &[])));
    let ours = count(&|| drop(with_modules(&bench, &[&module]))) - alone;
    assert!(objects > 0 && ours <= tokens_too, "{ours} commands, pkcs11-tool -L -O {tokens_too}");
    // The state of the PIN is in C_GetTokenInfo, which -O alone does not call: OpenSC selects a directory for it.
    assert!(ours <= objects + 1, "{ours} commands, pkcs11-tool -O {objects}");
    assert_eq!(card.card().verify_attempts(), 0);
}

#[test]
fn a_card_that_only_a_module_can_read_gets_a_whole_report() {
    let bench = Bench::new();
    let eid = bench.insert(0, "commfides-ready");
    let der = der(&bench, 0);
    drop(eid);
    let _card = bench.insert(1, "unknown");
    let reader = format!("READER=\"{}\"", bench.reader(1));
    let module = build(bench.folder.path(), "only", &[&reader, &showing(&der), "FLAGS=(4|8|0x400|0x20000)"]);
    let report = with_modules(&bench, &[module.to_str().expect("a path")]).json();
    assert_eq!(report["cards"].as_array().expect("cards").len(), 1, "the unknown card is not told beside it");
    let card = &report["cards"][0];
    assert_eq!((&card["access"], &card["reader"]), (&"pkcs11".into(), &bench.reader(1).into()));
    assert_eq!(card["certificates"][0]["issuer"]["environment"], "production", "{card:#}");
    assert!(card["certificates"][0]["days_left"].as_i64().expect("days") > 0);
    assert_eq!(card["pins"][0]["tries_left"], 1);
    assert_eq!(routes(&card["certificates"][0]), ["pkcs11"]);
    assert!(!card["atr"].as_str().expect("an ATR").is_empty());
    assert_eq!(found(&report), ["module.card_only_here"]);
    // Whoever is to make the card known needs what it said directly.
    let sketch = bench.folder.path().join("sketch.json");
    let [module, path] = [&module, &sketch].map(|path| path.to_str().expect("a path"));
    bench.check(&["--offline", "--module", module, "--card-sketch", path]);
    let sketch: Value = serde_json::from_slice(&std::fs::read(path).expect("a sketch")).expect("JSON");
    assert!(!sketch[0]["files"].as_array().expect("files").is_empty(), "{sketch:#}");
    assert_eq!(check(&report, "card.unknown")["status"], "pass");
    assert_eq!(check(&report, "cert.expired")["status"], "pass");
    assert_eq!(check(&report, "pin.last_try")["found"], true);
}

#[test]
fn a_module_that_sees_no_card_or_last_years_is_told() {
    let bench = Bench::new();
    let _card = bench.insert(0, "commfides-ready");
    let reader = format!("READER=\"{}\"", bench.reader(0));
    let old = include_bytes!("../../testdata/pki/certificates/commfides-seid1-signature.der");
    let stale = build(bench.folder.path(), "stale", &[&reader, &showing(old)]);
    let blind = build(bench.folder.path(), "blind", &[&reader, "WHEN_READ", "REFUSE=0xE0"]);
    let broken = build(bench.folder.path(), "broken", &[&reader, "WHEN_READ", "REFUSE=0x30"]);
    let [stale, blind, broken] = [&stale, &blind, &broken].map(|path| path.to_str().expect("a path"));
    let found_by = |modules: &[&str]| {
        let report = with_modules(&bench, modules).report(0);
        assert_eq!(report["verdict"], "ready-with-warnings");
        assert_eq!(certificates_of(&report).len(), 3, "the card is told as it was read");
        found(&report).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(found_by(&[stale]), ["module.other_certificates", "module.card_unseen"]);
    assert_eq!(found_by(&[blind]), ["module.card_unseen"]);
    assert_eq!(found_by(&[broken]), ["module.slot_unreadable"]);
    let fight = found_by(&[&opensc(), broken]);
    assert!(fight.contains(&"module.disagrees".to_owned()), "{fight:?}");
}

#[test]
fn a_module_that_is_not_for_readers_misses_no_card() {
    let bench = Bench::new();
    let _card = bench.insert(0, "commfides-ready");
    let tokens = bench.folder.path().join("tokens");
    std::fs::create_dir(&tokens).expect("a folder");
    let conf = bench.folder.path().join("softhsm2.conf");
    std::fs::write(&conf, format!("directories.tokendir = {}\n", tokens.display())).expect("a configuration");
    let mut command = bench.checking(&["--format", "json", "--offline", "--module", SOFTHSM]);
    command.env("SOFTHSM2_CONF", conf);
    let report = super::bench::run(command).report(0);
    assert_eq!(found(&report), ["module.token_not_initialized"]);
    assert_eq!(check(&report, "module.card_unseen")["blocked_by"], "not-for-cards");
    assert_eq!(report["verdict"], "ready");
}

#[test]
fn a_card_that_a_thread_of_ours_still_waits_for_is_left_to_it() {
    let bench = Bench::with_bounds("command_ms = 1000");
    let silent = VirtualCard::new(built_in("buypass-ready"));
    let _silent = bench.put(0, silent.with_fault(|number, _, answer| (number < 6).then_some(answer)));
    let module = build(bench.folder.path(), "left-out", &["PRINT=1"]);
    let report = with_modules(&bench, &[module.to_str().expect("a path")]).report(3);
    assert_eq!(found(&report), ["module.not_looked_at"]);
    assert_eq!(report["modules"][0]["state"], "card-held");
    assert_eq!(report["modules"][0]["printed_bytes"], 0, "it was never loaded");
}

#[test]
fn no_two_routes_to_a_card_run_at_once() {
    let bench = Bench::new();
    let spoken = Arc::new(Mutex::new(SystemTime::UNIX_EPOCH));
    let (clock, card) = (spoken.clone(), VirtualCard::new(built_in("commfides-ready")));
    let watched = card.with_fault(move |_, _, answer| {
        *clock.lock().expect("a time") = SystemTime::now();
        Some(answer)
    });
    let _card = bench.put(0, watched);
    let log = bench.folder.path().join("times");
    let macros = format!("LOG=\"{}\"", log.display());
    let modules = ["one", "two"].map(|name| build(bench.folder.path(), name, &[&macros, "PRINT=1"]));
    with_modules(&bench, &modules.each_ref().map(|path| path.to_str().expect("a path")));
    let times = std::fs::read_to_string(log).expect("times");
    let noted: Vec<(&str, u128)> = times
        .lines()
        .map(|line| line.split_once(' ').expect("a word and a time"))
        .map(|(word, time)| (word, time.parse().expect("a time")))
        .collect();
    let words: Vec<&str> = noted.iter().map(|(word, _)| *word).collect();
    let last =
        spoken.lock().expect("a time").duration_since(SystemTime::UNIX_EPOCH).expect("a time").as_nanos();
    assert_eq!(words, ["begin", "end", "begin", "end"]);
    assert!(last > 0 && last < noted[0].1, "{last} {noted:?}");
}
