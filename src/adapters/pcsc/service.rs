//! The smart-card service of the machine.

use super::connect;
use super::error::{code, pcsc_error};
use super::names::shown;
use super::raw::{Context, Slot};
use super::watch;
use crate::facts::{Access, Blob, Observed, ProbeError, ReaderFacts, ReaderState};
use crate::ports::{CardService, Connection, pin_pad_not_asked};
use pcsc::ffi;
use std::time::Duration;

/// A reader may go between being listed and being asked for its state; more often than this it is a fault.
const SNAPSHOT_TRIES: usize = 4;

/// Live PC/SC. Each call makes its own context, so it can be called from any number of threads, and a restart of the
/// service between two calls is not noticed.
#[derive(Debug, Clone, Copy, Default)]
pub struct PcscService;

impl CardService for PcscService {
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError> {
        Ok(facts(&snapshot(&Context::establish()?)?))
    }

    fn wait_for_change(
        &self,
        known: &[ReaderFacts],
        patience: Duration,
    ) -> Result<Vec<ReaderFacts>, ProbeError> {
        watch::wait_for_change(known, patience)
    }

    fn connect(&self, reader: &str, patience: Duration) -> Result<Box<dyn Connection>, ProbeError> {
        let context = Context::establish()?;
        let name = context
            .reader_names()?
            .into_iter()
            .find(|name| shown(name) == reader)
            .ok_or_else(|| pcsc_error("SCardConnect", code::UNKNOWN_READER))?;
        Ok(Box::new(connect::open(context, name, patience)?))
    }

    fn access(&self) -> Access {
        Access::Apdu
    }
}

/// All slots as they are now.
pub fn snapshot(context: &Context) -> Result<Vec<Slot>, ProbeError> {
    let mut tries = 1;
    loop {
        let mut slots: Vec<Slot> = context.reader_names()?.into_iter().map(Slot::unaware).collect();
        if slots.is_empty() {
            return Ok(slots);
        }
        match context.status(&mut slots, Duration::ZERO) {
            Ok(_) => return Ok(slots),
            Err(error)
                if tries < SNAPSHOT_TRIES
                    && matches!(error.pcsc(), Some(code::UNKNOWN_READER | code::READER_UNAVAILABLE)) =>
            {
                tries += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

/// The slots as facts.
pub fn facts(slots: &[Slot]) -> Vec<ReaderFacts> {
    slots
        .iter()
        .map(|slot| ReaderFacts {
            name: shown(&slot.name),
            state: Observed::seen(state(slot.seen)),
            atr: (!slot.atr.is_empty()).then(|| Blob(slot.atr.clone())),
            family_hint: None,
            pin_pad: pin_pad_not_asked(),
        })
        .collect()
}

/// A slot's state from its bits. A mute card is present too, so the order matters.
fn state(bits: ffi::DWORD) -> ReaderState {
    let has = |bit| bits & bit != 0;
    if has(ffi::SCARD_STATE_UNKNOWN) || has(ffi::SCARD_STATE_UNAVAILABLE) {
        ReaderState::Unavailable
    } else if has(ffi::SCARD_STATE_EMPTY) {
        ReaderState::Empty
    } else if has(ffi::SCARD_STATE_MUTE) {
        ReaderState::Mute
    } else if has(ffi::SCARD_STATE_EXCLUSIVE) {
        ReaderState::Exclusive
    } else if has(ffi::SCARD_STATE_PRESENT) {
        ReaderState::Present
    } else {
        ReaderState::Unavailable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_become_states() {
        use ffi::*;
        assert_eq!(state(SCARD_STATE_CHANGED | SCARD_STATE_EMPTY | 0x0003_0000), ReaderState::Empty);
        assert_eq!(state(SCARD_STATE_PRESENT | SCARD_STATE_INUSE), ReaderState::Present);
        assert_eq!(state(SCARD_STATE_PRESENT | SCARD_STATE_MUTE), ReaderState::Mute);
        assert_eq!(state(SCARD_STATE_PRESENT | SCARD_STATE_EXCLUSIVE), ReaderState::Exclusive);
        assert_eq!(state(SCARD_STATE_CHANGED | SCARD_STATE_UNKNOWN), ReaderState::Unavailable);
        assert_eq!(state(0), ReaderState::Unavailable);
    }
}
