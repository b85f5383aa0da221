//! Cards that other programs hold. The other program is this test binary again, see [`another_program`].

use super::bench::{AT_MOST, Bench, built_in, check, findings, is_unharmed};
use crate::support::pcscd::Pcscd;
use crate::support::vpcd::VirtualCard;
use std::ffi::CString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How the other program holds the card: `exclusive`, `transaction` or `shared`, and in which reader. `resetting` is a
/// transaction that ends with a reset; `restless` resets the card over and over.
const HOLD: &str = "EID_READY_TEST_HOLD";

/// Not a test of its own: what [`Holder`] runs in a process of its own. libpcsclite knows one daemon a process.
#[test]
fn another_program() {
    let Some(wish) = std::env::var(HOLD).ok() else { return };
    let (how, reader) = wish.split_once(':').expect("how and where");
    let context = pcsc::Context::establish(pcsc::Scope::User).expect("a context");
    let share = if how == "exclusive" { pcsc::ShareMode::Exclusive } else { pcsc::ShareMode::Shared };
    let reader = CString::new(reader).expect("a name");
    if how == "restless" {
        return reset_over_and_over(&context, &reader);
    }
    let mut card = context.connect(&reader, share, pcsc::Protocols::ANY).expect("the card");
    let transaction =
        matches!(how, "transaction" | "resetting").then(|| card.transaction().expect("a transaction"));
    std::io::stdout().write_all(b"\nholding\n").expect("somebody listens");
    let _ = std::io::stdin().read_line(&mut String::new());
    if how == "resetting" {
        let transaction = transaction.expect("it has begun");
        transaction.end(pcsc::Disposition::ResetCard).map_err(|(_, error)| error).expect("the card is reset");
    } else {
        drop(transaction);
    }
    card.disconnect(pcsc::Disposition::LeaveCard).map_err(|(_, error)| error).expect("the card is left");
}

/// Resets the card as often as it gets it, until it is told to stop.
fn reset_over_and_over(context: &pcsc::Context, reader: &CString) {
    let (to, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || to.send(std::io::stdin().read_line(&mut String::new()).is_ok()));
    std::io::stdout().write_all(b"\nholding\n").expect("somebody listens");
    while told.try_recv().is_err() {
        if let Ok(card) = context.connect(reader, pcsc::ShareMode::Shared, pcsc::Protocols::ANY) {
            let _ = card.disconnect(pcsc::Disposition::ResetCard);
        }
        std::thread::sleep(Duration::from_millis(40));
    }
}

/// Another program that holds a card until it is told to let go, or dropped.
struct Holder(Child);

impl Holder {
    fn start(daemon: &Pcscd, how: &str, reader: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().expect("this binary"));
        command.args(["live::sharing::another_program", "--exact", "--nocapture", "--test-threads=1"]);
        command.env(HOLD, format!("{how}:{reader}")).stdin(Stdio::piped()).stdout(Stdio::piped());
        daemon.serve(&mut command);
        let mut child = command.spawn().expect("this binary runs");
        let mut lines = BufReader::new(child.stdout.take().expect("stdout")).lines().map_while(Result::ok);
        assert!(lines.by_ref().any(|line| line == "holding"), "it does not get the card");
        // What it says later has to go somewhere.
        std::thread::spawn(move || lines.count());
        Holder(child)
    }

    fn let_go(&mut self) {
        if let Some(mut stdin) = self.0.stdin.take() {
            let _ = stdin.write_all(b"\n");
        }
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        self.let_go();
        let _ = self.0.wait();
    }
}

#[test]
fn a_card_that_is_held_is_in_use_and_the_other_card_is_read() {
    let bench = Bench::with_bounds("sharing_ms = 1500");
    let held = bench.insert(0, "buypass-ready");
    let _free = bench.insert(1, "commfides-ready");
    for how in ["exclusive", "transaction"] {
        let _holder = Holder::start(&bench.daemon, how, &bench.reader(0));
        let before = held.counts();
        let run = bench.check(&["--format", "json"]);
        assert!(run.took < Duration::from_secs(20), "{how}: {:?}", run.took);
        let report = run.report(3);
        assert_eq!(findings(&report), ["reader.card_in_use"], "{how}");
        let in_use = check(&report, "reader.card_in_use");
        assert_eq!(in_use["subject"], bench.reader(0), "{how}");
        assert_eq!(in_use["evidence"]["code"], "0x8010000B", "{how}");
        assert_eq!(report["cards"][1]["certificates"].as_array().map(Vec::len), Some(3), "{how}");
        assert_eq!(held.counts().commands, before.commands, "{how}: a card that is held was spoken to");
        is_unharmed(&held, before);
    }
}

#[test]
fn a_card_that_is_let_go_in_time_is_read_and_the_wait_is_told() {
    for how in ["exclusive", "transaction"] {
        let bench = Bench::with_bounds("sharing_ms = 20000");
        let card = bench.insert(0, "buypass-ready");
        let mut holder = Holder::start(&bench.daemon, how, &bench.reader(0));
        let before = card.counts();
        let giver = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(1200));
            holder.let_go();
            drop(holder);
        });
        let capture = bench.folder.path().join("capture.json");
        let report =
            bench.check(&["--format", "json", "--capture", capture.to_str().expect("a path")]).report(0);
        giver.join().expect("let go");
        assert_eq!(report["verdict"], "ready", "{how}: {:?}", findings(&report));
        let capture: serde_json::Value =
            serde_json::from_slice(&std::fs::read(capture).expect("a capture")).expect("JSON");
        let waited = capture["facts"]["cards"][0]["waited_ms"].as_u64().expect("how long it waited");
        assert!(waited > 100 && waited < AT_MOST.as_millis() as u64, "{how}: {waited} ms");
        is_unharmed(&card, before);
    }
}

#[test]
fn a_card_that_another_program_shares_is_read_and_left_to_it() {
    let bench = Bench::new();
    let card = bench.insert(0, "commfides-ready");
    let _holder = Holder::start(&bench.daemon, "shared", &bench.reader(0));
    let before = card.counts();
    let report = bench.check(&["--format", "json"]).report(0);
    assert_eq!(report["verdict"], "ready");
    is_unharmed(&card, before);
}

#[test]
fn a_card_that_was_held_for_ten_seconds_is_read_within_the_bound_of_its_own() {
    let bench = Bench::new();
    let card = bench.insert(0, "commfides-ready");
    let mut holder = Holder::start(&bench.daemon, "exclusive", &bench.reader(0));
    let giver = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_secs(10));
        holder.let_go();
        drop(holder);
    });
    let run = bench.check(&["--format", "json"]);
    giver.join().expect("let go");
    assert!(run.took >= Duration::from_secs(9), "{:?}", run.took);
    assert_eq!(run.report(0)["verdict"], "ready");
    assert_eq!(card.card().verify_attempts(), 0);
}

#[test]
fn a_card_that_was_reset_before_it_was_let_go_is_read_whole() {
    let bench = Bench::with_bounds("sharing_ms = 20000");
    let card = bench.insert(0, "commfides-ready");
    let mut holder = Holder::start(&bench.daemon, "resetting", &bench.reader(0));
    let giver = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1200));
        holder.let_go();
        drop(holder);
    });
    let report = bench.check(&["--format", "json"]).report(0);
    giver.join().expect("let go");
    assert_eq!(report["cards"][0]["certificates"].as_array().map(Vec::len), Some(3));
    assert!(card.counts().resets > 0, "the other program did reset it");
    assert_eq!(card.card().verify_attempts(), 0);
}

#[test]
fn a_program_that_resets_the_card_over_and_over_never_makes_a_wrong_report() {
    let bench = Bench::with_bounds("sharing_ms = 6000\ncommand_ms = 6000");
    let slow =
        VirtualCard::new(built_in("commfides-ready")).with_delay(Duration::from_millis(20), Duration::ZERO);
    let card = bench.put(0, slow);
    let sound = bench.check(&["--format", "json"]).report(0)["cards"][0]["certificates"].clone();
    let _restless = Holder::start(&bench.daemon, "restless", &bench.reader(0));
    for _ in 0..3 {
        let run = bench.check(&["--format", "json"]);
        let report = run.json();
        let found = findings(&report);
        match run.code() {
            // Our transaction kept the other out, or the reading began anew.
            Some(0) => assert_eq!(report["cards"][0]["certificates"], sound),
            Some(3) => assert!(
                found.iter().any(|id| id.starts_with("card.") || id == "reader.card_in_use"),
                "{found:?}"
            ),
            other => panic!("{other:?}: {found:?}"),
        }
    }
    assert_eq!(card.card().verify_attempts(), 0);
}
