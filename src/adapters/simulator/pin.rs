//! VERIFY (ISO 7816-4 §11.6.6) on a simulated card.

use super::card_file::{EmptyVerify, Pin};
use crate::iso7816::apdu::{Command, Response};

/// What fills a PIN up to the length of its field.
const PADDING: u8 = 0xFF;

/// A PIN in use.
#[derive(Debug, Clone)]
pub(super) struct PinState {
    pub pin: Pin,
    tries: u8,
    verified: bool,
}

/// What a VERIFY came to.
pub(super) struct Verdict {
    pub response: Response,
    /// It carried a PIN, or cost a try without one.
    pub attempt: bool,
}

impl PinState {
    pub(super) fn new(pin: Pin) -> Self {
        PinState { tries: pin.tries, pin, verified: false }
    }

    /// Forgets that the PIN was given, as a reset does.
    pub(super) fn forget(&mut self) {
        self.verified = false;
    }

    pub(super) fn tries(&self) -> u8 {
        self.tries
    }

    pub(super) fn verify(&mut self, command: &Command) -> Verdict {
        let empty = command.data.is_empty();
        if empty && self.pin.empty_verify == EmptyVerify::Refused {
            return free(0x6700);
        }
        if !self.pin.initialised {
            return free(0x6984);
        }
        if empty && self.pin.empty_verify == EmptyVerify::TellsTries {
            return free(match (self.verified, self.tries) {
                (true, _) => 0x9000,
                (false, 0) => 0x6983,
                (false, tries) => 0x63C0 | u16::from(tries.min(15)),
            });
        }
        Verdict { response: Response::of(self.attempt(&command.data)), attempt: true }
    }

    fn attempt(&mut self, field: &[u8]) -> u16 {
        if self.tries == 0 {
            return 0x6983;
        }
        let length = field.iter().rposition(|byte| *byte != PADDING).map_or(0, |last| last + 1);
        self.verified = &field[..length] == self.pin.value.as_bytes();
        self.tries = if self.verified { self.pin.limit } else { self.tries - 1 };
        if self.verified { 0x9000 } else { 0x63C0 | u16::from(self.tries.min(15)) }
    }
}

fn free(status: u16) -> Verdict {
    Verdict { response: Response::of(status), attempt: false }
}
