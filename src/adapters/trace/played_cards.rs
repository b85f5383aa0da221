//! Readers and cards that are not there.

use super::conversation::Conversation;
use super::line::{Opened, Told};
use super::replay::{Played, in_time};
use super::tape::millis;
use crate::facts::{Access, Observed, ProbeError, ProbePlace, Protocol, ReaderFacts};
use crate::iso7816::apdu::Command;
use crate::ports::{CardService, Connection};
use std::time::Duration;

impl CardService for Played {
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError> {
        const CALL: &str = "SCardListReaders";
        let told = self.rest().readers.next();
        let told = told.ok_or_else(|| self.missing(CALL, 0))?;
        in_time(told, CALL, self.bounds.service_ms, "no answer within the bound")
    }

    /// A trace has one look at the readers; nobody comes and goes in it.
    fn wait_for_change(&self, _: &[ReaderFacts], _: Duration) -> Result<Vec<ReaderFacts>, ProbeError> {
        Err(self.missing("SCardGetStatusChange", 0))
    }

    fn connect(&self, reader: &str, _: Duration) -> Result<Box<dyn Connection>, ProbeError> {
        const CALL: &str = "SCardConnect";
        let mut rest = self.rest();
        let at = rest.conversations.iter().position(|begun| begun.reader == reader);
        let conversation = at.and_then(|at| rest.conversations.remove(at));
        drop(rest);
        let conversation = conversation.ok_or_else(|| self.missing(CALL, 0))?;
        let bound = self.bounds.sharing_ms + self.bounds.service_ms;
        let told = conversation.opened.clone();
        let late = conversation.took > Duration::from_millis(bound);
        let told = if late { Told::Unanswered { ms: millis(conversation.took) } } else { told };
        let opened = in_time(told, CALL, bound, "no answer")?;
        let (line, command_ms, ending) =
            (conversation.line, self.bounds.command_ms, self.missing("", 0).detail);
        Ok(Box::new(Line {
            conversation,
            opened,
            line,
            command_ms,
            ending,
            took: Duration::ZERO,
            lost: None,
        }))
    }

    fn access(&self) -> Access {
        self.access
    }
}

/// A line to a card that is not there.
struct Line {
    conversation: Conversation,
    opened: Opened,
    /// The line of the trace that was played back last.
    line: u64,
    command_ms: u64,
    /// What is said of a missing answer.
    ending: String,
    took: Duration,
    /// What ended the conversation: after it nothing is answered, for nobody knows what the card would say.
    lost: Option<ProbeError>,
}

impl Line {
    fn hear(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        let Some(heard) = self.conversation.answer(command) else {
            let place = ProbePlace::NotInTrace { line: self.line };
            return Err(ProbeError::new(command.name(), place, self.ending.clone()));
        };
        self.line = heard.line;
        self.took = heard.took;
        let late = heard.took > Duration::from_millis(self.command_ms);
        let told = if late { Told::Unanswered { ms: millis(heard.took) } } else { heard.told };
        in_time(told, "SCardTransmit", self.command_ms, "no answer").map(|answer| answer.0)
    }
}

impl Connection for Line {
    fn atr(&self) -> Vec<u8> {
        self.opened.atr.0.clone()
    }

    fn protocol(&self) -> Protocol {
        self.opened.protocol
    }

    fn waited(&self) -> Duration {
        Duration::from_micros(self.opened.waited_us)
    }

    fn pin_pad(&self) -> Observed<bool> {
        self.opened.pin_pad.clone()
    }

    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        self.took = Duration::ZERO;
        if let Some(error) = &self.lost {
            return Err(error.clone());
        }
        let answer = self.hear(command);
        // A version that knows more families asks for names that the recording one did not; a card that does not have
        // them stands where it stood.
        let is_name = command.ins == 0xA4 && command.p1 == 0x04;
        let ends = |error: &&ProbeError| match error.place {
            ProbePlace::NotInTrace { .. } => !is_name,
            ProbePlace::Timeout { .. } => true,
            _ => false,
        };
        self.lost = answer.as_ref().err().filter(ends).cloned();
        answer
    }

    fn took(&self) -> Option<Duration> {
        Some(self.took)
    }

    fn close(self: Box<Self>) -> Result<(), ProbeError> {
        // A trace that breaks off says nothing of an end; the line that is played back ends well.
        let closed = self.conversation.closed.unwrap_or(Told::Answer(()));
        in_time(closed, "SCardTransmit", self.command_ms, "no answer")
    }
}
