//! A card reader as the smart-card service sees it.

use super::{Blob, Observed};
use serde::{Deserialize, Serialize};

/// One reader.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ReaderFacts {
    /// The name that PC/SC uses; bytes that are no text are shown as U+FFFD.
    pub name: String,
    /// What the service says of the slot.
    pub state: Observed<ReaderState>,
    /// The answer to reset of the card in it.
    pub atr: Option<Blob>,
    /// The family that the answer to reset hints at, by the name that people use.
    #[serde(default)]
    pub family_hint: Option<String>,
    /// Whether it has a PIN pad (PC/SC part 10, `VERIFY_PIN_DIRECT`).
    pub pin_pad: Observed<bool>,
}

/// The state of a slot, as `SCardGetStatusChange` reports it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReaderState {
    /// No card.
    Empty,
    /// A card, free or shared.
    Present,
    /// A card that does not answer to reset (upside down, dirty, dead, not a smart card).
    Mute,
    /// A card that another program holds exclusively.
    Exclusive,
    /// The service has lost the reader, or never reached it.
    Unavailable,
}
