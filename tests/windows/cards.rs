//! Cards read end to end by the Windows program.

use super::bench::Bench;
use super::slot::Slot;
use crate::live::bench::{DAY, Run, built_in, check, findings, run};
use crate::support::run::binary;
use serde_json::Value;
use std::time::{Duration, Instant};

/// Windows-1252, as `SCardListReadersA` hands it out in Norway: `Kortleser Ø 0` and, differing in that letter alone,
/// `Kortleser Å 0`.
const OE: &[u8] = b"Kortleser \xD8 0";
const AA: &[u8] = b"Kortleser \xC5 0";

/// A report without what may differ between two ways to the same card.
fn comparable(mut report: Value) -> Value {
    let card = report["cards"][0].as_object_mut().expect("a card");
    for place in ["reader", "access", "traffic"] {
        card.remove(place).expect(place);
    }
    for certificate in card["certificates"].as_array_mut().expect("certificates") {
        certificate.as_object_mut().expect("a certificate").remove("sources").expect("sources");
    }
    let decided = |check: &Value| {
        let id = check["id"].as_str().unwrap_or_default();
        (!["station.", "reader."].iter().any(|area| id.starts_with(area)))
            .then(|| (id.to_owned(), check["status"].clone()))
    };
    let checks: Vec<_> = report["checks"].as_array().expect("checks").iter().filter_map(decided).collect();
    serde_json::json!({ "verdict": report["verdict"], "card": report["cards"][0], "checks": checks })
}

/// What the Linux program says of the same card, simulated.
fn on_linux(bench: &Bench, card: &str) -> (i32, Value) {
    let output = binary()
        .args([
            "check",
            "--simulate",
            card,
            "--at",
            DAY,
            "--format",
            "json",
            "--show-identifiers",
            "--profile",
        ])
        .arg(bench.path("kommune æøå.toml"))
        .output()
        .unwrap();
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).expect("a report"))
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn a_card_is_read_as_on_linux() {
    for name in ["buypass-ready", "commfides-ready", "commfides-pin-blocked", "buypass-expired"] {
        let slot = Slot::with(built_in(name));
        let bench = Bench::with(&[b"empty 0 0 Annen leser 0\n".to_vec(), slot.line(OE)]);
        let (code, expected) = on_linux(&bench, name);
        let report = run(bench.checking(&["--format", "json", "--show-identifiers"])).report(code);
        assert_eq!(report["readers"][1]["name"], "Kortleser Ø 0", "{name}");
        assert_eq!(report["cards"][0]["reader"], "Kortleser Ø 0", "{name}");
        assert!(slot.commands() > 20, "{name}: {} commands", slot.commands());
        assert_eq!(comparable(report), comparable(expected), "{name}");
        slot.is_unharmed();
    }
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn names_in_the_ansi_code_page_are_shown_right_and_go_back_byte_by_byte() {
    let (one, other) = (Slot::with(built_in("buypass-ready")), Slot::with(built_in("commfides-ready")));
    let bench = Bench::with(&[one.line(OE), other.line(AA)]);
    let listed = bench.run(&["readers"]).stdout;
    assert!(listed.contains("Kortleser Ø 0") && listed.contains("Kortleser Å 0"), "{listed}");
    // The shim knows a reader only by its very bytes.
    let report = run(bench.checking(&["--reader", "Kortleser Å", "--format", "json"])).report(0);
    assert_eq!(report["cards"][0]["reader"], "Kortleser Å 0");
    assert_eq!(report["cards"][0]["family"]["id"], "commfides");
    assert_eq!((one.commands(), other.commands() > 20), (0, true));
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn states_of_readers_are_told() {
    let lines = ["empty 0 0 A", "mute 0 1 B", "held 0 1 C"].map(|line| format!("{line}\n").into_bytes());
    let bench = Bench::with(&lines);
    let report = run(bench.checking(&["--format", "json"])).report(3);
    let states: Vec<&str> =
        report["readers"].as_array().unwrap().iter().filter_map(|reader| reader["state"].as_str()).collect();
    assert_eq!(states, ["empty", "mute", "exclusive"]);
    assert_eq!(check(&report, "reader.card_in_use")["subject"], "C");
    let none = Bench::with(&[]);
    assert_eq!(findings(&run(none.checking(&["--format", "json"])).report(1)), ["station.no_reader"]);
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn readers_and_cards_are_followed_until_ctrl_c() {
    let bench = Bench::with(&[b"empty 0 0 Fast leser\n".to_vec()]);
    let mut watching = bench.start(&["readers", "--watch"]);
    watching.line_with(&["Fast leser", "empty"]);
    let slot = Slot::with(built_in("commfides-ready"));
    bench.plug(&[b"empty 0 0 Fast leser\n".to_vec(), slot.line(OE)]);
    watching.line_with(&["Kortleser Ø 0", "card", "3B8D8131FE45"]);
    drop(slot);
    watching.line_with(&["Kortleser Ø 0", "empty"]);
    cancelled(watching);
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn ctrl_c_leaves_a_slow_card_as_it_is() {
    let slot = Slot::with_slow(built_in("commfides-ready"), Duration::from_millis(300));
    let bench = Bench::with(&[slot.line(OE)]);
    let running = crate::live::bench::Running::start(bench.checking(&[]));
    let deadline = Instant::now() + Duration::from_secs(60);
    while slot.commands() < 4 {
        assert!(Instant::now() < deadline, "the card is not spoken to");
        std::thread::sleep(Duration::from_millis(20));
    }
    let run = cancelled(running);
    assert!(run.stderr.contains("Cancelled"), "{}", run.stderr);
    slot.is_unharmed();
}

/// Presses Ctrl-C, which Wine hands on as Windows does.
fn cancelled(running: crate::live::bench::Running) -> Run {
    running.interrupt();
    let run = running.finish();
    assert_eq!(run.code(), Some(130), "{}{}", run.stdout, run.stderr);
    run
}
