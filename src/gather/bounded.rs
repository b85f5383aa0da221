//! Calls that may hang, each in a thread of its own.

use crate::facts::{ProbeError, ProbePlace};
use std::time::Duration;
use tokio::sync::oneshot;

/// Runs `work` in its own thread for at most `ms` milliseconds; a thread past its bound is left behind.
///
/// # Errors
/// A time-out of `call`, or that the thread could not be started or died.
pub(super) async fn bounded<T: Send + 'static>(
    call: &str,
    ms: u64,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, ProbeError> {
    match tokio::time::timeout(Duration::from_millis(ms), spawned(call, work)?).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(_)) => Err(died(call)),
        Err(_) => Err(ProbeError::new(call, ProbePlace::Timeout { ms }, "no answer within the bound")),
    }
}

/// Starts `work` in its own thread; its result comes through the channel.
///
/// # Errors
/// The operating system gives no thread.
pub(super) fn spawned<T: Send + 'static>(
    call: &str,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<oneshot::Receiver<T>, ProbeError> {
    let (to, from) = oneshot::channel();
    std::thread::Builder::new()
        .name(call.to_owned())
        .spawn(move || {
            // Nobody listens any more when the bound is past.
            let _ = to.send(work());
        })
        .map_err(|error| {
            ProbeError::new(call, ProbePlace::Os { code: error.raw_os_error() }, error.to_string())
        })?;
    Ok(from)
}

/// The thread of `call` ended without an answer.
pub(super) fn died(call: &str) -> ProbeError {
    ProbeError::new(call, ProbePlace::Os { code: None }, "the thread that asked ended without an answer")
}
