//! What was seen: plain data, no conclusions.
//!
//! Architecture Invariant: a fact is an observation (bytes, a code, a time). Whatever can be derived from it (is the
//! certificate expired? is the card ready?) is derived anew by [`crate::judge`] at each judging, so that a newer
//! version can judge an old capture with checks that did not exist when it was taken.

mod blob;
mod card;
mod client;
mod exchange;
mod expected;
mod login;
mod modules;
mod observed;
mod reader;
mod station;
mod supplied;

pub use blob::{Blob, hex};
pub use card::{
    Access, CardFacts, CardFile, CertificateHash, CertificateRole, Difference, FamilyFacts, FilePurpose,
    KeyFacts, ObjectFacts, PinFacts, PinTries, Protocol, TokenFacts, Traffic,
};
pub use client::{Approval, ClientFacts, ClientKeyFacts, ClientOddity, ConnectionFacts, RegisteredKey};
pub use exchange::{Exchange, HttpAnswer, Purpose};
pub use expected::{
    CardInterest, Expected, ExpectedName, NameParts, RosterCandidate, RosterFound, RosterLookUp, RosterRow,
    VerifyPurpose, VerifyRules,
};
pub use login::{
    ClockReading, IdentityFacts, LoginAsked, LoginFacts, LoginFault, LoginFaultKind, LoginStage, LoginStep,
    Refusal, TokenAnswer, TokenName, TokenOrganisation,
};
pub use modules::{
    ModuleCertificate, ModuleFacts, ModuleFault, ModuleInfo, ModuleKey, ModuleOrigin, ModuleProduct,
    ModuleSeen, ModuleToken, Printed, SlotFacts, TokenFlag,
};
pub use observed::{NetworkStage, Observed, ProbeError, ProbePlace};
pub use reader::{ReaderFacts, ReaderState};
pub use station::{CardDevice, OsFacts, ServiceManager, ServiceStart, StationFacts};
pub use supplied::{Supplied, SuppliedFile};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Everything one run observed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// When the run began, UTC. The only "now" the judge knows.
    pub captured_at: Timestamp,
    /// The workstation and its smart-card service.
    pub station: StationFacts,
    /// The card readers that the service named, in its order.
    pub readers: Vec<ReaderFacts>,
    /// The cards that were met, in the order of their readers.
    pub cards: Vec<CardFacts>,
    /// The PKCS#11 modules that were looked at, one after the other, after the cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<ModuleFacts>,
    /// What issuers' services were asked, in the order of asking; within a round all at once.
    #[serde(default)]
    pub exchanges: Vec<Exchange>,
    /// Certificates of the operating system's root store, DER: those whose name a certificate here gives as its issuer.
    #[serde(default)]
    pub trusted: Vec<Blob>,
    /// The HelseID client whose configuration file was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client: Option<ClientFacts>,
    /// The test login, if one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login: Option<LoginFacts>,
    /// What the person running the tool said should be there.
    pub expected: Expected,
    /// What the person handed over in files.
    #[serde(default, skip_serializing_if = "Supplied::is_empty")]
    pub supplied: Supplied,
}

impl Facts {
    /// Of a run that has met no reader and asked nobody yet.
    pub fn begun(captured_at: Timestamp, station: StationFacts, expected: Expected) -> Self {
        Facts {
            captured_at,
            station,
            readers: Vec::new(),
            cards: Vec::new(),
            modules: Vec::new(),
            exchanges: Vec::new(),
            trusted: Vec::new(),
            client: None,
            login: None,
            expected,
            supplied: Supplied::default(),
        }
    }
}
