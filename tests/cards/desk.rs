//! One card on a desk: gathered and judged by the library, with every command and answer on record.

use eid_ready::adapters::simulator::{
    FixedEntropy, NoTrust, RecordedHttp, SimulatedCard, SimulatedModules, SimulatedStation,
};
use eid_ready::capture::Capture;
use eid_ready::facts::{Access, Blob, Observed, ProbeError, Protocol, ReaderFacts, ReaderState};
use eid_ready::gather::{Request, gather};
use eid_ready::iso7816::apdu::Command;
use eid_ready::judge::report::{Report, Status, Verdict};
use eid_ready::judge::{Question, judge};
use eid_ready::policy::Policy;
use eid_ready::ports::{
    Cancel, CardService, Clock, Connection, Observer, Progress, World, pin_pad_not_asked,
};
use jiff::Timestamp;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Gets the number of the command (from 1), the command, and the true answer; returns what goes over the line.
pub type Fault = Box<dyn FnMut(usize, &[u8], Vec<u8>) -> Result<Vec<u8>, ProbeError> + Send>;

/// What came of a card.
pub struct Examined {
    pub capture: Capture,
    pub report: Report,
    /// Commands and what was answered.
    pub log: Vec<(Vec<u8>, Vec<u8>)>,
    /// The card afterwards.
    pub card: SimulatedCard,
}

/// Reads and judges a card over a sound line.
pub fn examine(card: SimulatedCard) -> Examined {
    examine_with(card, |_, _, answer| Ok(answer))
}

/// Reads and judges a card, whose answers go through `fault`.
pub fn examine_with(
    card: SimulatedCard,
    fault: impl FnMut(usize, &[u8], Vec<u8>) -> Result<Vec<u8>, ProbeError> + Send + 'static,
) -> Examined {
    let desk = Desk(Arc::new(Mutex::new(State { card, fault: Box::new(fault), log: Vec::new() })));
    let world = World {
        cards: Arc::new(desk.clone()),
        modules: Arc::new(SimulatedModules::default()),
        station: Arc::new(SimulatedStation),
        clock: Arc::new(StandingClock),
        openid: crate::support::captures::nobody_logs_in(),
        http: Arc::new(RecordedHttp::empty()),
        trust: Arc::new(NoTrust),
        entropy: Arc::new(FixedEntropy),
        observer: Arc::new(Nobody),
        cancel: Cancel::default(),
    };
    // What is on a card is asked here, not what its issuer says of it.
    let mut policy = Policy::preset("demo").unwrap();
    policy.revocation.required = false;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let facts = runtime.block_on(gather(&world, &policy, &Request::default()));
    let capture = Capture::new(policy, facts);
    let report = judge(&capture, &Question::default());
    let state = desk.0.lock().unwrap();
    Examined { capture, report, log: state.log.clone(), card: state.card.clone() }
}

impl Examined {
    /// Whether the program would end with 0.
    pub fn is_ready(&self) -> bool {
        matches!(self.report.verdict, Verdict::Ready | Verdict::ReadyWithWarnings)
    }

    /// The checks that speak against the card: id and status.
    pub fn findings(&self) -> Vec<&str> {
        let against = |status| matches!(status, Status::Fail | Status::Error);
        self.report
            .checks
            .iter()
            .filter(|check| against(check.status))
            .map(|check| check.id.as_str())
            .collect()
    }

    /// The bytes of every certificate that was read, in order.
    pub fn certificates(&self) -> Vec<Vec<u8>> {
        let objects = self.capture.facts.cards.iter().flat_map(|card| &card.objects);
        objects.filter_map(|object| object.bytes.value()).map(|bytes| bytes.0.clone()).collect()
    }

    /// The commands with this instruction byte.
    pub fn sent(&self, instruction: u8) -> impl Iterator<Item = &[u8]> {
        self.log
            .iter()
            .map(|(command, _)| command.as_slice())
            .filter(move |command| command[1] == instruction)
    }
}

#[derive(Clone)]
struct Desk(Arc<Mutex<State>>);

struct State {
    card: SimulatedCard,
    fault: Fault,
    log: Vec<(Vec<u8>, Vec<u8>)>,
}

const READER: &str = "Reader on the desk";

impl CardService for Desk {
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError> {
        let atr = Blob(self.0.lock().unwrap().card.atr().to_vec());
        Ok(vec![ReaderFacts {
            name: READER.into(),
            state: Observed::seen(ReaderState::Present),
            atr: Some(atr),
            family_hint: None,
            pin_pad: pin_pad_not_asked(),
        }])
    }

    fn wait_for_change(&self, _: &[ReaderFacts], _: Duration) -> Result<Vec<ReaderFacts>, ProbeError> {
        self.readers()
    }

    fn connect(&self, _: &str, _: Duration) -> Result<Box<dyn Connection>, ProbeError> {
        Ok(Box::new(self.clone()))
    }

    fn access(&self) -> Access {
        Access::Simulated
    }
}

impl Connection for Desk {
    fn atr(&self) -> Vec<u8> {
        self.0.lock().unwrap().card.atr().to_vec()
    }

    fn protocol(&self) -> Protocol {
        self.0.lock().unwrap().card.protocol()
    }

    fn waited(&self) -> Duration {
        Duration::ZERO
    }

    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        let mut guard = self.0.lock().unwrap();
        let state = &mut *guard;
        let bytes = match state.card.protocol() {
            Protocol::T0 => command.to_t0_bytes(),
            _ => command.to_bytes(),
        };
        let truth = state.card.answer(&bytes);
        let outcome = (state.fault)(state.log.len() + 1, &bytes, truth);
        state.log.push((bytes, outcome.clone().unwrap_or_default()));
        outcome
    }

    fn close(self: Box<Self>) -> Result<(), ProbeError> {
        Ok(())
    }
}

struct StandingClock;

impl Clock for StandingClock {
    fn now(&self) -> Timestamp {
        "2026-11-22T08:00:00Z".parse().unwrap()
    }
}

struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _: Progress) {}
}
