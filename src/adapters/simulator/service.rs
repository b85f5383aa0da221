//! Simulated readers: a smart-card service whose cards are values.

use super::card::SimulatedCard;
use super::fault::Happening;
use crate::facts::{Access, Blob, Observed, ProbeError, ProbePlace, Protocol, ReaderFacts, ReaderState};
use crate::iso7816::apdu::Command;
use crate::ports::{CardService, Connection, pin_pad_not_asked};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// `SCARD_E_UNKNOWN_READER`.
const UNKNOWN_READER: (u32, &str) = (0x8010_0009, "SCARD_E_UNKNOWN_READER");
/// `SCARD_E_NO_SMARTCARD`.
const NO_SMARTCARD: (u32, &str) = (0x8010_000C, "SCARD_E_NO_SMARTCARD");
/// `SCARD_E_SHARING_VIOLATION`.
const SHARING_VIOLATION: (u32, &str) = (0x8010_000B, "SCARD_E_SHARING_VIOLATION");
/// `SCARD_W_REMOVED_CARD`.
const REMOVED_CARD: (u32, &str) = (0x8010_0069, "SCARD_W_REMOVED_CARD");

/// `SCARD_W_RESET_CARD`.
const RESET_CARD: (u32, &str) = (0x8010_0068, "SCARD_W_RESET_CARD");
/// `SCARD_F_COMM_ERROR`.
const COMM_ERROR: (u32, &str) = (0x8010_0013, "SCARD_F_COMM_ERROR");
/// Longer than any bound.
const FOR_GOOD: Duration = Duration::from_secs(24 * 3600);
/// How often a card that is held is looked at.
const POLL: Duration = Duration::from_millis(20);

/// Readers and cards that exist only here.
///
/// A clone shows the same readers: what one inserts, the other sees.
#[derive(Clone, Default)]
pub struct SimulatedService {
    desk: Arc<Desk>,
    per_command: Duration,
    per_byte: Duration,
}

#[derive(Default)]
struct Desk {
    slots: Mutex<Vec<Slot>>,
    /// Told of every insertion, removal and end of a transaction.
    changed: Condvar,
}

struct Slot {
    name: String,
    card: Option<SimulatedCard>,
    /// Which insertion this is, so that a connection to a card that left is told so.
    insertion: u64,
    taken: bool,
    /// Until when another program holds the card.
    held_until: Option<Instant>,
}

impl Slot {
    fn new(name: String, card: Option<SimulatedCard>) -> Self {
        let mut slot = Slot { name, card: None, insertion: 0, taken: false, held_until: None };
        slot.put(card);
        slot
    }

    fn put(&mut self, card: Option<SimulatedCard>) {
        self.held_until = None;
        if let Some(time) = card.as_ref().and_then(SimulatedCard::held_at_first) {
            self.hold(time);
        }
        self.card = card;
        self.insertion += 1;
        self.taken = false;
    }

    fn hold(&mut self, time: Option<Duration>) {
        self.held_until = Some(Instant::now() + time.unwrap_or(FOR_GOOD));
    }

    fn is_held(&self) -> bool {
        self.taken || self.held_until.is_some_and(|until| Instant::now() < until)
    }
}

impl SimulatedService {
    /// Readers of these names, with these cards.
    pub fn new<N: Into<String>>(readers: impl IntoIterator<Item = (N, Option<SimulatedCard>)>) -> Self {
        let slots =
            Mutex::new(readers.into_iter().map(|(name, card)| Slot::new(name.into(), card)).collect());
        SimulatedService { desk: Arc::new(Desk { slots, changed: Condvar::new() }), ..Self::default() }
    }

    /// One reader for each card, called `Simulated reader 1` and so on.
    pub fn with_cards(cards: impl IntoIterator<Item = SimulatedCard>) -> Self {
        SimulatedService::new(
            cards.into_iter().enumerate().map(|(index, card)| (reader_name(index), Some(card))),
        )
    }

    /// The same readers, but slow: each command takes `per_command`, and `per_byte` for every byte of command and
    /// answer (a byte takes about 1.04 ms at 9600 bit/s, 87 µs at 115 200).
    pub fn with_delay(self, per_command: Duration, per_byte: Duration) -> Self {
        SimulatedService { per_command, per_byte, ..self }
    }

    /// Puts a card into a reader, in place of the one that is there; `false` when there is no such reader.
    pub fn insert(&self, reader: &str, card: SimulatedCard) -> bool {
        self.desk.put(reader, Some(card))
    }

    /// Takes the card out of a reader; `false` when there is no such reader.
    pub fn eject(&self, reader: &str) -> bool {
        self.desk.put(reader, None)
    }

    /// The card in a reader as it is now, to see what has been done to it.
    pub fn card(&self, reader: &str) -> Option<SimulatedCard> {
        self.desk.slots().iter().find(|slot| slot.name == reader)?.card.clone()
    }
}

impl Desk {
    fn slots(&self) -> MutexGuard<'_, Vec<Slot>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, reader: &str, card: Option<SimulatedCard>) -> bool {
        let mut slots = self.slots();
        let Some(slot) = slots.iter_mut().find(|slot| slot.name == reader) else {
            return false;
        };
        slot.put(card);
        self.changed.notify_all();
        true
    }
}

impl CardService for SimulatedService {
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError> {
        Ok(self.desk.slots().iter().map(reader_facts).collect())
    }

    fn wait_for_change(
        &self,
        known: &[ReaderFacts],
        patience: Duration,
    ) -> Result<Vec<ReaderFacts>, ProbeError> {
        let same = |slots: &mut Vec<Slot>| slots.iter().map(reader_facts).eq(known.iter().cloned());
        let waited = self.desk.changed.wait_timeout_while(self.desk.slots(), patience, same);
        let (slots, _) = waited.unwrap_or_else(PoisonError::into_inner);
        Ok(slots.iter().map(reader_facts).collect())
    }

    fn connect(&self, reader: &str, patience: Duration) -> Result<Box<dyn Connection>, ProbeError> {
        let began = Instant::now();
        let deadline = began + patience;
        let mut slots = self.desk.slots();
        while slots.iter().any(|slot| slot.name == reader && slot.is_held()) && Instant::now() < deadline {
            let waited = self.desk.changed.wait_timeout(slots, POLL.min(deadline - Instant::now()));
            slots = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        let Some((place, slot)) = slots.iter_mut().enumerate().find(|(_, slot)| slot.name == reader) else {
            return Err(pcsc("SCardConnect", UNKNOWN_READER));
        };
        if slot.is_held() {
            return Err(pcsc("SCardConnect", SHARING_VIOLATION));
        }
        let card = slot.card.as_ref().ok_or_else(|| pcsc("SCardConnect", NO_SMARTCARD))?;
        let line = Line {
            atr: card.atr().to_vec(),
            protocol: card.protocol(),
            waited: began.elapsed(),
            place,
            insertion: slot.insertion,
            service: self.clone(),
        };
        slot.taken = true;
        Ok(Box::new(line))
    }

    fn access(&self) -> Access {
        Access::Simulated
    }
}

fn reader_facts(slot: &Slot) -> ReaderFacts {
    let state = if slot.card.is_some() { ReaderState::Present } else { ReaderState::Empty };
    ReaderFacts {
        name: slot.name.clone(),
        state: Observed::seen(state),
        atr: slot.card.as_ref().map(|card| Blob(card.atr().to_vec())),
        family_hint: None,
        pin_pad: pin_pad_not_asked(),
    }
}

fn pcsc(call: &str, (code, name): (u32, &str)) -> ProbeError {
    let place = ProbePlace::Pcsc { code, name: name.to_owned() };
    ProbeError::new(call, place, "simulated reader")
}

/// An open line to a simulated card.
struct Line {
    atr: Vec<u8>,
    protocol: Protocol,
    waited: Duration,
    place: usize,
    insertion: u64,
    service: SimulatedService,
}

impl Connection for Line {
    fn atr(&self) -> Vec<u8> {
        self.atr.clone()
    }

    fn protocol(&self) -> Protocol {
        self.protocol
    }

    fn waited(&self) -> Duration {
        self.waited
    }

    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        let bytes = match self.protocol {
            Protocol::T0 => command.to_t0_bytes(),
            _ => command.to_bytes(),
        };
        let answer = self.exchange(&bytes)?;
        let transferred = u32::try_from(bytes.len() + answer.len()).unwrap_or(u32::MAX);
        let delay = self.service.per_command + self.service.per_byte.saturating_mul(transferred);
        if !delay.is_zero() {
            std::thread::sleep(delay);
        }
        Ok(answer)
    }

    fn close(self: Box<Self>) -> Result<(), ProbeError> {
        Ok(()) // dropping does it
    }
}

impl Line {
    /// The answer to one command, or what the service says of the fault that struck it.
    fn exchange(&self, command: &[u8]) -> Result<Vec<u8>, ProbeError> {
        const CALL: &str = "SCardTransmit";
        let desk = &self.service.desk;
        let mut slots = desk.slots();
        let removed = || pcsc(CALL, REMOVED_CARD);
        let slot = slots.get_mut(self.place).filter(|slot| slot.insertion == self.insertion);
        let slot = slot.ok_or_else(removed)?;
        let card = slot.card.as_mut().ok_or_else(removed)?;
        match card.exchange(command) {
            Happening::Answer(answer) => Ok(answer),
            Happening::Silence(time, answer) => {
                drop(slots);
                std::thread::sleep(time.unwrap_or(FOR_GOOD));
                Ok(answer)
            }
            Happening::Removed => {
                slot.put(None);
                Err(removed())
            }
            Happening::Swapped(name) => {
                let other = super::load_builtin(&name).and_then(Result::ok);
                slot.put(other.as_ref().map(SimulatedCard::new));
                Err(removed())
            }
            Happening::Reset => {
                card.reset();
                Err(pcsc(CALL, RESET_CARD))
            }
            Happening::Held(time) => {
                slot.hold(time);
                Err(pcsc(CALL, SHARING_VIOLATION))
            }
            Happening::Broken => Err(pcsc(CALL, COMM_ERROR)),
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let mut slots = self.service.desk.slots();
        if let Some(slot) = slots.get_mut(self.place).filter(|slot| slot.insertion == self.insertion) {
            slot.taken = false;
        }
        self.service.desk.changed.notify_all();
    }
}

/// How the reader of that index is called.
pub(super) fn reader_name(index: usize) -> String {
    format!("Simulated reader {}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::simulator::card::tests::ISO_CARD;

    const SOON: Duration = Duration::from_millis(20);

    fn service() -> SimulatedService {
        let card = SimulatedCard::parse(ISO_CARD, "test").unwrap();
        SimulatedService::new([("Simulated reader 1", Some(card)), ("Simulated reader 2", None)])
    }

    fn code<T>(result: Result<T, ProbeError>) -> Option<u32> {
        result.err().and_then(|error| error.pcsc())
    }

    #[test]
    fn readers_show_their_cards() {
        let readers = service().readers().unwrap();
        assert_eq!(readers[0].state.value(), Some(&ReaderState::Present));
        assert!(readers[0].atr.is_some());
        assert_eq!(readers[1].state.value(), Some(&ReaderState::Empty));
    }

    #[test]
    fn a_card_has_one_transaction_at_a_time() {
        let service = service();
        let mut line = service.connect("Simulated reader 1", SOON).unwrap();
        assert_eq!(line.transmit(&Command::select(0, 0x0C, &[0x3F, 0x00])).unwrap(), [0x90, 0x00]);
        assert_eq!(code(service.connect("Simulated reader 1", SOON)), Some(0x8010_000B));
        drop(line);
        assert!(service.connect("Simulated reader 1", SOON).is_ok());
    }

    #[test]
    fn no_card_no_reader_and_a_card_that_left_are_three_answers() {
        let service = service();
        assert_eq!(code(service.connect("Simulated reader 2", SOON)), Some(0x8010_000C));
        assert_eq!(code(service.connect("Another", SOON)), Some(0x8010_0009));
        let mut line = service.connect("Simulated reader 1", SOON).unwrap();
        assert!(service.eject("Simulated reader 1"));
        let select = Command::select(0, 0x0C, &[0x3F, 0x00]);
        assert_eq!(code(line.transmit(&select)), Some(0x8010_0069));
    }

    #[test]
    fn waiting_ends_with_a_change() {
        let service = service();
        let known = service.readers().unwrap();
        assert_eq!(service.wait_for_change(&known, SOON).unwrap(), known);
        let other = service.clone();
        let changer = std::thread::spawn(move || other.eject("Simulated reader 1"));
        let after = service.wait_for_change(&known, Duration::from_secs(10)).unwrap();
        assert!(changer.join().unwrap());
        assert_eq!(after[0].state.value(), Some(&ReaderState::Empty));
    }

    #[test]
    fn a_slow_card_takes_its_time() {
        let service = service().with_delay(Duration::from_millis(5), Duration::from_millis(1));
        let mut line = service.connect("Simulated reader 1", SOON).unwrap();
        let began = Instant::now();
        line.transmit(&Command::select(0, 0x0C, &[0x3F, 0x00])).unwrap();
        assert!(began.elapsed() >= Duration::from_millis(5 + 7 + 2));
    }
}
