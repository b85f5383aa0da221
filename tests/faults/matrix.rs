//! Fault × family × command × once or ever: what the program makes of each.

use super::program::{Desk, FAMILIES, Reading, Report};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

/// A fault as a card file has it: its name in the table, and its lines.
pub const KINDS: &[(&str, &str)] = &[
    ("garbage", "kind = \"garbage\""),
    ("one byte of the answer", "kind = \"one-byte\""),
    ("no status word", "kind = \"no-status\""),
    ("half the answer", "kind = \"half\""),
    ("empty answer", "kind = \"empty\""),
    ("endless 61xx", "kind = \"endless-61\""),
    ("endless 61xx with data", "kind = \"endless-61-data\""),
    ("endless 6Cxx", "kind = \"endless-6c\""),
    ("oversize", "kind = \"oversize\""),
    ("corrupted bytes", "kind = \"corrupt\""),
    ("one flipped bit", "kind = \"flipped-bit\""),
    ("6F00", "kind = \"status\"\nstatus = \"6F00\""),
    ("6982", "kind = \"status\"\nstatus = \"6982\""),
    ("6A82", "kind = \"status\"\nstatus = \"6A82\""),
    ("6281", "kind = \"status\"\nstatus = \"6281\""),
    ("card ejected", "kind = \"removed\""),
    ("card swapped", "kind = \"swapped\"\ncard = \"commfides-pin-blocked\""),
    ("reset by another program", "kind = \"reset\""),
    ("held by another program", "kind = \"sharing\"\nms = 100"),
    ("held for good", "kind = \"sharing\""),
    ("line broken", "kind = \"broken\""),
    ("stalled", "kind = \"stall\""),
];

/// How long a fault lasts, as the table and as a card file says it.
pub const LASTS: [(&str, &str); 2] = [("once", "once"), ("from there on", "ever")];

/// What has happened for good needs to happen once only.
pub fn lasts_of(kind: (&str, &str)) -> &'static [(&'static str, &'static str)] {
    match kind.0 {
        "card ejected" | "card swapped" | "held for good" | "stalled" => &LASTS[..1],
        _ => &LASTS,
    }
}

/// The outcome of a fault that changed nothing that counts.
pub const SAME: &str = "same reading";
/// The outcome of a card that was read whole, but for the PIN tries that it would not tell.
pub const NO_TRIES: &str = "`pin.unknown`";

/// One fault on one family, at every command.
pub struct Row {
    pub family: &'static str,
    pub kind: (&'static str, &'static str),
    pub lasts: (&'static str, &'static str),
    /// What each command's fault comes to, in the commands' order.
    pub outcomes: Vec<String>,
}

impl Row {
    /// Outcomes and how often each, the frequent first.
    pub fn counts(&self) -> Vec<(&str, usize)> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.outcomes.iter().for_each(|outcome| *counts.entry(outcome.as_str()).or_default() += 1);
        let mut counts: Vec<_> = counts.into_iter().collect();
        counts.sort_by_key(|(outcome, count)| (usize::MAX - count, *outcome));
        counts
    }
}

/// Everything, worked out once.
pub static MATRIX: LazyLock<Vec<Row>> = LazyLock::new(work_out);

fn work_out() -> Vec<Row> {
    let mut wanted = Vec::new();
    for family in FAMILIES {
        for kind in KINDS {
            wanted.extend(lasts_of(*kind).iter().map(|lasts| (*family, *kind, *lasts)));
        }
    }
    let desk = Desk::new();
    let sound: BTreeMap<&str, Sound> =
        FAMILIES.iter().map(|family| (*family, Sound::of(&desk, family))).collect();
    let (next, rows) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                let desk = Desk::new();
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((family, kind, lasts)) = wanted.get(at).copied() else { break };
                    let outcomes = strike(&desk, &sound[family], family, (kind, lasts));
                    rows.lock().expect("no row failed").push((at, Row { family, kind, lasts, outcomes }));
                }
            });
        }
    });
    let mut rows = rows.into_inner().expect("no row failed");
    rows.sort_by_key(|(at, _)| *at);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// A family over a sound line.
struct Sound {
    commands: u64,
    reading: Reading,
}

impl Sound {
    fn of(desk: &Desk, family: &str) -> Self {
        let report = desk.check(&[desk.card(family, "sound", "")]);
        Sound { commands: report.commands(1), reading: report.reading(1) }
    }
}

pub fn fault(at: u64, kind: (&str, &str), lasts: (&str, &str)) -> String {
    format!("[[fault]]\nat = {at}\nlasts = \"{}\"\n{}\n", lasts.1, kind.1)
}

type Kind = ((&'static str, &'static str), (&'static str, &'static str));

/// A reader for each command, in which that one is struck.
fn strike(desk: &Desk, sound: &Sound, family: &str, (kind, lasts): Kind) -> Vec<String> {
    let cards: Vec<_> =
        (1..=sound.commands).map(|at| desk.card(family, &at.to_string(), &fault(at, kind, lasts))).collect();
    let report = desk.check(&cards);
    let what = |reader| format!("{family}, {} at {reader} {}", kind.0, lasts.0);
    (1..=cards.len()).map(|reader| outcome(&report, reader, sound, &what(reader))).collect()
}

fn outcome(report: &Report, reader: usize, sound: &Sound, what: &str) -> String {
    let (certificates, pins) = report.reading(reader);
    let known = |certificate: &[String; 2]| sound.reading.0.iter().any(|one| one[0] == certificate[0]);
    let accepted = certificates.iter().filter(|certificate| certificate[1] == "\"valid\"");
    let foreign: Vec<_> = accepted.filter(|certificate| !known(certificate)).collect();
    assert!(foreign.is_empty(), "{what}: accepted {foreign:?}");
    // Twice a whole reading, and what trying other ways costs; the policy's own bound is 2000.
    let most = 4 * sound.commands + 256;
    assert!(report.commands(reader) <= most, "{what}: {} commands", report.commands(reader));
    match report.finding(reader) {
        Some(id) => format!("`{id}`"),
        None if (&certificates, &pins) == (&sound.reading.0, &sound.reading.1) => SAME.to_owned(),
        None if certificates == sound.reading.0 && report.misses_tries(reader) => NO_TRIES.to_owned(),
        None => panic!("{what}: no finding, and another reading: {certificates:?} {pins:?}"),
    }
}

/// What no card says to any command, and what a service says of a card that is gone.
const NEVER_PASSED_OVER: &[&str] = &[
    "one byte of the answer",
    "empty answer",
    "endless 61xx",
    "endless 61xx with data",
    "card ejected",
    "card swapped",
    "held for good",
    "stalled",
];

#[test]
fn no_fault_is_passed_over() {
    let passed = |outcome: &&String| [SAME, NO_TRIES].contains(&outcome.as_str());
    for row in MATRIX.iter() {
        let what = format!("{}, {} {}", row.family, row.kind.0, row.lasts.0);
        let lasting_reset = row.kind.0 == "reset by another program" && row.lasts.1 == "ever";
        if NEVER_PASSED_OVER.contains(&row.kind.0) || lasting_reset {
            assert_eq!(row.outcomes.iter().filter(passed).count(), 0, "{what}");
        }
        // Where nothing ever came as it should, there is nothing to be the same.
        if row.lasts.1 == "ever" {
            assert!(!passed(&&row.outcomes[0]), "{what}: {}", row.outcomes[0]);
        }
    }
}

#[test]
fn a_card_alone_with_its_fault_never_ends_with_0() {
    let desk = Desk::new();
    for (at, row) in MATRIX.iter().enumerate() {
        let struck: Vec<_> = row
            .outcomes
            .iter()
            .enumerate()
            .filter(|(_, outcome)| ![SAME, NO_TRIES].contains(&outcome.as_str()))
            .collect();
        // One position of every third row, another in each.
        if struck.is_empty() || at % 3 != 0 {
            continue;
        }
        let (position, expected) = struck[at * 7 % struck.len()];
        let card = desk.card(row.family, "alone", &fault(position as u64 + 1, row.kind, row.lasts));
        let report = desk.check(&[card]);
        let what = format!("{}, {} at {} {}", row.family, row.kind.0, position + 1, row.lasts.0);
        assert!(matches!(report.code, 1 | 3), "{what}: exit {}", report.code);
        assert_eq!(report.finding(1).map(|id| format!("`{id}`")).as_ref(), Some(expected), "{what}");
    }
}
