//! Traces: everything the outside world said in one run, written down as it came and played back without it.
//!
//! A trace is a text file with one JSON object a line ([`Entry`]), below a line that says what it is ([`Header`]). A line
//! is written as soon as its answer is there, so that a run that is cut short leaves a trace that can be used. What logs in
//! (tokens, codes, keys) is never in one, and neither are the bodies of commands that carry secrets ([`Spoken`]).

mod conversation;
mod line;
mod modules;
mod place;
mod played_cards;
mod read;
mod record;
mod replay;
mod spoken;
mod tape;
mod unplayed;

pub use line::{Ending, Entry, Exchanged, FORMAT, Header, Opened, Told};
pub use read::{Trace, TraceError};
pub use record::recording;
pub use replay::replaying;
pub use spoken::{HexBytes, Spoken};
pub use tape::Tape;
