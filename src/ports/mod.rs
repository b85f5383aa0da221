//! The ports: the few things the rest asks of the outside world, each with a live, a simulated, a recording and a
//! replaying form in [`crate::adapters`]; logins have the live one only.

mod modules;
mod openid;

pub use modules::{FoundModule, TokenModules};
pub use openid::{
    ConnectOrder, ExpectedNumber, Farewell, LoggedIn, LoginDesk, LoginOrder, OpenId, RelyingParty, Session,
};

use crate::facts::{HttpAnswer, Observed, ProbeError, Protocol, ReaderFacts, StationFacts};
use crate::iso7816::apdu::Command;
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// The smart-card service of the machine, or something that stands in for it.
///
/// Every call blocks; callers give each its own thread and a bound.
pub trait CardService: Send + Sync {
    /// The readers, with the state of each slot, in the order of the service.
    ///
    /// # Errors
    /// The library cannot be loaded, the service does not answer, or it failed otherwise. No reader at all is
    /// `Ok` and empty.
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError>;

    /// Waits until a reader or a card comes or goes compared with `known`, or `patience` is over, and returns the
    /// readers as they are then.
    ///
    /// # Errors
    /// As [`CardService::readers`].
    fn wait_for_change(
        &self,
        known: &[ReaderFacts],
        patience: Duration,
    ) -> Result<Vec<ReaderFacts>, ProbeError>;

    /// Connects to the card in `reader`, shared, and begins a transaction. Waits up to `patience` while another
    /// program holds the card.
    ///
    /// # Errors
    /// The PC/SC code, once, as a typed error: no card, mute, in use, removed.
    fn connect(&self, reader: &str, patience: Duration) -> Result<Box<dyn Connection>, ProbeError>;

    /// The route that cards met here are read by.
    fn access(&self) -> crate::facts::Access;
}

/// An open line to one card. Dropping it ends the transaction and leaves the card as it is: it is never reset.
pub trait Connection: Send {
    /// The answer to reset.
    fn atr(&self) -> Vec<u8>;

    /// The transmission protocol in use.
    fn protocol(&self) -> Protocol;

    /// How long another program kept the card from us before the line was open.
    fn waited(&self) -> Duration;

    /// Whether the reader has a PIN pad; asked while connecting where that costs no card command.
    fn pin_pad(&self) -> Observed<bool> {
        pin_pad_not_asked()
    }

    /// Sends one command as it stands and returns the raw answer, status word included. No chaining, no retry: that
    /// is [`crate::cards::Channel`]'s work.
    ///
    /// # Errors
    /// The PC/SC code of the failed transmission.
    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError>;

    /// How long the last transmission took, where that is known better than by watching the clock: it was measured
    /// below, or took place long ago.
    fn took(&self) -> Option<Duration> {
        None
    }

    /// Ends the transaction and leaves the card.
    ///
    /// # Errors
    /// The PC/SC code; the card is left all the same.
    fn close(self: Box<Self>) -> Result<(), ProbeError>;
}

/// What the operating system can say of the workstation.
pub trait Station: Send + Sync {
    /// Everything about the workstation; never fails as a whole.
    fn observe(&self) -> StationFacts;
}

/// The time of day.
pub trait Clock: Send + Sync {
    /// Now, UTC.
    fn now(&self) -> Timestamp;
}

/// The way to issuers' services.
///
/// Every call blocks; callers give each its own thread and a bound.
pub trait Http: Send + Sync {
    /// Asks once: an answer of any status with the time it took, or why none came.
    /// [`crate::facts::ProbePlace::Network`] says how far the question got, [`crate::facts::ProbePlace::Timeout`] that a
    /// bound was reached.
    fn exchange(&self, request: &HttpRequest) -> Observed<HttpAnswer>;

    /// The proxy that a question to `url` goes through, without its password.
    fn proxy(&self, _url: &str) -> Option<String> {
        None
    }
}

/// One question over HTTP.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// Where; http or https.
    pub url: String,
    /// POST with this content type and body; GET where there is none.
    pub post: Option<(&'static str, Vec<u8>)>,
    /// What a sound answer is, for `Accept`.
    pub accept: &'static str,
    /// How long all of it may take, redirections and body included.
    pub whole: Duration,
    /// The most bytes that the body may have.
    pub most_bytes: u64,
}

impl HttpRequest {
    /// Method and address, as errors name the call.
    pub fn call(&self) -> String {
        format!("{} {}", if self.post.is_some() { "POST" } else { "GET" }, self.url)
    }
}

/// The certificates that the operating system trusts.
pub trait TrustStore: Send + Sync {
    /// All of them, DER. Blocks.
    ///
    /// # Errors
    /// There is no store, or it cannot be read.
    fn roots(&self) -> Result<Vec<Vec<u8>>, ProbeError>;
}

/// Where unpredictable bytes come from.
pub trait Entropy: Send + Sync {
    /// Fills `bytes`.
    ///
    /// # Errors
    /// The operating system has none to give.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ProbeError>;
}

/// Who wants to know how far a run has come. Called from the threads that read cards.
pub trait Observer: Send + Sync {
    /// Something happened.
    fn notice(&self, progress: Progress);
}

/// What a run tells its observer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// A reader's card is being connected to.
    Connecting {
        /// The reader's name.
        reader: String,
    },
    /// A card answered a command.
    Card {
        /// The reader's name.
        reader: String,
        /// Commands so far.
        commands: u64,
        /// Bytes received so far.
        bytes: u64,
    },
    /// A card has been read, or given up.
    Done {
        /// The reader's name.
        reader: String,
    },
    /// Issuers' services have been asked and have not answered yet.
    Waiting {
        /// Their hosts, each once, in the order of asking.
        hosts: Vec<String>,
    },
}

/// A person's wish to stop, seen by every thread.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Asks everybody to stop.
    pub fn request(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked.
    pub fn requested(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// The outside world of one run.
#[derive(Clone)]
pub struct World {
    /// Readers and cards.
    pub cards: Arc<dyn CardService>,
    /// PKCS#11 modules.
    pub modules: Arc<dyn TokenModules>,
    /// The workstation.
    pub station: Arc<dyn Station>,
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Issuers' services.
    pub http: Arc<dyn Http>,
    /// OpenID providers.
    pub openid: Arc<dyn OpenId>,
    /// What the operating system trusts.
    pub trust: Arc<dyn TrustStore>,
    /// Unpredictable bytes.
    pub entropy: Arc<dyn Entropy>,
    /// Who follows the progress.
    pub observer: Arc<dyn Observer>,
    /// The wish to stop.
    pub cancel: Cancel,
}

/// A reader's PIN pad, when nobody asked.
pub fn pin_pad_not_asked() -> Observed<bool> {
    Observed::not_tried("not-asked")
}
