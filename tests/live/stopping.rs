//! Runs that a person or a bound ends early.

use super::bench::{AT_MOST, Bench, Running, built_in, check, findings, is_unharmed};
use crate::support::vpcd::{InsertedCard, VirtualCard};
use std::time::{Duration, Instant};

/// A card that takes so long for each command.
fn slow(bench: &Bench, index: usize, milliseconds: u64) -> InsertedCard {
    let card = VirtualCard::new(built_in("commfides-ready"));
    bench.put(index, card.with_delay(Duration::from_millis(milliseconds), Duration::ZERO))
}

fn wait_for(card: &InsertedCard, commands: u64) {
    let deadline = Instant::now() + AT_MOST;
    while card.counts().commands < commands {
        assert!(Instant::now() < deadline, "the card is not spoken to");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn ctrl_c_leaves_a_slow_card_as_it_is() {
    let bench = Bench::new();
    let card = slow(&bench, 0, 400);
    let before = card.counts();
    let running = Running::start(bench.checking(&[]));
    // Long enough for a word about how far it has come.
    wait_for(&card, 8);
    running.interrupt();
    let run = running.finish();
    assert_eq!((run.code(), run.stdout.as_str()), (Some(130), ""), "{}", run.stderr);
    assert!(run.stderr.contains(&bench.reader(0)), "no progress: {}", run.stderr);
    assert!(run.stderr.contains("Cancelled"), "{}", run.stderr);
    // The daemon would take the power from a card that was reset or left behind in a transaction.
    let said = card.counts().commands;
    std::thread::sleep(Duration::from_millis(600));
    assert_eq!(card.counts().commands, said, "it goes on");
    is_unharmed(&card, before);
    // The next program gets it at once.
    let next = bench.run(&["readers", "--format", "json"]);
    assert_eq!(next.json()["readers"][0]["state"], "present");
}

#[test]
fn progress_is_told_in_text_and_kept_from_machines() {
    let bench = Bench::new();
    let _card = slow(&bench, 0, 150);
    let text = bench.check(&[]);
    assert_eq!(text.code(), Some(0), "{}", text.stdout);
    assert!(text.stderr.contains(&bench.reader(0)) && text.stderr.contains("commands"), "{}", text.stderr);
    bench.check(&["--format", "json"]).report(0); // asserts that stderr is empty
}

#[test]
fn a_bound_on_the_whole_run_ends_it_undetermined() {
    let bench = Bench::new();
    let card = slow(&bench, 0, 200);
    let before = card.counts();
    let run = bench.check(&["--timeout", "1", "--format", "json"]);
    assert_eq!(run.code(), Some(3), "{}{}", run.stdout, run.stderr);
    assert!(run.took < Duration::from_secs(20), "{:?}", run.took);
    let report = run.json();
    assert_eq!(report["verdict"], "undetermined");
    assert_eq!(findings(&report), ["card.out_of_time"]);
    is_unharmed(&card, before);
}

#[test]
fn a_card_slower_than_the_bound_of_a_card_is_given_up() {
    let bench = Bench::with_bounds("card_ms = 1000");
    let slow_card = slow(&bench, 0, 200);
    let _sound = bench.insert(1, "commfides-ready");
    let before = slow_card.counts();
    let report = bench.check(&["--format", "json"]).report(3);
    assert_eq!(check(&report, "card.no_answer")["subject"], bench.reader(0));
    assert_eq!(report["cards"][1]["certificates"].as_array().map(Vec::len), Some(3));
    is_unharmed(&slow_card, before);
}
