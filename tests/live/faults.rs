//! Cards, readers and services that fail while they are asked.

use super::bench::{AT_MOST, Bench, Running, built_in, check, findings, is_unharmed};
use crate::support::vpcd::VirtualCard;
use std::time::{Duration, Instant};

#[test]
fn a_card_that_falls_silent_is_given_up_and_the_other_is_reported() {
    let bench = Bench::with_bounds("command_ms = 1500");
    let silent = VirtualCard::new(built_in("buypass-ready"));
    let _silent = bench.put(0, silent.with_fault(|number, _, answer| (number < 6).then_some(answer)));
    let sound = bench.insert(1, "commfides-ready");
    let before = sound.counts();
    let run = bench.check(&["--format", "json"]);
    assert!(run.took < Duration::from_secs(30), "{:?}", run.took);
    let report = run.report(3);
    let silence = check(&report, "card.no_answer");
    assert_eq!((&silence["status"], &silence["subject"]), (&"error".into(), &bench.reader(0).into()));
    assert_eq!(findings(&report), ["card.no_answer"]);
    assert_eq!(report["cards"][1]["certificates"].as_array().map(Vec::len), Some(3));
    is_unharmed(&sound, before);
}

#[test]
fn a_card_pulled_while_it_is_read_is_removed() {
    let bench = Bench::new();
    let card = VirtualCard::new(built_in("commfides-ready"));
    let card = bench.put(0, card.with_delay(Duration::from_millis(120), Duration::ZERO));
    let running = Running::start(bench.checking(&["--format", "json"]));
    let deadline = Instant::now() + AT_MOST;
    while card.counts().commands < 5 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    let card = card.eject();
    let report = running.finish().report(3);
    assert_eq!(findings(&report), ["card.removed"]);
    assert_eq!(card.verify_attempts(), 0);
}

#[test]
fn a_service_killed_while_a_card_is_read_is_not_the_cards_fault() {
    let mut bench = Bench::with_bounds("command_ms = 3000");
    let card = VirtualCard::new(built_in("commfides-ready"));
    let card = bench.put(0, card.with_delay(Duration::from_millis(120), Duration::ZERO));
    let running = Running::start(bench.checking(&["--format", "json"]));
    let deadline = Instant::now() + AT_MOST;
    while card.counts().commands < 5 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    bench.daemon.kill();
    let report = running.finish().report(3);
    assert_eq!(findings(&report), ["card.communication_failed"]);
    let failed = check(&report, "card.communication_failed");
    assert!(failed["evidence"]["code"].as_str().is_some_and(|code| code.starts_with("0x8010")), "{failed}");
    assert_eq!(card.card().verify_attempts(), 0);
}

#[test]
fn a_service_that_restarts_while_a_card_is_read_is_told_and_works_the_next_time() {
    let mut bench = Bench::with_bounds("command_ms = 3000");
    let card = VirtualCard::new(built_in("commfides-ready"));
    let card = bench.put(0, card.with_delay(Duration::from_millis(120), Duration::ZERO));
    let running = Running::start(bench.checking(&["--format", "json"]));
    let deadline = Instant::now() + AT_MOST;
    while card.counts().commands < 5 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    bench.daemon.restart();
    let report = running.finish().report(3);
    assert_eq!(findings(&report), ["card.communication_failed"]);
    assert_eq!(card.eject().verify_attempts(), 0);
    let _again = bench.insert(0, "commfides-ready");
    assert_eq!(bench.check(&["--format", "json"]).report(0)["verdict"], "ready");
}

#[test]
fn a_mute_card_is_mute() {
    let bench = Bench::new();
    // The virtual reader takes an answer to reset beyond the 32 bytes of the standard for none.
    let text = include_str!("../../testdata/cards/unknown/refuses-all/card.toml");
    let atr = text.lines().find(|line| line.starts_with("atr")).expect("an answer to reset");
    let text = text.replace(atr, &format!("atr = \"{}\"", "3B ".repeat(40).trim()));
    let card = eid_ready::adapters::simulator::SimulatedCard::parse(&text, "mute").expect("a card");
    let card = VirtualCard::new(card).insert(bench.daemon.readers()[0].port).expect("the reader takes it");
    let deadline = Instant::now() + AT_MOST;
    while bench.states()[0] != "mute" {
        assert!(Instant::now() < deadline, "{:?}", bench.states());
        std::thread::sleep(Duration::from_millis(30));
    }
    let report = bench.check(&["--format", "json", "--reader", &bench.reader(0)]).report(3);
    assert_eq!(findings(&report), ["reader.card_mute"]);
    assert_eq!(card.counts().commands, 0);
}

#[test]
fn noise_on_the_line_is_told_and_never_ready() {
    // As vsmartcard lets through: bytes that are no answer, at the first command, in the middle, at the end.
    type Answer = fn(Vec<u8>) -> Vec<u8>;
    let answers: [(&str, Answer); 4] = [
        ("noise", |_| vec![0x5A; 9]),
        ("one byte", |_| vec![0x90]),
        ("endless 61", |_| vec![0x61, 0x00]),
        ("endless 6C", |_| vec![0x6C, 0x00]),
    ];
    let bench = Bench::with_bounds("command_ms = 4000");
    for (what, answer) in answers {
        for from in [1, 8, 15] {
            let card = VirtualCard::new(built_in("commfides-ready"));
            let card = bench.put(
                0,
                card.with_fault(move |number, _, truth| {
                    Some(if number >= from { answer(truth) } else { truth })
                }),
            );
            let run = bench.check(&["--format", "json", "--reader", &bench.reader(0)]);
            let report = run.report(3);
            let findings = findings(&report);
            assert!(findings.iter().all(|id| id.starts_with("card.")), "{what} from {from}: {findings:?}");
            assert!(!findings.iter().any(|id| id == "card.unknown"), "{what} from {from}: {findings:?}");
            let expected = if from == 1 { "card.communication_failed" } else { "card." };
            assert!(findings.iter().any(|id| id.starts_with(expected)), "{what} from {from}: {findings:?}");
            assert_eq!(card.card().verify_attempts(), 0);
            card.eject();
            let deadline = Instant::now() + AT_MOST;
            while bench.states()[0] != "empty" {
                assert!(Instant::now() < deadline, "the card does not leave");
                std::thread::sleep(Duration::from_millis(30));
            }
        }
    }
}
