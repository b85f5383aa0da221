//! The live PC/SC adapter against a real pcscd with virtual readers.
//!
//! libpcsclite reads the place of its daemon once a process, so each test runs its body in a process of its own: this
//! binary again, with only that test.

mod raw_card;

use crate::support::pcscd::Pcscd;
use eid_ready::adapters::pcsc::{PcscService, service_answers};
use eid_ready::facts::{ProbePlace, Protocol, ReaderState};
use eid_ready::iso7816::apdu::Command as Apdu;
use eid_ready::ports::CardService;
use raw_card::RawCard;
use std::ffi::CString;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// 3B 6F 00 00: T=0 only, as the Buypass cards are.
const ATR_T0: &[u8] = &[
    0x3B, 0x6F, 0x00, 0x00, 0x80, 0x31, 0xE0, 0x6B, 0x04, 0x20, 0x05, 0x02, 0x58, 0x55, 0x55, 0x55, 0x55,
    0x55, 0x55,
];
/// T=1, no historical bytes but 80: TS T0 TD1 (T=1) 80 TCK.
const ATR_T1: &[u8] = &[0x3B, 0x81, 0x01, 0x80, 0x00];
const NOT_FOUND: &[u8] = &[0x6A, 0x82];

/// The variable by which a test knows that it is in its own process.
const CHILD: &str = "EID_READY_TEST_ALONE";
/// Longer than any of them takes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Runs `body` in a process of its own, which is this test binary with the test `name` only.
fn alone(name: &str, prepare: impl FnOnce(&mut Command), body: impl FnOnce()) {
    if std::env::var_os(CHILD).is_some() {
        return body();
    }
    let mut child = Command::new(std::env::current_exe().expect("this binary"));
    child.args([name, "--exact", "--nocapture", "--test-threads=1"]).env(CHILD, "1");
    child.env_remove("PCSCLITE_CSOCK_NAME");
    prepare(&mut child);
    let output = child.output().expect("this binary runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{name}: {}\n{said}{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
}

/// As [`alone`], with a daemon of the test's own.
fn with_daemon(name: &str, readers: usize, body: impl FnOnce(Pcscd)) {
    alone(
        name,
        |_| {},
        || {
            let daemon = Pcscd::start(readers);
            use_daemon(&daemon.socket());
            body(daemon);
        },
    );
}

fn use_daemon(socket: &Path) {
    // SAFETY: this process runs one test, and no other thread of it reads the environment.
    unsafe { std::env::set_var("PCSCLITE_CSOCK_NAME", socket) };
}

/// The readers, once `wanted` of them hold a card that has answered.
fn readers_with(wanted: usize) -> Vec<eid_ready::facts::ReaderFacts> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let readers = PcscService.readers().expect("readers");
        let present =
            readers.iter().filter(|reader| reader.state.value() == Some(&ReaderState::Present)).count();
        if present == wanted {
            return readers;
        }
        assert!(Instant::now() < deadline, "{readers:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_missing_library_is_no_missing_service() {
    // The loader finds this folder first, and an empty file in it is no library.
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("libpcsclite.so.1"), b"").expect("an empty library");
    alone(
        "pcsc::a_missing_library_is_no_missing_service",
        |child| {
            child.env("LD_LIBRARY_PATH", folder.path());
        },
        || {
            let error = PcscService.readers().expect_err("no library");
            assert_eq!(error.place, ProbePlace::Library);
            assert!(error.call.contains("libpcsclite.so.1"), "{error}");
            assert!(error.detail.contains("too short"), "{error}");
            assert_eq!(service_answers().expect_err("no library").place, ProbePlace::Library);
            // Whoever calls the crate directly gets a code, not a crash.
            assert_eq!(pcsc::Context::establish(pcsc::Scope::User).err(), Some(pcsc::Error::NoService));
        },
    );
}

#[test]
fn no_daemon_is_no_service() {
    let folder = tempfile::tempdir().expect("a folder");
    alone(
        "pcsc::no_daemon_is_no_service",
        |child| {
            child.env("PCSCLITE_CSOCK_NAME", folder.path().join("pcscd.comm"));
        },
        || {
            let error = PcscService.readers().expect_err("no service");
            assert_eq!(error.to_string(), "SCardEstablishContext: SCARD_E_NO_SERVICE (0x8010001D)");
            let error = PcscService.connect("any", Duration::ZERO).err().expect("no service");
            assert_eq!(error.pcsc(), Some(0x8010_001D));
            let begun = Instant::now();
            let patience = Duration::from_millis(500);
            let error = PcscService.wait_for_change(&[], patience).expect_err("no service");
            assert_eq!(error.pcsc(), Some(0x8010_001D));
            assert!(begun.elapsed() >= patience, "{:?}", begun.elapsed());
        },
    );
}

#[test]
fn empty_readers_are_listed_in_order() {
    with_daemon("pcsc::empty_readers_are_listed_in_order", 16, |daemon| {
        assert_eq!(service_answers(), Ok("pcsc-lite"));
        let readers = PcscService.readers().expect("readers");
        let names: Vec<&str> = readers.iter().map(|reader| reader.name.as_str()).collect();
        let expected: Vec<&str> = daemon.readers().iter().map(|reader| reader.name.as_str()).collect();
        assert_eq!(names, expected);
        for reader in &readers {
            assert_eq!(reader.state.value(), Some(&ReaderState::Empty));
            assert_eq!(reader.atr, None);
        }
        let error = PcscService.connect(names[0], Duration::ZERO).err().expect("no card");
        assert_eq!(error.to_string(), "SCardConnect: SCARD_E_NO_SMARTCARD (0x8010000C)");
        let error = PcscService.connect("no such reader", Duration::ZERO).err().expect("no reader");
        assert_eq!(error.to_string(), "SCardConnect: SCARD_E_UNKNOWN_READER (0x80100009)");
    });
}

#[test]
fn a_card_is_read_and_left_without_a_reset() {
    with_daemon("pcsc::a_card_is_read_and_left_without_a_reset", 2, |daemon| {
        let [first, second] = daemon.readers() else { panic!("two readers") };
        let t0 = RawCard::insert(first.port, ATR_T0, NOT_FOUND);
        let t1 = RawCard::insert(second.port, ATR_T1, NOT_FOUND);
        let readers = readers_with(2);
        assert_eq!(readers[0].atr.as_ref().map(|atr| atr.0.as_slice()), Some(ATR_T0));

        let select = Apdu::select(4, 0, &[0xA0, 0, 0, 0, 1]).expecting(256);
        for (reader, card, protocol, length) in
            [(first, &t0, Protocol::T0, 10), (second, &t1, Protocol::T1, 11)]
        {
            let mut line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
            let before = card.power();
            assert_eq!(line.protocol(), protocol);
            assert_eq!(line.pin_pad().value(), Some(&false));
            assert!(line.waited() < Duration::from_millis(100), "{:?}", line.waited());
            assert_eq!(line.transmit(&select).expect("an answer"), NOT_FOUND);
            assert_eq!(card.commands().last().map(Vec::len), Some(length));
            line.close().expect("the card is left");
            // The second time it is dropped, not closed.
            let mut line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
            assert_eq!(line.transmit(&select).expect("an answer"), NOT_FOUND);
            drop(line);
            assert_eq!(card.power(), before, "power-offs, power-ons, resets");
            assert_eq!(card.commands().len(), 2);
            // The counter would have seen one: the `pcsc` crate's own card resets when it is dropped.
            let name = CString::new(reader.name.clone()).expect("a name");
            let context = pcsc::Context::establish(pcsc::Scope::User).expect("a context");
            drop(context.connect(&name, pcsc::ShareMode::Shared, pcsc::Protocols::ANY).expect("the card"));
            assert_ne!(card.power(), before, "power-offs, power-ons, resets");
        }
    });
}

#[test]
fn answers_of_any_length_come_whole() {
    with_daemon("pcsc::answers_of_any_length_come_whole", 2, |daemon| {
        let reader = &daemon.readers()[0];
        for length in [1, 2, 258, 4098, 65_530] {
            let answer: Vec<u8> = (0..length).map(|byte| byte as u8).collect();
            let card = RawCard::insert(reader.port, ATR_T1, &answer);
            readers_with(1);
            let mut line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
            let got = line.transmit(&Apdu::read_binary(0, 65_536)).map_err(|error| error.to_string());
            assert_eq!(got.map(|bytes| bytes.len()), Ok(length));
            drop((line, card));
            readers_with(0);
        }
    });
}

#[test]
fn a_mute_card_says_so() {
    with_daemon("pcsc::a_mute_card_says_so", 2, |daemon| {
        let reader = &daemon.readers()[0];
        // The virtual reader takes an answer to reset beyond the 32 bytes of the standard for none.
        let _card = RawCard::insert(reader.port, &[0x3B; 40], NOT_FOUND);
        let deadline = Instant::now() + PATIENCE;
        while PcscService.readers().expect("readers")[0].state.value() != Some(&ReaderState::Mute) {
            assert!(Instant::now() < deadline, "{:?}", PcscService.readers());
            std::thread::sleep(Duration::from_millis(20));
        }
        let error = PcscService.connect(&reader.name, Duration::ZERO).err().expect("mute");
        // pcsc-lite 1.9 says "unpowered" here, where Windows says SCARD_W_UNRESPONSIVE_CARD.
        assert_eq!(error.to_string(), "SCardConnect: SCARD_W_UNPOWERED_CARD (0x80100067)");
    });
}

#[test]
fn a_card_that_is_taken_out_says_so() {
    with_daemon("pcsc::a_card_that_is_taken_out_says_so", 2, |daemon| {
        let reader = &daemon.readers()[0];
        let card = RawCard::insert(reader.port, ATR_T1, NOT_FOUND);
        readers_with(1);
        let mut line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
        drop(card);
        readers_with(0);
        let error = line.transmit(&Apdu::read_binary(0, 1)).expect_err("removed");
        assert_eq!(error.call, "SCardTransmit");
        assert_eq!(error.pcsc(), Some(0x8010_0069), "{error}");
        // Leaving says what happened too, and does not hang.
        let _ = line.close();
    });
}

#[test]
fn a_card_held_by_another_program_is_waited_for() {
    with_daemon("pcsc::a_card_held_by_another_program_is_waited_for", 2, |daemon| {
        let reader = &daemon.readers()[0];
        let _card = RawCard::insert(reader.port, ATR_T1, NOT_FOUND);
        readers_with(1);
        for share in [pcsc::ShareMode::Exclusive, pcsc::ShareMode::Shared] {
            let (held, is_held) = channel();
            let (release, released) = channel::<()>();
            let name = CString::new(reader.name.clone()).expect("a name");
            let other = std::thread::spawn(move || {
                let context = pcsc::Context::establish(pcsc::Scope::User).expect("a context");
                let mut card = context.connect(&name, share, pcsc::Protocols::ANY).expect("the card");
                let transaction = card.transaction().expect("a transaction");
                held.send(()).expect("the test listens");
                let _ = released.recv();
                drop(transaction);
                card.disconnect(pcsc::Disposition::LeaveCard).map_err(|(_, error)| error).expect("left");
            });
            is_held.recv().expect("the other program holds the card");

            // Patience that ends first: in use, and not a moment longer than promised.
            let begun = Instant::now();
            let patience = Duration::from_millis(700);
            let error = PcscService.connect(&reader.name, patience).err().expect("in use");
            assert_eq!(error.pcsc(), Some(0x8010_000B), "{error}");
            let took = begun.elapsed();
            assert!(took >= patience && took < patience + Duration::from_secs(1), "{took:?}");

            // Patience that lasts: a line, and how long it took to get it.
            let giver = std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(400));
                release.send(()).expect("the other program listens");
            });
            let line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
            assert!(line.waited() >= Duration::from_millis(300), "{share:?} {:?}", line.waited());
            assert!(line.waited() < Duration::from_secs(3), "{share:?} {:?}", line.waited());
            line.close().expect("the card is left");
            giver.join().expect("released");
            other.join().expect("the other program ends well");
        }
    });
}

#[test]
fn changes_are_seen_as_they_come() {
    with_daemon("pcsc::changes_are_seen_as_they_come", 2, |mut daemon| {
        let empty = PcscService.readers().expect("readers");
        let quiet = Duration::from_millis(1500);
        let begun = Instant::now();
        assert_eq!(PcscService.wait_for_change(&empty, quiet), Ok(empty.clone()));
        assert!(begun.elapsed() >= quiet);

        let port = daemon.readers()[1].port;
        let inserter = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            RawCard::insert(port, ATR_T1, NOT_FOUND)
        });
        let now = PcscService.wait_for_change(&empty, PATIENCE).expect("a change");
        assert_eq!(now[1].state.value(), Some(&ReaderState::Present));
        let card = inserter.join().expect("a card");

        // The daemon dies and comes back while we wait: the card is out, since it hung on the daemon.
        let watcher = std::thread::spawn(move || PcscService.wait_for_change(&now, PATIENCE));
        std::thread::sleep(Duration::from_millis(300));
        daemon.restart();
        drop(card);
        let after = watcher.join().expect("no panic").expect("the daemon is found again");
        assert_eq!(after, empty);
    });
}

#[test]
fn a_daemon_that_dies_during_a_conversation_is_told() {
    with_daemon("pcsc::a_daemon_that_dies_during_a_conversation_is_told", 2, |mut daemon| {
        let reader = daemon.readers()[0].clone();
        let _card = RawCard::insert(reader.port, ATR_T1, NOT_FOUND);
        readers_with(1);
        let mut line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
        daemon.kill();
        let begun = Instant::now();
        let error = line.transmit(&Apdu::read_binary(0, 1)).expect_err("no daemon");
        assert_eq!(error.call, "SCardTransmit");
        assert!(error.pcsc().is_some(), "{error}");
        assert!(line.close().is_err());
        assert_eq!(PcscService.readers().expect_err("no daemon").pcsc(), Some(0x8010_001D));
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    });
}

#[test]
fn many_cards_are_read_at_once() {
    with_daemon("pcsc::many_cards_are_read_at_once", 8, |daemon| {
        let readers = daemon.readers();
        let cards: Vec<RawCard> =
            readers.iter().map(|reader| RawCard::insert(reader.port, ATR_T1, NOT_FOUND)).collect();
        readers_with(cards.len());
        std::thread::scope(|scope| {
            for reader in readers {
                scope.spawn(move || {
                    let mut line = PcscService.connect(&reader.name, PATIENCE).expect("a line");
                    for offset in 0..50 {
                        assert_eq!(
                            line.transmit(&Apdu::read_binary(offset, 256)).expect("an answer"),
                            NOT_FOUND
                        );
                    }
                    line.close().expect("the card is left");
                });
            }
        });
        assert!(cards.iter().all(|card| card.commands().len() == 50));
    });
}
