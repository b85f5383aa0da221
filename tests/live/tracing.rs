//! Runs at real readers, played back where there is none.

use super::bench::{AT_MOST, Bench, DAY, Run, Running, bare, built_in, findings, run};
use crate::support::vpcd::VirtualCard;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn trace(bench: &Bench) -> PathBuf {
    bench.folder.path().join("run.trace")
}

/// The arguments of a recorded run.
fn recorded(bench: &Bench) -> Running {
    let mut command = bench.checking(&["--format", "json", "--show-identifiers", "--trace"]);
    command.arg(trace(bench));
    Running::start(command)
}

/// The same without the daemon.
fn played(bench: &Bench) -> Run {
    let mut command = bare(&["check", "--at", DAY, "--format", "json", "--show-identifiers", "--profile"]);
    command.arg(bench.profile()).arg("--replay-trace").arg(trace(bench));
    command.env("PCSCLITE_CSOCK_NAME", "/nowhere");
    run(command)
}

#[track_caller]
fn same(bench: &Bench, code: i32) -> serde_json::Value {
    let before = recorded(bench).finish();
    let report = before.report(code);
    let again = played(bench);
    assert_eq!((again.code(), again.stderr.as_str()), (Some(code), ""));
    assert_eq!(again.stdout, before.stdout);
    report
}

#[test]
fn two_cards_in_two_readers_are_played_back() {
    let bench = Bench::new();
    let _cards = [bench.insert(0, "buypass-ready"), bench.insert(1, "commfides-ready")];
    let report = same(&bench, 0);
    assert_eq!(report["cards"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["cards"][0]["access"], "apdu");
}

#[test]
fn a_card_that_fell_silent_is_silent_again_at_once() {
    let bench = Bench::with_bounds("command_ms = 1500");
    let silent = VirtualCard::new(built_in("buypass-ready"));
    let _silent = bench.put(0, silent.with_fault(|number, _, answer| (number < 6).then_some(answer)));
    let _sound = bench.insert(1, "commfides-ready");
    let report = same(&bench, 3);
    assert_eq!(findings(&report), ["card.no_answer"]);
    let text = std::fs::read_to_string(trace(&bench)).expect("a trace");
    assert!(text.contains("\"unanswered\""), "{text}");
    assert!(played(&bench).took < Duration::from_millis(1_400));
}

#[test]
fn a_run_that_was_stopped_leaves_a_trace_that_can_be_played() {
    let bench = Bench::new();
    let card = VirtualCard::new(built_in("commfides-ready"));
    let card = bench.put(0, card.with_delay(Duration::from_millis(120), Duration::ZERO));
    let running = recorded(&bench);
    let deadline = Instant::now() + AT_MOST;
    while card.counts().commands < 5 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    running.interrupt();
    assert_eq!(running.finish().code(), Some(130));
    let text = std::fs::read_to_string(trace(&bench)).expect("a trace");
    assert!(text.ends_with("{\"end\":\"stopped\"}\n"), "{text}");
    let report = played(&bench).report(3);
    assert_eq!(findings(&report), ["card.not_in_trace"]);
    assert!(
        report["cards"][0]["traffic"]["commands"].as_u64().is_some_and(|commands| commands >= 3),
        "{report}"
    );
}
