//! Any answers of a card: each is two bytes of length, so many bytes of data, and a status word; the first byte of all
//! chooses the protocol. Reading ends within its commands, judging does not panic, and no byte is made up.

use eid_ready::capture::Capture;
use eid_ready::cards::{self, Channel, Limits};
use eid_ready::facts::{Access, Expected, Facts, Observed, OsFacts, ProbeError, Protocol, StationFacts};
use eid_ready::iso7816::apdu::Command;
use eid_ready::judge::{Question, judge};
use eid_ready::policy::Policy;
use eid_ready::ports::{Cancel, Connection, Observer, Progress};
use std::sync::Arc;
use std::time::Duration;

/// A card whose answers are the input.
struct Script<'a> {
    protocol: Protocol,
    rest: &'a [u8],
    said: Vec<u8>,
}

impl Connection for Script<'_> {
    fn atr(&self) -> Vec<u8> {
        vec![0x3B, 0x80, 0x80, 0x01, 0x01]
    }

    fn protocol(&self) -> Protocol {
        self.protocol
    }

    fn waited(&self) -> Duration {
        Duration::ZERO
    }

    fn transmit(&mut self, _: &Command) -> Result<Vec<u8>, ProbeError> {
        let [high, low, rest @ ..] = self.rest else { return Ok(vec![0x6A, 0x82]) };
        let length = usize::from(u16::from_be_bytes([*high, *low])) + 2;
        let (answer, rest) = rest.split_at(rest.len().min(length));
        self.rest = rest;
        self.said.extend_from_slice(answer);
        Ok(answer.to_vec())
    }

    fn close(self: Box<Self>) -> Result<(), ProbeError> {
        Ok(())
    }
}

struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _: Progress) {}
}

fn station() -> StationFacts {
    StationFacts {
        os: OsFacts { family: "fuzz".into(), version: "fuzz".into(), architecture: "fuzz".into() },
        library: Observed::seen("fuzz".into()),
        service: Observed::seen("fuzz".into()),
        manager: Observed::not_tried("fuzz"),
        devices: Observed::not_tried("fuzz"),
        remote_session: Observed::not_tried("fuzz"),
        proxy_script: Observed::not_tried("fuzz"),
        simulated: true,
    }
}

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let Some((first, rest)) = bytes.split_first() else { return };
    let protocol = if first & 1 == 0 { Protocol::T0 } else { Protocol::T1 };
    let mut script = Script { protocol, rest, said: Vec::new() };
    let limits = Limits { card: Duration::from_secs(10), commands: 2_000 };
    let mut channel = Channel::new(&mut script, "fuzz", Arc::new(Nobody), Cancel::default(), limits);
    let card = cards::read(&mut channel, "fuzz", Access::Simulated, &|_| false);
    assert!(card.traffic.commands <= limits.commands);
    for object in card.objects.iter().filter_map(|object| object.bytes.value()) {
        assert!(object.0.len() <= script.said.len(), "more was read than the card said");
    }
    let begun = Facts::begun(jiff::Timestamp::UNIX_EPOCH, station(), Expected::default());
    let facts = Facts { cards: vec![card], ..begun };
    let report = judge(&Capture::new(Policy::preset("demo").expect("a preset"), facts), &Question::default());
    assert!(!report.checks.iter().any(|check| check.blocked_by.as_deref() == Some("crashed")));
}
