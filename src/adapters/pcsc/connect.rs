//! Connecting to a card that other programs may hold.

use super::error::{code, pcsc_error};
use super::features::{GET_FEATURE_REQUEST, has_pin_pad};
use super::raw::{Context, Line, Slot};
use crate::facts::{Observed, ProbeError, ProbePlace, Protocol};
use crate::iso7816::apdu::Command;
use crate::ports::Connection;
use pcsc::ffi;
use std::ffi::{CStr, CString};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// How long connecting may take beside waiting for others: powering a card and reading its answer to reset. The
/// slowest answer that ISO 7816-3 §8.1 allows takes some seconds at the lowest clock.
const POWER_UP: Duration = Duration::from_secs(10);
/// How often a card that another program holds is asked for.
const POLL: Duration = Duration::from_millis(50);
/// pcsc-lite asks a reader for its card every 0.4 s.
const NEXT_LOOK: Duration = Duration::from_secs(1);
/// Even without patience a free card needs a moment.
const AT_LEAST: Duration = Duration::from_millis(500);

/// Opens a line to the card in `reader`, waiting up to `patience` while another program holds it.
///
/// The calls are made on a thread of their own, since neither can be interrupted: while another program has a
/// transaction, `SCardBeginTransaction` does not return, and in pcsc-lite neither does `SCardConnect`. When patience
/// ends first, that thread is left behind; the line that it may still get is closed as soon as it comes.
pub fn open(context: Context, reader: CString, patience: Duration) -> Result<LiveConnection, ProbeError> {
    let (report, reports) = channel();
    let deadline = Instant::now() + patience;
    let name = reader.clone();
    std::thread::Builder::new()
        .name("pcsc-connect".into())
        .spawn(move || {
            let outcome = connect(&Arc::new(context), &name, deadline, &report);
            // If nobody listens any more, what was opened is dropped here, and so closed.
            let _ = report.send(Step::Done(Box::new(outcome)));
        })
        .map_err(|error| {
            ProbeError::new("SCardConnect", ProbePlace::Os { code: error.raw_os_error() }, error.to_string())
        })?;
    wait_to_connect(&reports, &reader, patience, deadline)
}

/// How far the connecting thread has come.
enum Step {
    Connected,
    Done(Box<Result<LiveConnection, ProbeError>>),
}

fn wait_to_connect(
    reports: &Receiver<Step>,
    reader: &CStr,
    patience: Duration,
    deadline: Instant,
) -> Result<LiveConnection, ProbeError> {
    const CALL: &str = "SCardConnect";
    let mut report = reports.recv_timeout(patience.max(AT_LEAST));
    if matches!(report, Err(RecvTimeoutError::Timeout)) {
        if in_use(reader) {
            return Err(held(CALL, patience));
        }
        report = reports.recv_timeout(POWER_UP);
    }
    match report {
        Ok(Step::Done(outcome)) => *outcome,
        Ok(Step::Connected) => wait_to_begin(reports, patience, deadline),
        Err(RecvTimeoutError::Timeout) => {
            let place = ProbePlace::Timeout { ms: milliseconds(patience.max(AT_LEAST) + POWER_UP) };
            Err(ProbeError::new(CALL, place, "the reader does not answer"))
        }
        Err(RecvTimeoutError::Disconnected) => Err(ended_early(CALL)),
    }
}

fn wait_to_begin(
    reports: &Receiver<Step>,
    patience: Duration,
    deadline: Instant,
) -> Result<LiveConnection, ProbeError> {
    const CALL: &str = "SCardBeginTransaction";
    let left = deadline.saturating_duration_since(Instant::now()).max(AT_LEAST);
    match reports.recv_timeout(left) {
        Ok(Step::Done(outcome)) => *outcome,
        Ok(Step::Connected) | Err(RecvTimeoutError::Timeout) => Err(held(CALL, patience)),
        Err(RecvTimeoutError::Disconnected) => Err(ended_early(CALL)),
    }
}

/// The function does not return while another program has a transaction; this is the code that it would give if it
/// did.
fn held(call: &str, patience: Duration) -> ProbeError {
    let mut error = pcsc_error(call, code::SHARING_VIOLATION);
    error.detail = format!("another program has held the card for {} ms", milliseconds(patience));
    error
}

fn ended_early(call: &str) -> ProbeError {
    ProbeError::new(call, ProbePlace::Os { code: None }, "the connecting thread ended early")
}

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// Whether another program is connected to the card in `reader`.
fn in_use(reader: &CStr) -> bool {
    Context::establish().is_ok_and(|context| in_use_now(&context, reader))
}

fn in_use_now(context: &Context, reader: &CStr) -> bool {
    let mut slots = [Slot::unaware(reader.to_owned())];
    let bits = ffi::SCARD_STATE_INUSE | ffi::SCARD_STATE_EXCLUSIVE;
    context.status(&mut slots, Duration::ZERO).is_ok() && slots[0].seen & bits != 0
}

/// What a reader says when an exchange broke off; a card pulled in the middle of one is told so, since the service
/// sees only later that it is gone.
fn breaks_off(error: &ProbeError) -> bool {
    matches!(error.pcsc(), Some(code::COMM_ERROR | code::COMM_DATA_LOST | code::NOT_TRANSACTED))
}

/// Whether the card in `reader` has gone, or goes as soon as the service looks again.
fn leaves(reader: &CStr) -> bool {
    let Ok(context) = Context::establish() else { return false };
    let mut slots = [Slot::unaware(reader.to_owned())];
    for wait in [Duration::ZERO, NEXT_LOOK] {
        slots[0].known = slots[0].seen;
        if context.status(&mut slots, wait).is_err() {
            return false;
        }
        if slots[0].seen & ffi::SCARD_STATE_EMPTY != 0 {
            return true;
        }
    }
    false
}

fn connect(
    context: &Arc<Context>,
    reader: &CStr,
    deadline: Instant,
    report: &Sender<Step>,
) -> Result<LiveConnection, ProbeError> {
    let (mut line, waited_to_connect) = connect_when_free(context, reader, deadline)?;
    // An error of this send means that nobody waits; the next one finds out again.
    let _ = report.send(Step::Connected);
    let begun = Instant::now();
    begin(&mut line)?;
    let waited = waited_to_connect + begun.elapsed();
    let atr = line.atr()?;
    // Asks the reader, costs no card command. Readers without features refuse, each with a code of its own.
    let pin_pad = Observed::seen(line.control(GET_FEATURE_REQUEST).is_ok_and(|list| has_pin_pad(&list)));
    Ok(LiveConnection { line, reader: reader.to_owned(), atr, waited, pin_pad })
}

fn connect_when_free(
    context: &Arc<Context>,
    reader: &CStr,
    deadline: Instant,
) -> Result<(Line, Duration), ProbeError> {
    // A card in use has power, and connecting to it takes a millisecond, unless it is held; connecting to one that is
    // not in use may take the seconds of a power-up, which are nobody's fault.
    let began = Instant::now();
    let mut shared = in_use_now(context, reader);
    loop {
        match Line::connect(context, reader) {
            Ok(line) => return Ok((line, if shared { began.elapsed() } else { Duration::ZERO })),
            Err(error) if error.pcsc() == Some(code::SHARING_VIOLATION) && Instant::now() < deadline => {
                shared = true;
                std::thread::sleep(POLL);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Begins a transaction. A reset or a power-down by another program since connecting voids the handle: it is made
/// good once, without a reset of ours.
fn begin(line: &mut Line) -> Result<(), ProbeError> {
    match line.begin() {
        Err(error) if matches!(error.pcsc(), Some(code::RESET_CARD | code::UNPOWERED_CARD)) => {
            line.reconnect()?;
            line.begin()
        }
        outcome => outcome,
    }
}

/// A card of the machine, connected, in a transaction.
#[derive(Debug)]
pub struct LiveConnection {
    line: Line,
    reader: CString,
    atr: Vec<u8>,
    waited: Duration,
    pin_pad: Observed<bool>,
}

impl Connection for LiveConnection {
    fn atr(&self) -> Vec<u8> {
        self.atr.clone()
    }

    fn protocol(&self) -> Protocol {
        match self.line.protocol() {
            ffi::SCARD_PROTOCOL_T0 => Protocol::T0,
            ffi::SCARD_PROTOCOL_T1 => Protocol::T1,
            _ => Protocol::Raw,
        }
    }

    fn waited(&self) -> Duration {
        self.waited
    }

    fn pin_pad(&self) -> Observed<bool> {
        self.pin_pad.clone()
    }

    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        let mut bytes = match self.protocol() {
            Protocol::T0 => command.to_t0_bytes(),
            Protocol::T1 | Protocol::Raw => command.to_bytes(),
        };
        let answer = self.line.transmit(&bytes);
        if command.secret {
            bytes.fill(0);
            // So that the compiler does not take the overwriting for needless.
            std::hint::black_box(&bytes);
        }
        answer.map_err(|error| match breaks_off(&error) && leaves(&self.reader) {
            true => ProbeError {
                detail: format!("{error}, and the reader is empty"),
                ..pcsc_error(&error.call, code::REMOVED_CARD)
            },
            false => error,
        })
    }

    fn close(mut self: Box<Self>) -> Result<(), ProbeError> {
        self.line.leave()
    }
}
