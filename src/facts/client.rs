//! A HelseID client as its configuration file describes it, and what the services said of it. Never its key.

use super::Observed;
use super::login::{ClockReading, LoginFault, LoginStep, TokenAnswer};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One client.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClientFacts {
    /// What its organisation calls it.
    pub name: Option<String>,
    /// The provider that it is registered with, as hand edits were put right.
    pub authority: String,
    /// Its identifier.
    pub client_id: String,
    /// What it may ask for tokens by; empty where the file does not say.
    pub grant_types: Vec<String>,
    /// The scopes that it was registered with.
    pub scopes: Vec<String>,
    /// Where a browser may come back to.
    pub redirect_uris: Vec<String>,
    /// Its key, as far as it may be told.
    pub key: ClientKeyFacts,
    /// What is odd in the file.
    pub oddities: Vec<ClientOddity>,
    /// Others than the owner can read the file with the private key.
    pub readable_by_others: Observed<bool>,
    /// What the services said, where they were asked (`--connect`).
    #[serde(default)]
    pub connection: Option<ConnectionFacts>,
}

/// A client's key: what is public about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientKeyFacts {
    /// `RSA`, `EC`.
    pub algorithm: String,
    /// Bits of the modulus, or of the curve.
    pub bits: u32,
    /// The name that the file gives it.
    pub kid: Option<String>,
    /// RFC 7638, SHA-256, base64url.
    pub thumbprint: String,
}

/// Something odd in a configuration file that can be read past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClientOddity {
    /// A stable word.
    pub code: String,
    /// What it is about, for people who debug.
    pub detail: String,
}

/// What the provider and the self-service API said of a client that showed its key.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectionFacts {
    /// What was done, in order.
    pub steps: Vec<LoginStep>,
    /// The provider's clock against ours.
    pub clock: Option<ClockReading>,
    /// The scopes that were asked for.
    pub scopes_asked: Vec<String>,
    /// What came with the token; `None` where none came.
    pub token: Option<TokenAnswer>,
    /// Why there is no token.
    pub fault: Option<LoginFault>,
    /// How far each scope and claim of the client has been approved.
    pub approvals: Observed<Vec<Approval>>,
    /// Why the self-service API told nothing of approvals.
    #[serde(default)]
    pub approvals_fault: Option<LoginFault>,
    /// The client's registered keys.
    pub secrets: Observed<Vec<RegisteredKey>>,
    /// Why the self-service API told nothing of keys.
    #[serde(default)]
    pub secrets_fault: Option<LoginFault>,
}

impl ConnectionFacts {
    /// Nothing has been asked yet; where `self_service` is not, the API never will be.
    pub fn begun(scopes_asked: Vec<String>, self_service: bool) -> Self {
        let why = if self_service { "not-reached" } else { "not-asked" };
        ConnectionFacts {
            steps: Vec::new(),
            clock: None,
            scopes_asked,
            token: None,
            fault: None,
            approvals: Observed::not_tried(why),
            approvals_fault: None,
            secrets: Observed::not_tried(why),
            secrets_fault: None,
        }
    }
}

/// How far a scope or a claim of a client has been approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// The scope, or the claim's type.
    pub of: String,
    /// `ok`, `pending`, or whatever the service says.
    pub status: String,
    /// The service's own reason.
    pub reason: Option<String>,
}

/// A key that the provider knows for a client.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisteredKey {
    /// When it stops working.
    pub expires: Option<Timestamp>,
    /// Its name.
    pub kid: Option<String>,
    /// Its thumbprint.
    pub thumbprint: Option<String>,
    /// It is the key in the configuration file; `None` where the service does not tell enough.
    pub is_ours: Option<bool>,
}
