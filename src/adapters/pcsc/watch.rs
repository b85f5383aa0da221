//! Waiting for readers and cards to come and go.

use super::error::code;
use super::raw::{Context, Slot};
use super::service::{facts, snapshot};
use crate::facts::{ProbeError, ReaderFacts};
use std::ffi::CString;
use std::time::{Duration, Instant};

/// The name whose "state" changes when a reader comes or goes. macOS does not know it: there the list is fetched
/// anew every [`SLICE`].
const PLUG_AND_PLAY: Option<&str> =
    if cfg!(target_os = "macos") { None } else { Some("\\\\?PnP?\\Notification") };
/// How long one wait lasts at most, so that a missed notification costs no more than this.
const SLICE: Duration = Duration::from_secs(1);
/// How often a service that has gone is asked for.
const RESTART_POLL: Duration = Duration::from_millis(200);

/// Waits until the readers differ from `known` or `patience` ends; returns them as they are then. A service that
/// restarts meanwhile is found again; one that stays away until the end is an error.
pub fn wait_for_change(known: &[ReaderFacts], patience: Duration) -> Result<Vec<ReaderFacts>, ProbeError> {
    let deadline = Instant::now() + patience;
    loop {
        match wait_with_one_context(known, deadline) {
            Err(error) if service_has_gone(&error) && Instant::now() < deadline => {
                std::thread::sleep(RESTART_POLL.min(deadline.saturating_duration_since(Instant::now())));
            }
            outcome => return outcome,
        }
    }
}

fn wait_with_one_context(known: &[ReaderFacts], deadline: Instant) -> Result<Vec<ReaderFacts>, ProbeError> {
    let context = Context::establish()?;
    loop {
        let mut slots = snapshot(&context)?;
        let now = facts(&slots);
        let left = deadline.saturating_duration_since(Instant::now());
        if !same(&now, known) || left.is_zero() {
            return Ok(now);
        }
        wait(&context, &mut slots, left.min(SLICE))?;
    }
}

/// Waits until a slot differs from what was just seen, or a reader comes or goes.
fn wait(context: &Context, slots: &mut Vec<Slot>, slice: Duration) -> Result<(), ProbeError> {
    for slot in slots.iter_mut() {
        slot.known = slot.seen;
    }
    if let Some(name) = PLUG_AND_PLAY.and_then(|name| CString::new(name).ok()) {
        let mut slot = Slot::unaware(name);
        // pcsc-lite ignores the upper half here; Windows holds the number of readers in it (MSDN,
        // SCardGetStatusChange), and wakes at once when it does not fit.
        slot.known = (slots.len() as pcsc::ffi::DWORD) << 16;
        slots.push(slot);
    }
    if slots.is_empty() {
        std::thread::sleep(slice);
        return Ok(());
    }
    match context.status(slots, slice) {
        // A reader that went between listing and waiting is a change like any other.
        Err(error) if matches!(error.pcsc(), Some(code::UNKNOWN_READER | code::READER_UNAVAILABLE)) => Ok(()),
        outcome => outcome.map(|_| ()),
    }
}

/// What a PIN pad is asked for separately does not make a change.
fn same(now: &[ReaderFacts], known: &[ReaderFacts]) -> bool {
    now.len() == known.len()
        && now.iter().zip(known).all(|(now, known)| {
            now.name == known.name && now.state.value() == known.state.value() && now.atr == known.atr
        })
}

/// The service went while we waited, or is not there yet: another context may find it.
fn service_has_gone(error: &ProbeError) -> bool {
    matches!(
        error.pcsc(),
        Some(
            code::NO_SERVICE
                | code::SERVICE_STOPPED
                | code::INVALID_HANDLE
                | code::SYSTEM_CANCELLED
                | code::COMM_ERROR
        )
    )
}
