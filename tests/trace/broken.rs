//! Traces whose bytes were changed at random: refused, or played back within bounds.

use crate::support::captures::replayed;
use crate::support::seeded::seeded;
use eid_ready::adapters::trace::{Entry, Told, Trace};
use eid_ready::judge::{Question, judge};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;

#[derive(Debug, Clone)]
enum Change {
    Byte(u8),
    Cut(usize),
    Twice(usize),
    Swap(prop::sample::Index),
}

fn change() -> impl Strategy<Value = (prop::sample::Index, Change)> {
    let how = prop_oneof![
        3 => any::<u8>().prop_map(Change::Byte),
        // Digits keep a line whole more often than not.
        5 => (b'0'..=b'9').prop_map(Change::Byte),
        1 => (1..200usize).prop_map(Change::Cut),
        1 => (1..200usize).prop_map(Change::Twice),
        3 => any::<prop::sample::Index>().prop_map(Change::Swap),
    ];
    (any::<prop::sample::Index>(), how)
}

fn apply(text: &mut Vec<u8>, (at, change): (prop::sample::Index, Change)) {
    if text.is_empty() {
        return;
    }
    let at = at.index(text.len());
    match change {
        Change::Byte(byte) => text[at] = byte,
        Change::Cut(count) => drop(text.drain(at..(at + count).min(text.len()))),
        Change::Twice(count) => {
            let part: Vec<u8> = text[at..(at + count).min(text.len())].to_vec();
            drop(text.splice(at..at, part));
        }
        // Whole lines change places.
        Change::Swap(with) => {
            let mut lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
            let (one, other) = (at % lines.len(), with.index(lines.len()));
            lines.swap(one, other);
            *text = lines.concat();
        }
    }
}

#[test]
fn no_mutation_makes_a_panic_or_a_run_without_end() {
    let kept = ["commfides-try-later", "buypass-ready", "unknown"].map(|name| {
        std::fs::read(format!("{}/testdata/captures/v1/{name}.trace", env!("CARGO_MANIFEST_DIR"))).unwrap()
    });
    let played = std::cell::Cell::new(0);
    let strategy = (0..kept.len(), prop::collection::vec(change(), 1..6));
    let outcome = TestRunner::new(seeded(300)).run(&strategy, |(which, changes)| {
        let mut text = kept[which].clone();
        changes.into_iter().for_each(|one| apply(&mut text, one));
        let Ok(trace) = Trace::parse(&text) else { return Ok(()) };
        played.set(played.get() + 1);
        let said: usize = trace.entries.iter().map(|(_, entry)| answered(entry)).sum();
        let capture = replayed(trace);
        for card in &capture.facts.cards {
            prop_assert!(card.traffic.commands <= 2_000);
            prop_assert!(card.traffic.bytes_received <= said as u64, "more was heard than the trace says");
        }
        let report = judge(&capture, &Question::default());
        let crashed = report.checks.iter().find(|check| check.blocked_by.as_deref() == Some("crashed"));
        prop_assert!(crashed.is_none(), "{:?}", crashed);
        Ok(())
    });
    outcome.unwrap();
    assert!(played.get() > 60, "only {} were played", played.get());
}

/// The bytes of a card's answer.
fn answered(entry: &Entry) -> usize {
    match entry {
        Entry::Command { told: Told::Answer(answer), .. } => answer.0.len(),
        _ => 0,
    }
}
