//! Captures and traces that earlier versions wrote are read and judged as they were, for ever.

use crate::support::captures::{replayed, traced};
use crate::support::run::{arg, run};
use eid_ready::adapters::simulator;
use eid_ready::adapters::trace::Trace;
use eid_ready::capture::{Capture, FORMAT};
use eid_ready::judge::{Question, Report, judge};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/captures")
}

/// Every kept run: its place without the extension.
fn kept() -> Vec<PathBuf> {
    let versions = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let files = versions.flat_map(|version| std::fs::read_dir(version).unwrap());
    let paths = files.map(|entry| entry.unwrap().path().to_str().unwrap().to_owned());
    let mut kept: Vec<PathBuf> =
        paths.filter_map(|path| path.strip_suffix(".verdict.json").map(PathBuf::from)).collect();
    kept.sort();
    kept
}

fn said(report: &Report) -> Value {
    let found: Vec<&str> =
        report.checks.iter().filter(|check| check.found).map(|check| check.id.as_str()).collect();
    json!({ "verdict": report.verdict, "findings": found })
}

#[test]
fn every_kept_run_is_judged_as_it_was() {
    let kept = kept();
    assert!(kept.len() >= 13, "{kept:?}");
    for place in kept {
        let read = |kind: &str| std::fs::read_to_string(place.with_extension(kind)).unwrap();
        let expected: Value = serde_json::from_str(&read("verdict.json")).unwrap();
        let capture = Capture::from_json(&read("capture.json")).unwrap();
        assert_eq!(said(&judge(&capture, &Question::default())), expected, "{}", place.display());
        let trace = Trace::parse(read("trace").as_bytes()).unwrap();
        let again = judge(&replayed(trace), &Question::default());
        assert_eq!(said(&again), expected, "the trace of {}", place.display());
    }
}

#[test]
fn every_simulated_card_is_kept_in_the_present_formats() {
    for card in simulator::builtin() {
        for kind in ["capture.json", "trace", "verdict.json"] {
            let path = folder().join(format!("v{FORMAT}/{}.{kind}", card.name));
            assert!(path.is_file(), "{} is missing: cargo run --example forge", path.display());
        }
    }
}

#[test]
fn the_binary_reads_them_too() {
    let place = folder().join("v1/buypass-revoked");
    let [capture, trace] = ["capture.json", "trace"].map(|kind| place.with_extension(kind));
    let replayed = run(["replay", arg(&capture), "--format", "json"]).ended(1).json();
    let played = run(["check", "--replay-trace", arg(&trace), "--format", "json"]).ended(1).json();
    for report in [replayed, played] {
        assert_eq!(report["first_action"]["check"], "cert.revoked");
    }
}

#[test]
fn formats_of_tomorrow_are_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let place = self::folder().join("v1/buypass-ready");
    let [capture, trace] = ["capture.json", "trace"].map(|kind| {
        let text = std::fs::read_to_string(place.with_extension(kind)).unwrap();
        let newer =
            text.replacen("\"format\":1", "\"format\":2", 1).replacen("\"trace\":1", "\"trace\":2", 1);
        let path = folder.path().join(kind);
        std::fs::write(&path, newer).unwrap();
        path
    });
    for arguments in [vec!["replay", arg(&capture)], vec!["check", "--replay-trace", arg(&trace)]] {
        let ran = run(arguments.into_iter().chain(["--lang", "en"])).ended(2);
        assert_eq!((ran.stdout.as_str(), ran.stderr.lines().count()), ("", 1), "{ran:?}");
        assert!(ran.stderr.contains("format 2") && ran.stderr.contains("newer"), "{ran:?}");
    }
}

#[test]
fn a_trace_gives_back_the_facts_of_its_run() {
    let folder = tempfile::tempdir().unwrap();
    for base in ["buypass-unreachable", "commfides-ready+buypass-misencoded", "none"] {
        let path = folder.path().join(base);
        let capture = traced(base, &path);
        let trace = Trace::parse(&std::fs::read(&path).unwrap()).unwrap();
        assert_eq!(replayed(trace), capture, "{base}");
    }
}
