//! What must not be in a trace or a capture, and who can read them.

use super::Taped;
use crate::network::bench::{Bench, Named, card, person};
use crate::support::captures::nobody_logs_in;
use crate::support::run::arg;
use crate::support::web::{Reply, Web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eid_ready::adapters::clock::SystemClock;
use eid_ready::adapters::simulator::{
    self, FixedEntropy, NoTrust, RecordedHttp, SimulatedCard, SimulatedModules, SimulatedService,
    SimulatedStation, SimulatedStores,
};
use eid_ready::adapters::trace::{Header, Tape, recording};
use eid_ready::facts::{Access, hex};
use eid_ready::iso7816::apdu::Command;
use eid_ready::ports::{Cancel, Observer, Progress, World};
use serde_json::Value;
use std::sync::Arc;
use std::time::Duration;

const PASSWORD: &str = "Hemmelig-9f3c";

#[test]
fn the_password_of_a_proxy_stays_where_it_is() {
    let bench = Bench::with("", "", false);
    let proxy = Web::serve(|_| Reply::Whole(503, "text/plain", b"later".to_vec()));
    let named = Named { ocsp: vec!["http://ocsp.example/".to_owned()], ..Named::default() };
    let certificate = person("one", &bench.authorities.commfides, &named);
    let address = proxy.url("").replace("http://", &format!("http://kari:{PASSWORD}@"));
    let trace = bench.folder.path().join("run.trace");
    for given in [true, false] {
        let _ = std::fs::remove_file(&trace);
        let mut command =
            bench.checking(&[card(std::slice::from_ref(&certificate), &[])], &["--trace", arg(&trace)]);
        match given {
            true => command.args(["--proxy", &address]),
            false => command.env("http_proxy", &address),
        };
        let ran = bench.run(command);
        let sent = STANDARD.encode(format!("kari:{PASSWORD}"));
        let asked = proxy.asked();
        let header = asked.last().unwrap().header("proxy-authorization");
        assert_eq!(header, Some(format!("Basic {sent}").as_str()), "the password was of use");
        let written = std::fs::read_to_string(&trace).unwrap();
        assert!(written.contains("\"proxy\":\"http://127.0.0.1:"), "{written}");
        for text in [written, ran.capture.to_string(), String::from_utf8(ran.output.stdout).unwrap()] {
            assert!(!text.contains(PASSWORD) && !text.contains(&sent), "{text}");
        }
    }
}

#[test]
fn no_command_of_a_run_has_a_body_that_could_be_a_pin() {
    for card in simulator::builtin() {
        let taped = Taped::of(&format!("check --format json --simulate {}", card.name));
        let sent = taped.lines().into_iter().filter_map(|line| {
            let line: Value = serde_json::from_str(&line).unwrap();
            line["command"]["sent"].as_str().map(str::to_owned)
        });
        let sent: Vec<String> = sent.collect();
        assert!(sent.len() > 3, "{}", card.name);
        // SELECT, READ, GET RESPONSE, and GET DATA, whose body is a list of tags.
        let harmless = |command: &&String| match &command[2..4] {
            "A4" | "B0" | "B2" | "C0" => true,
            "CB" => command.contains("5C0") && command.len() <= 30,
            _ => false,
        };
        for command in sent.iter().filter(|command| !harmless(command)) {
            assert!(command.len() == 8 && command.starts_with("0020"), "{}: {command}", card.name);
        }
    }
}

struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _: Progress) {}
}

#[test]
fn a_secret_that_is_sent_is_not_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.trace");
    let file = simulator::load_builtin("commfides-ready").unwrap().unwrap();
    let world = World {
        cards: Arc::new(SimulatedService::with_cards([SimulatedCard::new(&file)])),
        modules: Arc::new(SimulatedModules::default()),
        stores: Arc::new(SimulatedStores::default()),
        station: Arc::new(SimulatedStation),
        clock: Arc::new(SystemClock),
        openid: nobody_logs_in(),
        http: Arc::new(RecordedHttp::empty()),
        trust: Arc::new(NoTrust),
        entropy: Arc::new(FixedEntropy),
        observer: Arc::new(Nobody),
        cancel: Cancel::default(),
    };
    let header = Header::new("check", "demo", false, true, Access::Simulated);
    let tape = Tape::create(&path, &header, world.cancel.clone()).unwrap();
    let world = recording(world, &tape);
    let mut line = world.cards.connect("Simulated reader 1", Duration::ZERO).unwrap();
    let pin = b"271828";
    let mut own = Command::new(0x80, 0xDA, 0, 0).with_data(*pin);
    own.secret = true;
    for command in [Command::new(0, 0x20, 0, 0x81).with_data(*pin), own] {
        line.transmit(&command).unwrap();
    }
    line.close().unwrap();
    tape.end().unwrap();
    let written = std::fs::read_to_string(&path).unwrap();
    for secret in [hex(pin), STANDARD.encode(pin), "271828".to_owned()] {
        assert!(!written.contains(&secret), "{written}");
    }
    assert!(written.contains("00200081 [6 bytes masked]"), "{written}");
    assert!(written.contains("80DA0000 [6 bytes masked]"), "{written}");
}

#[cfg(unix)]
#[test]
fn traces_and_captures_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let [trace, capture] = ["run.trace", "capture.json"].map(|name| folder.path().join(name));
    crate::support::run::run([
        "check",
        "--simulate",
        "unknown",
        "--trace",
        arg(&trace),
        "--capture",
        arg(&capture),
    ])
    .ended(3);
    for path in [trace, capture] {
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{}", path.display());
    }
}
