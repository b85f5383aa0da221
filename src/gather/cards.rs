//! The cards: each reader in its own thread, watched for silence.

use super::bounded::{died, spawned};
use super::doubt;
use crate::cards::{self, Channel, Limits};
use crate::facts::{CardFacts, Observed, ProbeError, ProbePlace, ReaderFacts, ReaderState, Traffic};
use crate::policy::Policy;
use crate::ports::{Observer, Progress, World};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// SCARD_E_SHARING_VIOLATION, SCARD_W_UNPOWERED_CARD and SCARD_W_RESET_CARD: another program came between, and what it
/// left the card in nobody knows. SCARD_E_PROTO_MISMATCH to a command: the service itself did, and agreed on a protocol
/// anew, as pcsc-lite does with a card that was just put in.
const CAME_BETWEEN: [u32; 4] = [0x8010_000B, 0x8010_000F, 0x8010_0067, 0x8010_0068];
/// SCARD_W_REMOVED_CARD.
const REMOVED: (u32, &str) = (0x8010_0069, "SCARD_W_REMOVED_CARD");

/// The call that a silent card is told by.
const TRANSMIT: &str = "SCardTransmit";

/// Reads every card that is there, all readers at once, in the readers' order.
pub(super) async fn read_all(world: &World, policy: &Policy, readers: &mut [ReaderFacts]) -> Vec<CardFacts> {
    let present = |reader: &&ReaderFacts| {
        matches!(reader.state.value(), Some(ReaderState::Present | ReaderState::Exclusive))
    };
    let readings: Vec<_> =
        readers.iter().filter(present).map(|reader| start(world, policy, reader)).collect();
    let mut cards = Vec::new();
    for reading in readings {
        let (name, pulse) = (reading.reader.name.clone(), reading.pulse.clone());
        cards.push(reading.finish(policy).await);
        // A pin pad is asked about on an open line, which only now has been there.
        if let (Some(pin_pad), Some(reader)) =
            (pulse.pin_pad(), readers.iter_mut().find(|reader| reader.name == name))
        {
            reader.pin_pad = pin_pad;
        }
    }
    cards
}

/// A card being read in its own thread.
struct Reading {
    reader: ReaderFacts,
    access: crate::facts::Access,
    facts: Result<tokio::sync::oneshot::Receiver<CardFacts>, ProbeError>,
    pulse: Arc<Pulse>,
}

fn start(world: &World, policy: &Policy, reader: &ReaderFacts) -> Reading {
    let pulse = Arc::new(Pulse::new(world.observer.clone()));
    let access = world.cards.access();
    let (world, policy, name, beat) = (world.clone(), policy.clone(), reader.name.clone(), pulse.clone());
    let facts = spawned("reader", move || read_one(&world, &policy, &name, &beat));
    Reading { reader: reader.clone(), access, facts, pulse }
}

/// One card, from the beginning to its end. After another program came between nothing that was read can be gone on
/// from, so the whole reading begins anew, and only with the card that it began with.
fn read_one(world: &World, policy: &Policy, reader: &str, pulse: &Arc<Pulse>) -> CardFacts {
    let mut card = read_through(world, policy, reader, pulse);
    for restart in 1..=policy.bounds.card_restarts {
        let broken = card.interrupted.as_ref().and_then(ProbeError::pcsc);
        if !broken.is_some_and(|code| CAME_BETWEEN.contains(&code)) {
            break;
        }
        let again = read_through(world, policy, reader, pulse);
        card = CardFacts { restarts: restart, ..after_reset(card, again) };
    }
    pulse.notice(Progress::Done { reader: reader.to_owned() });
    card
}

/// What a reading that began anew comes to.
fn after_reset(broken: CardFacts, again: CardFacts) -> CardFacts {
    let traffic = broken.traffic.and(again.traffic);
    let disturbances = [broken.disturbances.as_slice(), again.disturbances.as_slice()].concat();
    let mut card = CardFacts { traffic, disturbances, ..again };
    if let Observed::Failed(error) = &card.connection {
        // The line was open before: this is what ended the reading.
        let error = error.clone();
        card = CardFacts { interrupted: Some(error), connection: broken.connection.clone(), ..card };
    }
    if card.atr != broken.atr && !card.atr.0.is_empty() {
        let place = ProbePlace::Pcsc { code: REMOVED.0, name: REMOVED.1.to_owned() };
        let error = ProbeError::new("SCardReconnect", place, "another card answers after the reset");
        return CardFacts { interrupted: Some(error), traffic: card.traffic, ..broken };
    }
    card
}

/// One connection: opened, read through, closed.
fn read_through(world: &World, policy: &Policy, reader: &str, pulse: &Arc<Pulse>) -> CardFacts {
    let (access, bounds) = (world.cards.access(), policy.bounds);
    pulse.notice(Progress::Connecting { reader: reader.to_owned() });
    let mut connection = match world.cards.connect(reader, Duration::from_millis(bounds.sharing_ms)) {
        Ok(connection) => connection,
        Err(error) => {
            let blank = cards::blank(reader, Vec::new(), access);
            return CardFacts { connection: Observed::Failed(error), ..blank };
        }
    };
    pulse.connected(connection.pin_pad());
    let limits = Limits { card: Duration::from_millis(bounds.card_ms), commands: bounds.card_commands };
    let mut channel = Channel::new(connection.as_mut(), reader, pulse.clone(), world.cancel.clone(), limits);
    let mut card = cards::read(&mut channel, reader, access, &|card| doubt::is_doubtful(card, policy));
    if let Err(error) = connection.close() {
        card.interrupted.get_or_insert(error);
    }
    card
}

impl Reading {
    /// Waits for the card; gives it up when it has been silent for longer than one command may take.
    async fn finish(self, policy: &Policy) -> CardFacts {
        let blank = |error: ProbeError| {
            let atr = self.reader.atr.clone().unwrap_or_default().0;
            let mut card = cards::blank(&self.reader.name, atr, self.access);
            card.traffic = self.pulse.traffic();
            match self.pulse.is_connected() {
                true => card.interrupted = Some(error),
                false => card.connection = Observed::Failed(error),
            }
            card
        };
        let mut facts = match self.facts {
            Ok(facts) => facts,
            Err(error) => return blank(error),
        };
        loop {
            let bound = match self.pulse.is_connected() {
                true => policy.bounds.command_ms,
                false => policy.bounds.sharing_ms + policy.bounds.service_ms,
            };
            let deadline = self.pulse.last() + Duration::from_millis(bound);
            match tokio::time::timeout_at(deadline.into(), &mut facts).await {
                // A recorded silence is told at once by the line itself; it is the same silence.
                Ok(Ok(card)) if is_silent(&card) => {
                    return blank(card.interrupted.unwrap_or_else(|| died("reader")));
                }
                Ok(Ok(mut card)) => {
                    if card.atr.0.is_empty() {
                        card.atr = self.reader.atr.clone().unwrap_or_default();
                    }
                    return card;
                }
                Ok(Err(_)) => return blank(died("reader")),
                Err(_) if self.pulse.last() + Duration::from_millis(bound) > Instant::now() => {}
                Err(_) => {
                    let call = if self.pulse.is_connected() { TRANSMIT } else { "SCardConnect" };
                    return blank(ProbeError::new(call, ProbePlace::Timeout { ms: bound }, "no answer"));
                }
            }
        }
    }
}

/// Whether the line says that the card was given up. No live one does: there the silence itself tells.
fn is_silent(card: &CardFacts) -> bool {
    let gave_up =
        |error: &ProbeError| error.call == TRANSMIT && matches!(error.place, ProbePlace::Timeout { .. });
    card.interrupted.as_ref().is_some_and(gave_up)
}

/// The signs of life of one card; passes them on to whoever follows the run.
struct Pulse {
    onward: Arc<dyn Observer>,
    state: Mutex<State>,
}

struct State {
    last: Instant,
    connected: bool,
    pin_pad: Option<Observed<bool>>,
    traffic: Traffic,
}

impl Pulse {
    fn new(onward: Arc<dyn Observer>) -> Self {
        let state =
            State { last: Instant::now(), connected: false, pin_pad: None, traffic: Traffic::default() };
        Pulse { onward, state: Mutex::new(state) }
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn connected(&self, pin_pad: Observed<bool>) {
        self.with(|state| {
            state.connected = true;
            state.pin_pad = Some(pin_pad);
            state.last = Instant::now();
        });
    }

    fn is_connected(&self) -> bool {
        self.with(|state| state.connected)
    }

    fn pin_pad(&self) -> Option<Observed<bool>> {
        self.with(|state| state.pin_pad.clone())
    }

    fn last(&self) -> Instant {
        self.with(|state| state.last)
    }

    fn traffic(&self) -> Traffic {
        self.with(|state| state.traffic)
    }
}

impl Observer for Pulse {
    fn notice(&self, progress: Progress) {
        self.with(|state| {
            state.last = Instant::now();
            match &progress {
                // Once more, where a reading begins anew.
                Progress::Connecting { .. } => state.connected = false,
                Progress::Card { commands, bytes, .. } => {
                    state.traffic.commands = *commands;
                    state.traffic.bytes_received = *bytes;
                }
                _ => {}
            }
        });
        self.onward.notice(progress);
    }
}
