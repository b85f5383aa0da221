//! Live PC/SC: the machine's readers and cards.
//!
//! The calls go through the `pcsc` crate's declarations (`raw.rs`) and not through its safe layer, for three reasons:
//! its `Card` resets the card when dropped, which logs other programs out of it; its errors fold codes that it does
//! not know (Windows' own, such as `ERROR_IO_DEVICE`) into one, and panic on them in a debug build; and its
//! transaction borrows the card, so that the two cannot be kept together.

mod connect;
mod error;
mod features;
mod names;
mod raw;
mod service;
mod watch;

pub use error::{pcsc_error, pcsc_name};
pub use raw::{api, library};
pub use service::PcscService;

use crate::facts::ProbeError;

/// Whether the smart-card service answers: it is asked for a context, which is given back at once.
///
/// # Errors
/// The library cannot be loaded, or the code of `SCardEstablishContext`.
pub fn service_answers() -> Result<&'static str, ProbeError> {
    raw::Context::establish().map(|_| api())
}
