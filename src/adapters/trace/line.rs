//! What stands on a line of a trace.

use super::spoken::{HexBytes, Spoken};
use crate::facts::{
    Access, Blob, HttpAnswer, ModuleFacts, Observed, ProbeError, Protocol, ReaderFacts, StationFacts,
};
use crate::ports::FoundModule;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The format number that this version writes.
pub const FORMAT: u32 = 1;

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// [`FORMAT`] of the writer.
    pub trace: u32,
    /// Name and version of the writer.
    pub tool: String,
    /// The command that was run: `check`. What else was asked for may name a person, and is not kept.
    pub command: String,
    /// The name of the profile that the run was judged by.
    pub profile: String,
    /// Whether that profile came from a file of the person's own.
    pub own_profile: bool,
    /// Whether the cards were simulated.
    pub simulated: bool,
    /// The route by which cards were read.
    pub access: Access,
}

impl Header {
    /// Of a run of this version.
    pub fn new(command: &str, profile: &str, own_profile: bool, simulated: bool, access: Access) -> Self {
        let tool = concat!("eid-ready ", env!("CARGO_PKG_VERSION")).to_owned();
        Header {
            trace: FORMAT,
            tool,
            command: command.to_owned(),
            profile: profile.to_owned(),
            own_profile,
            simulated,
            access,
        }
    }
}

/// One answer of the outside world.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Entry {
    /// The time of day was asked for.
    Clock(Timestamp),
    /// The workstation told of itself.
    Station(Told<Box<StationFacts>>),
    /// The smart-card service listed its readers.
    Readers(Told<Vec<ReaderFacts>>),
    /// The service was asked for a line to a card.
    Connect {
        /// The conversation that began, from 1.
        conversation: u64,
        /// The reader's name.
        reader: String,
        /// How long it took, in microseconds.
        us: u64,
        /// What it said.
        #[serde(flatten)]
        told: Told<Opened>,
    },
    /// A card was sent a command.
    Command {
        /// The conversation that it belongs to.
        conversation: u64,
        /// The command as T=1 carries it.
        sent: Spoken,
        /// How long the answer took, in microseconds.
        us: u64,
        /// The raw answer, status word included; of a command with a secret body the status word alone.
        #[serde(flatten)]
        told: Told<HexBytes>,
    },
    /// The line to a card was closed.
    Close {
        /// The conversation that ended.
        conversation: u64,
        /// Whether that went well.
        #[serde(flatten)]
        told: Told<()>,
    },
    /// PKCS#11 modules were looked for at the known places.
    Modules(Told<Vec<FoundModule>>),
    /// A PKCS#11 module was looked through.
    Module {
        /// The module.
        module: FoundModule,
        /// What it showed.
        #[serde(flatten)]
        told: Told<Box<ModuleFacts>>,
    },
    /// A service was asked over HTTP.
    Http(Exchanged),
    /// The operating system told whom it trusts, DER.
    Roots(Told<Vec<Blob>>),
    /// Unpredictable bytes were drawn.
    Entropy(Told<Blob>),
    /// Nothing was asked any more.
    End(Ending),
}

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Told<T> {
    /// This answer.
    Answer(T),
    /// This error.
    Error(ProbeError),
    /// Nothing: the run went on or ended without an answer.
    Unanswered {
        /// How long it was waited for, in milliseconds.
        ms: u64,
    },
}

impl<T> From<Result<T, ProbeError>> for Told<T> {
    fn from(result: Result<T, ProbeError>) -> Self {
        match result {
            Ok(answer) => Told::Answer(answer),
            Err(error) => Told::Error(error),
        }
    }
}

/// An open line to a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opened {
    /// The answer to reset.
    pub atr: HexBytes,
    /// The protocol in use.
    pub protocol: Protocol,
    /// How long another program kept the card, in microseconds.
    pub waited_us: u64,
    /// Whether the reader has a PIN pad.
    pub pin_pad: Observed<bool>,
}

/// A question over HTTP, and what came back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchanged {
    /// The address.
    pub url: String,
    /// The body of a POST; `None` for a GET.
    pub body: Option<Blob>,
    /// The proxy it went through, without its password.
    pub proxy: Option<String>,
    /// What came back, or the stage at which the question was lost.
    #[serde(flatten)]
    pub told: Told<Observed<HttpAnswer>>,
}

/// How a recorded run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// By itself.
    Whole,
    /// The person stopped it, or its time was up.
    Stopped,
}
