//! The way to an OpenID provider, for a client with a key.

use super::Cancel;
use crate::facts::{ConnectionFacts, LoginAsked, LoginFacts, ProbeError};
use crate::openid::jose::SigningKey;
use crate::openid::redirect::LoopbackRedirect;
use crate::policy::LoginPolicy;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// An OpenID provider, over the network and the browser of this machine.
///
/// Every call blocks; callers give each its own thread and a bound.
pub trait OpenId: Send + Sync {
    /// Logs a person in, and says how far it came. Where the browser came back, it waits for the session's farewell.
    fn log_in(&self, order: &LoginOrder, desk: &dyn LoginDesk, cancel: &Cancel) -> LoggedIn;

    /// Gets a token for the client itself, and asks the self-service API about it.
    fn connect(&self, order: &ConnectOrder, cancel: &Cancel) -> ConnectionFacts;
}

/// How a login came out.
pub struct LoggedIn {
    /// What was seen.
    pub facts: LoginFacts,
    /// What is still open, where the browser came back.
    pub session: Option<Box<dyn Session>>,
}

/// Tokens that are to be revoked, and a browser that waits for a page.
pub trait Session: Send {
    /// Shows the browser `farewell`, has it end its session with the provider, and revokes the tokens.
    ///
    /// # Errors
    /// The provider did not take the revocation; the tokens are forgotten here all the same.
    fn end(self: Box<Self>, farewell: &Farewell) -> Result<(), ProbeError>;
}

/// What the browser shows at the end, as plain text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Farewell {
    /// The language of the two, as HTML names it.
    pub language: &'static str,
    /// The heading.
    pub title: String,
    /// What to do now.
    pub text: String,
}

/// Who opens the browser, or tells the person to.
pub trait LoginDesk: Send + Sync {
    /// The address to go to is ready; it is good once.
    fn go_to(&self, address: &str);
}

/// A client with its key.
pub struct RelyingParty {
    /// `client_id`.
    pub client_id: String,
    /// The registered key.
    pub key: SigningKey,
}

/// One login.
pub struct LoginOrder {
    /// Who asks.
    pub client: Arc<RelyingParty>,
    /// What is asked, as the facts keep it.
    pub asked: LoginAsked,
    /// Where the browser comes back to.
    pub redirect: LoopbackRedirect,
    /// How it is asked, and what the answer is read from.
    pub policy: LoginPolicy,
    /// Parameters of the chosen e-ID.
    pub parameters: BTreeMap<String, String>,
    /// `authorization_details`.
    pub details: Option<Value>,
    /// The national number that the person must have: compared, and neither kept nor shown.
    pub number: Option<ExpectedNumber>,
    /// How long the person has.
    pub patience: Duration,
    /// How long one question may take.
    pub exchange: Duration,
}

/// The client itself.
pub struct ConnectOrder {
    /// Who asks.
    pub client: Arc<RelyingParty>,
    /// The provider.
    pub issuer: String,
    /// The scopes that are asked for.
    pub scopes: Vec<String>,
    /// The self-service API, where it is to be asked.
    pub self_service: Option<String>,
    /// How it is asked.
    pub policy: LoginPolicy,
    /// `assertion_details`.
    pub details: Option<Value>,
    /// How long one question may take.
    pub exchange: Duration,
}

/// A national number that somebody must have. It shows itself to nobody.
pub struct ExpectedNumber(zeroize::Zeroizing<String>);

impl ExpectedNumber {
    /// The number; spaces in it do not count.
    pub fn new(number: &str) -> Self {
        ExpectedNumber(zeroize::Zeroizing::new(number.split_whitespace().collect()))
    }

    /// Whether that is the number.
    pub fn is(&self, number: &str) -> bool {
        self.0.as_str() == number
    }
}
