//! The line to one card: chaining, repeats, bounds and bookkeeping, so that layouts see one command, one answer.

use crate::facts::{ProbeError, ProbePlace, Protocol, Traffic};
use crate::iso7816::apdu::{Command, Response, SHORT_MAX};
use crate::ports::{Cancel, Connection, Observer, Progress};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// As many answers without sense are kept; the first tells most, and a line that carries nothing else has thousands.
const KEPT_DISTURBANCES: usize = 8;

/// What a conversation may cost at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// All commands together: the time that the card is waited for.
    pub card: Duration,
    /// Commands.
    pub commands: u64,
}

/// More parts of less than half of what one answer holds are noise.
const MOST_SMALL_PARTS: u32 = 8;

/// A line to one card.
pub struct Channel<'a> {
    connection: &'a mut dyn Connection,
    reader: String,
    observer: Arc<dyn Observer>,
    cancel: Cancel,
    limits: Limits,
    traffic: Traffic,
    spent: Duration,
    disturbances: Vec<ProbeError>,
}

impl<'a> Channel<'a> {
    /// A line over `connection`; `reader` names it to the observer.
    pub fn new(
        connection: &'a mut dyn Connection,
        reader: &str,
        observer: Arc<dyn Observer>,
        cancel: Cancel,
        limits: Limits,
    ) -> Self {
        Channel {
            connection,
            reader: reader.to_owned(),
            observer,
            cancel,
            limits,
            traffic: Traffic::default(),
            spent: Duration::ZERO,
            disturbances: Vec::new(),
        }
    }

    /// The answer to reset.
    pub fn atr(&self) -> Vec<u8> {
        self.connection.atr()
    }

    /// The protocol in use.
    pub fn protocol(&self) -> Protocol {
        self.connection.protocol()
    }

    /// How long another program kept the card, in milliseconds.
    pub fn waited_ms(&self) -> u64 {
        self.connection.waited().as_millis() as u64
    }

    /// What has been said so far.
    pub fn traffic(&self) -> Traffic {
        Traffic { ms: self.spent.as_millis() as u64, ..self.traffic }
    }

    /// Whether a bound was reached, so that nothing more can be asked.
    pub fn is_exhausted(&self) -> bool {
        self.traffic.commands >= self.limits.commands || self.spent > self.limits.card
    }

    /// The answers so far that no card gives, whatever became of the reading.
    pub fn disturbances(&self) -> &[ProbeError] {
        &self.disturbances
    }

    /// Sends a command and returns its whole answer: 61xx is followed by GET RESPONSE, 6Cxx by the same command with
    /// the length the card wants (ISO 7816-4 §5.3.4), each within bounds that a sound card never reaches.
    ///
    /// # Errors
    /// The transmission failed, the card's answer is malformed or endless, a bound was reached, or the person
    /// stopped the run. A status word that refuses is an answer, not an error.
    pub fn send(&mut self, command: &Command) -> Result<Response, ProbeError> {
        self.send_for(command, command.expected.unwrap_or(SHORT_MAX))
    }

    /// As [`Channel::send`], for an object of up to `most` bytes that comes in as many parts (61xx) as it takes.
    ///
    /// # Errors
    /// As [`Channel::send`].
    pub fn send_for(&mut self, command: &Command, most: usize) -> Result<Response, ProbeError> {
        let answer = self.whole_answer(command, most);
        if let Err(error) = &answer
            && error.place == ProbePlace::Malformed
            && self.disturbances.len() < KEPT_DISTURBANCES
        {
            self.disturbances.push(error.clone());
        }
        answer
    }

    fn whole_answer(&mut self, command: &Command, most: usize) -> Result<Response, ProbeError> {
        let what = command.name();
        let mut answer = self.exchange(command)?;
        if let Some(length) = answer.status.exact_length() {
            answer = self.exchange(&command.clone().expecting(length))?;
            if answer.status.exact_length().is_some() {
                return Err(ProbeError::malformed(
                    what,
                    "the card refuses the length it asked for (6Cxx twice)",
                ));
            }
        }
        let mut data = std::mem::take(&mut answer.data);
        let mut small = 0;
        while let Some(waiting) = answer.status.waiting() {
            // Who announces a few bytes announces the last ones (ISO 7816-4 §5.6).
            small += u32::from(waiting < SHORT_MAX / 2);
            if small > MOST_SMALL_PARTS {
                return Err(ProbeError::malformed(
                    what,
                    "the card announces the last bytes again and again (61xx)",
                ));
            }
            answer = self.exchange(&Command::get_response(command.cla & 0x03, waiting))?;
            if let Some(length) = answer.status.exact_length() {
                answer = self.exchange(&Command::get_response(command.cla & 0x03, length))?;
            }
            if answer.data.is_empty() && !answer.status.is_ok() {
                return Err(ProbeError::malformed(what, "the card announces data (61xx) and gives none"));
            }
            data.append(&mut answer.data);
            if data.len() > most.max(SHORT_MAX) {
                return Err(ProbeError::malformed(
                    what,
                    "the card gives more data than was asked for (endless 61xx)",
                ));
            }
        }
        // Who asks for no data gets none, or what a short length can ask for.
        if data.len() > most {
            return Err(ProbeError::malformed(
                what,
                format!("{} bytes came for fewer asked for", data.len()),
            ));
        }
        Ok(Response { data, status: answer.status })
    }

    /// One command, one raw answer, counted.
    fn exchange(&mut self, command: &Command) -> Result<Response, ProbeError> {
        let what = command.name();
        if self.cancel.requested() {
            return Err(ProbeError::new(what, ProbePlace::Cancelled, "the run was over"));
        }
        if self.spent > self.limits.card {
            let ms = self.limits.card.as_millis() as u64;
            return Err(ProbeError::new(
                what,
                ProbePlace::Timeout { ms },
                "the card as a whole took too long",
            ));
        }
        if self.traffic.commands >= self.limits.commands {
            return Err(ProbeError::malformed(what, format!("more than {} commands", self.limits.commands)));
        }
        let sent = if self.protocol() == Protocol::T0 { command.to_t0_bytes() } else { command.to_bytes() };
        self.traffic.commands += 1;
        self.traffic.bytes_sent += sent.len() as u64;
        let asked = Instant::now();
        let raw = self.connection.transmit(command);
        self.spent += self.connection.took().unwrap_or_else(|| asked.elapsed());
        let raw = raw?;
        self.traffic.bytes_received += raw.len() as u64;
        self.observer.notice(Progress::Card {
            reader: self.reader.clone(),
            commands: self.traffic.commands,
            bytes: self.traffic.bytes_received,
        });
        // SW1 is 6X, but not 60, or 9X (ISO 7816-3 §10.3.3); anything else is noise.
        Response::parse(&raw)
            .filter(|answer| matches!(answer.status.sw1(), 0x61..=0x6F | 0x90..=0x9F))
            .ok_or_else(|| {
                ProbeError::malformed(what, format!("an answer of {} bytes has no status word", raw.len()))
            })
    }
}
