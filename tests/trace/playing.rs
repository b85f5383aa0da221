//! What is played back is what was.

use super::{Taped, play};
use crate::forge::authorities::Authorities;
use crate::network::bench::{Bench, Named, card, good, person};
use crate::support::run::{arg, run};
use crate::support::web::{Reply, Web};
use eid_ready::adapters::simulator;
use serde_json::Value;

/// Records a run, plays it back, and holds the two together.
#[track_caller]
fn same(command: &str, source: &str) -> Taped {
    let taped = Taped::of(&format!("{command} {source}"));
    assert_eq!(taped.ran.stderr, "", "{command} {source}");
    let played = play(command, &taped.path());
    assert_eq!(played.stdout, taped.ran.stdout, "{command} {source}");
    assert_eq!((played.code, played.stderr.as_str()), (taped.ran.code, ""), "{command} {source}");
    taped
}

#[test]
fn every_card_gives_the_same_report_byte_for_byte() {
    for card in simulator::builtin() {
        same("check --format json --show-identifiers", &format!("--simulate {}", card.name));
    }
}

#[test]
fn every_command_that_takes_cards_plays_traces() {
    let two = "--simulate buypass-ready --simulate commfides-double-name --simulate unknown";
    for command in
        ["check --lang nb", "check --format html --offline", "readers --format json", "certs --lang nb"]
    {
        same(command, two);
    }
    same("check --profile helseid-prod --format json", "--simulate buypass-ready");
}

#[test]
fn the_capture_of_a_played_run_is_that_of_the_run() {
    let folder = tempfile::tempdir().unwrap();
    let [live, played] = ["live.json", "played.json"].map(|name| folder.path().join(name));
    let source = "check --format json --simulate commfides-try-later --capture";
    let taped = Taped::of(&format!("{source} {}", arg(&live)));
    play(&format!("check --format json --capture {}", arg(&played)), &taped.path());
    assert_eq!(std::fs::read_to_string(live).unwrap(), std::fs::read_to_string(played).unwrap());
}

#[test]
fn readers_are_chosen_and_certificates_exported_from_a_trace() {
    let taped = Taped::of("check --format json --simulate buypass-ready --simulate commfides-ready");
    let path = taped.path();
    let one = run(["check", "--format", "json", "--reader", "reader 2", "--replay-trace", arg(&path)]);
    assert_eq!(one.code, 0, "{one:?}");
    assert_eq!(one.json()["cards"].as_array().unwrap().len(), 1);
    let none = run(["check", "--reader", "nowhere", "--replay-trace", arg(&path), "--lang", "en"]);
    assert_eq!(none.code, 2, "{none:?}");
    assert!(none.stderr.contains("Simulated reader 1, Simulated reader 2"), "{none:?}");
    let folder = taped.folder.path().join("certificates");
    play(&format!("certs --format json --export {}", arg(&folder)), &path).ended(0);
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 6);
}

#[test]
fn what_services_answered_is_played_back_without_them() {
    let bench = Bench::with("", "nonce = true", false);
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/ocsp", address.local_addr().unwrap());
    let named = Named { ocsp: vec![url], ..Named::default() };
    let certificate = person("one", &bench.authorities.commfides, &named);
    let body = good(&Authorities::make(), &certificate);
    let web = Web::serve_on(address, move |_| Reply::Whole(200, "application/ocsp-response", body.clone()));
    let trace = bench.folder.path().join("run.trace");
    let more = ["--format", "json", "--show-identifiers", "--trace", arg(&trace)];
    let recorded = bench.run(bench.checking(&[card(&[certificate], &[])], &more)).output;
    assert_eq!(web.asked().len(), 1, "{recorded:?}");
    drop(web);
    let profile = bench.folder.path().join("network.toml");
    let arguments =
        ["check", "--lang", "en", "--format", "json", "--show-identifiers", "--profile", arg(&profile)];
    let played = run(arguments.into_iter().chain(["--replay-trace", arg(&trace)]));
    assert_eq!(played.stdout, String::from_utf8(recorded.stdout).unwrap());
    assert_eq!(played.json()["network"][0]["outcome"], "answered", "{}", played.stdout);
    // A profile of one's own is named again.
    let unnamed = run(["check", "--lang", "en", "--replay-trace", arg(&trace)]);
    assert_eq!(unnamed.code, 2, "{unnamed:?}");
    assert!(unnamed.stderr.contains("--profile") && unnamed.stderr.contains("network"), "{unnamed:?}");
}

#[track_caller]
fn found<'a>(report: &'a Value, id: &str) -> &'a Value {
    let checks = report["checks"].as_array().unwrap();
    checks
        .iter()
        .find(|check| check["id"] == id && check["found"] == true)
        .unwrap_or_else(|| panic!("{report}"))
}

#[test]
fn what_the_trace_lacks_is_told_and_nothing_is_made_up() {
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let lines = taped.lines();
    let commands = || (0..lines.len()).filter(|at| lines[*at].starts_with("{\"command\""));
    assert!(commands().count() > 10);
    for at in commands() {
        let mut less = lines.clone();
        less.remove(at);
        let played = play("check --format json", &taped.with(&less)).ended(3);
        let report = played.json();
        let evidence = &found(&report, "card.not_in_trace")["evidence"];
        // Lines are counted from 1; the last one that was answered stands before the one that is gone.
        assert_eq!(evidence["line"], at, "{evidence}");
        assert_eq!(report["verdict"], "undetermined");
        assert_eq!(report["first_action"]["check"], "card.not_in_trace");
    }
    let asked: Vec<String> = lines.iter().filter(|line| !line.starts_with("{\"http\"")).cloned().collect();
    assert!(asked.len() < lines.len());
    let report = play("check --format json", &taped.with(&asked)).ended(3).json();
    assert!(
        report["network"].as_array().unwrap().iter().all(|one| one["outcome"] == "not-in-trace"),
        "{report}"
    );
    found(&report, "cert.revocation_undetermined");
}

#[test]
fn the_trace_of_another_command_says_what_it_lacks_in_both_languages() {
    let taped = Taped::of("readers --simulate commfides-ready");
    for (lang, title) in [
        ("nb", "Sporet har ikke alt kortet blir spurt om"),
        ("en", "The trace lacks something the card is asked"),
    ] {
        let text = play(&format!("check --lang {lang}"), &taped.path()).ended(3).stdout;
        assert!(text.contains(title) && text.contains("SCardConnect"), "{text}");
    }
}

#[test]
fn an_earlier_order_of_reading_is_played_back_in_todays() {
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let lines = taped.lines();
    // The last certificate read first: a passage of SELECT and READ that another version put elsewhere.
    let at = lines.iter().rposition(|line| line.contains("\"sent\":\"00A4")).unwrap();
    let first = lines.iter().position(|line| line.contains("\"sent\":\"00A4000002430")).unwrap();
    assert!(first < at, "{lines:#?}");
    let mut other = lines.clone();
    let passage: Vec<String> = other.drain(at..at + 2).collect();
    other.splice(first..first, passage);
    let [before, after] =
        [taped.ran.json(), play("check --format json", &taped.with(&other)).ended(0).json()];
    assert_eq!(before["cards"][0]["certificates"], after["cards"][0]["certificates"]);
}
