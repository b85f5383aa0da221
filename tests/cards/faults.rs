//! Every kind of fault at every command of a reading: each ends, none ends in a wrong "ready".

use super::catalogued;
use super::desk::{Examined, examine, examine_with};
use eid_ready::adapters::simulator::SimulatedCard;
use eid_ready::facts::{ProbeError, ProbePlace};
use proptest::test_runner::{Config, TestRunner};

type Kind = (&'static str, fn(&[u8], Vec<u8>) -> Result<Vec<u8>, ProbeError>);

/// What a line without sense carries: no card says so to any command.
const NONSENSE: &[Kind] = &[
    ("empty", |_, _| Ok(Vec::new())),
    ("one byte", |_, _| Ok(vec![0x90])),
    ("no status word", |_, _| Ok(vec![0x00, 0x00])),
    ("noise", |_, _| Ok(vec![0x5A; 17])),
    ("all ones", |_, _| Ok(vec![0xFF; 2])),
    ("over-long", |_, _| Ok([vec![0x42; 66_000], vec![0x90, 0x00]].concat())),
    ("endless 61", |_, _| Ok([vec![0x42; 16], vec![0x61, 0x10]].concat())),
    ("endless 61 of nothing", |_, _| Ok(vec![0x61, 0x10])),
    ("endless 6C", |_, _| Ok(vec![0x6C, 0x10])),
];

/// What a card may say, and means something else.
const LIES: &[Kind] = &[
    ("nothing", |_, _| Ok(vec![0x90, 0x00])),
    ("not found", |_, _| Ok(vec![0x6A, 0x82])),
    ("no diagnosis", |_, _| Ok(vec![0x6F, 0x00])),
    ("not allowed", |_, _| Ok(vec![0x69, 0x82])),
    ("zeros", |_, answer| Ok(with_data(answer, |data| data.fill(0)))),
    ("ones", |_, answer| Ok(with_data(answer, |data| data.fill(0xFF)))),
    ("inverted", |_, answer| Ok(with_data(answer, |data| data.iter_mut().for_each(|byte| *byte = !*byte)))),
    ("half", |_, answer| {
        let half = answer.len().saturating_sub(2) / 2;
        Ok([&answer[..half], &answer[answer.len() - 2..]].concat())
    }),
    ("last byte changed", |_, answer| {
        Ok(with_data(answer, |data| data.last_mut().into_iter().for_each(|byte| *byte ^= 0x10)))
    }),
    ("part may be corrupted", |_, answer| Ok([&answer[..answer.len() - 2], &[0x62, 0x81]].concat())),
];

/// What the service says when the line breaks.
const BROKEN: &[Kind] = &[
    ("communication error", |_, _| pcsc(0x8010_002F)),
    ("removed", |_, _| pcsc(0x8010_0069)),
    ("reset", |_, _| pcsc(0x8010_0068)),
    ("unpowered", |_, _| pcsc(0x8010_0067)),
    ("no service", |_, _| pcsc(0x8010_001D)),
    ("not transacted", |_, _| pcsc(0x8010_0016)),
];

fn pcsc(code: u32) -> Result<Vec<u8>, ProbeError> {
    Err(ProbeError::new("SCardTransmit", ProbePlace::Pcsc { code, name: "test".into() }, "test"))
}

fn with_data(mut answer: Vec<u8>, change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let length = answer.len() - 2;
    change(&mut answer[..length]);
    answer
}

/// How long a fault lasts.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Lasts {
    Once,
    ForEver,
}

fn run(card: &SimulatedCard, position: usize, kind: &Kind, lasts: Lasts) -> Examined {
    let fault = kind.1;
    examine_with(card.clone(), move |number, command, answer| {
        let hit = number == position || (lasts == Lasts::ForEver && number > position);
        if hit { fault(command, answer) } else { Ok(answer) }
    })
}

/// The holder's certificates.
fn holders(examined: &Examined) -> Vec<String> {
    examined.report.cards[0].certificates.iter().map(|one| one.sha256.clone()).collect()
}

/// The rule for all of them.
fn never_wrongly_ready(what: &str, faulty: &Examined, sound: &Examined) {
    assert!(faulty.log.len() <= 2_000, "{what}: {} commands", faulty.log.len());
    assert_eq!(faulty.card.verify_attempts(), 0, "{what}");
    if faulty.is_ready() {
        // An authority's certificate on the card is nothing that a login stands or falls with.
        assert!(holders(faulty) == holders(sound), "{what}: ready with other certificates");
        let pins = |examined: &Examined| examined.report.cards[0].pins.len();
        assert_eq!(pins(faulty), pins(sound), "{what}: ready with other PINs");
    } else {
        assert!(!faulty.findings().is_empty(), "{what}: {:?} without a finding", faulty.report.verdict);
    }
}

fn matrix(kinds: &[Kind], lasts: Lasts, also: impl Fn(&str, &Examined)) {
    for name in ["commfides-ready", "buypass-ready", "piv-four-certificates", "gids-two-certificates"] {
        let card = catalogued(name).card();
        let sound = examine(card.clone());
        for position in 1..=sound.log.len() {
            for kind in kinds {
                let what = format!("{name}, {} at {position} {lasts:?}", kind.0);
                let faulty = run(&card, position, kind, lasts);
                never_wrongly_ready(&what, &faulty, &sound);
                also(&what, &faulty);
            }
        }
    }
}

#[test]
fn nonsense_once_is_never_wrongly_ready() {
    matrix(NONSENSE, Lasts::Once, |what, faulty| {
        assert!(!faulty.findings().contains(&"card.unknown"), "{what}: {:?}", faulty.findings());
    });
}

#[test]
fn nonsense_for_ever_is_a_line_that_failed_and_never_an_unknown_card() {
    matrix(NONSENSE, Lasts::ForEver, |what, faulty| {
        assert!(!faulty.findings().contains(&"card.unknown"), "{what}: {:?}", faulty.findings());
    });
    // From the first command on, nothing else can be said.
    for name in ["commfides-ready", "buypass-ready"] {
        for kind in NONSENSE {
            let faulty = run(&catalogued(name).card(), 1, kind, Lasts::ForEver);
            assert_eq!(faulty.findings(), ["card.communication_failed"], "{name} {}", kind.0);
        }
    }
}

#[test]
fn lies_once_are_never_wrongly_ready() {
    matrix(LIES, Lasts::Once, |_, _| {});
}

#[test]
fn lies_for_ever_are_never_wrongly_ready() {
    matrix(LIES, Lasts::ForEver, |_, _| {});
}

#[test]
fn a_line_that_breaks_says_how() {
    matrix(BROKEN, Lasts::ForEver, |what, faulty| {
        assert!(!faulty.is_ready(), "{what}");
        let expected = match what {
            _ if what.contains("removed") => "card.removed",
            _ if what.contains("reset") || what.contains("unpowered") => "card.reset",
            _ => "card.communication_failed",
        };
        assert!(faulty.findings().contains(&expected), "{what}: {:?}", faulty.findings());
    });
}

#[test]
fn several_faults_at_once_are_never_wrongly_ready() {
    let all: Vec<Kind> = [NONSENSE, LIES, BROKEN].concat();
    let sound = ["commfides-ready", "buypass-ready"].map(|name| (name, examine(catalogued(name).card())));
    let mut runner = TestRunner::new(Config { cases: 200, failure_persistence: None, ..Config::default() });
    let strategy = (0..2usize, proptest::collection::vec((1..60usize, 0..all.len()), 1..6));
    let outcome = runner.run(&strategy, |(card, faults)| {
        let (name, sound) = &sound[card];
        let kinds = all.clone();
        let what = format!("{name} {faults:?}");
        let faulty = examine_with(catalogued(name).card(), move |number, command, answer| {
            match faults.iter().find(|(position, _)| *position == number) {
                Some((_, kind)) => kinds[*kind].1(command, answer),
                None => Ok(answer),
            }
        });
        never_wrongly_ready(&what, &faulty, sound);
        Ok(())
    });
    outcome.unwrap();
}
