//! Traces of runs that were cut short.

use super::{Taped, play};
use crate::support::captures;
use eid_ready::adapters::trace::Trace;
use eid_ready::judge::report::Verdict;
use eid_ready::judge::{Question, judge};

#[test]
fn a_trace_cut_after_any_line_is_played_as_far_as_it_goes() {
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let lines = taped.lines();
    for length in 2..=lines.len() {
        let text = lines[..length].join("\n") + "\n";
        let trace = Trace::parse(text.as_bytes()).unwrap();
        assert_eq!(trace.ending.is_some(), length == lines.len());
        let report = judge(&captures::replayed(trace), &Question::default());
        let left = |kind: &str| lines[length..].iter().any(|line| line.starts_with(kind));
        let may_be_ready = !left("{\"command\"") && report.cards[0].certificates.len() == 3;
        match report.verdict {
            Verdict::Ready => assert!(may_be_ready, "cut after line {length}"),
            verdict => {
                assert!(verdict == Verdict::Undetermined && left("{\"http\""), "cut after line {length}")
            }
        }
        assert!(report.checks.iter().all(|check| check.blocked_by.as_deref() != Some("crashed")));
    }
}

#[test]
fn a_last_line_that_is_cut_is_left_out_and_told() {
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let text = std::fs::read(taped.path()).unwrap();
    let path = taped.folder.path().join("cut.trace");
    let command = text.windows(10).position(|window| window == b"{\"command\"").unwrap();
    std::fs::write(&path, &text[..command + 40]).unwrap();
    for (lang, word) in [("nb", "bryter av"), ("en", "breaks off")] {
        let played = play(&format!("check --format json --lang {lang}"), &path);
        assert_eq!(played.code, 3, "{played:?}");
        assert_eq!(played.stderr.lines().count(), 1, "{played:?}");
        assert!(played.stderr.contains(word) && played.stderr.contains("cut.trace"), "{played:?}");
        assert_eq!(played.json()["first_action"]["check"], "card.not_in_trace");
    }
    // Before the readers were listed, and before the workstation was asked.
    for (kept, id) in [(3, "station.not_in_trace"), (2, "station.not_in_trace")] {
        let played = play("check --format json", &taped.with(&taped.lines()[..kept]));
        assert_eq!(played.code, 3, "{played:?}");
        assert_eq!(played.json()["first_action"]["check"], id);
    }
}

#[test]
fn silence_is_played_back_at_once() {
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let mut lines = taped.lines();
    let at = lines.iter().rposition(|line| line.starts_with("{\"command\"")).unwrap();
    let (head, _) = lines[at].split_once("\"answer\"").unwrap();
    lines[at] = format!("{head}\"unanswered\":{{\"ms\":12000}}}}}}");
    let begun = std::time::Instant::now();
    let report = play("check --format json", &taped.with(&lines)).ended(3).json();
    assert!(begun.elapsed() < std::time::Duration::from_secs(8), "{:?}", begun.elapsed());
    assert_eq!(report["first_action"]["check"], "card.no_answer", "{report}");
    // The same as an answer that came too late to be waited for.
    lines[at] = taped.lines()[at].replacen("\"us\":", "\"us\":1200000", 1);
    assert_eq!(play("check --format json", &taped.with(&lines)).ended(3).json(), report);
}
