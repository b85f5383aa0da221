//! The level-high test login: how far it came, and what the provider said of who logged in. No token, code, key or
//! national number: those never leave [`crate::adapters`].

use super::{Observed, ProbeError};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One test login.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LoginFacts {
    /// What was asked of the provider.
    pub asked: LoginAsked,
    /// When it began, UTC.
    pub begun_at: Timestamp,
    /// What was done, in order.
    pub steps: Vec<LoginStep>,
    /// The provider's clock against ours, from the answers' `Date`.
    pub clock: Option<ClockReading>,
    /// The identity providers that the provider offers, by the names that `idp:` takes.
    pub offered: Observed<Vec<String>>,
    /// What came with the token; `None` where none came.
    pub token: Option<TokenAnswer>,
    /// What the validated ID token says; `None` where none was accepted.
    pub identity: Option<IdentityFacts>,
    /// Why it went no further; `None` for a login that came to its end.
    pub fault: Option<LoginFault>,
}

/// What was asked of the provider.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginAsked {
    /// The provider.
    pub issuer: String,
    /// The e-ID that the person named (`buypass`); `None` when any will do.
    pub eid: Option<String>,
    /// `acr_values`, in order.
    pub acr_values: Vec<String>,
    /// `scope`.
    pub scopes: Vec<String>,
    /// `resource` (RFC 8707): the one audience of the access token.
    pub resource: Option<String>,
    /// Where the browser comes back to.
    pub redirect_uri: String,
    /// The unit's organisation number that the client was to act for.
    pub organisation: Option<String>,
    /// A national number was expected, and compared with the token's.
    pub number_expected: bool,
    /// The proxy on the way to the provider, without its password.
    pub proxy: Option<String>,
    /// The proxy that programs here would take to the address that the browser comes back to: it cannot come back then.
    pub loopback_proxy: Option<String>,
    /// Nobody opened a browser: the address was printed.
    pub no_browser: bool,
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginStep {
    /// What.
    pub stage: LoginStage,
    /// Where, without the query.
    pub url: String,
    /// The status of the last answer; `None` where none came, or none was to come.
    pub status: Option<u16>,
    /// How many requests it took.
    pub requests: u32,
    /// How long it took, milliseconds.
    pub ms: u64,
}

/// The stations of a login, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginStage {
    /// The loopback listener that the browser comes back to (RFC 8252 §7.3).
    Listen,
    /// The provider's metadata (OpenID Connect Discovery).
    Metadata,
    /// Its keys.
    Keys,
    /// Its list of identity providers.
    Offered,
    /// The pushed authorization request (RFC 9126).
    PushedRequest,
    /// The browser.
    Browser,
    /// The browser's way back.
    Callback,
    /// The token request.
    Token,
    /// The ID token.
    IdToken,
    /// The self-service API: the client.
    Client,
    /// The self-service API: the client's keys.
    Secrets,
    /// Taking the tokens back (RFC 7009).
    Revocation,
}

/// A clock against ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockReading {
    /// The provider's time less ours, milliseconds: positive where this machine is slow.
    pub offset_ms: i64,
    /// How wrong the offset can be, milliseconds: a `Date` has whole seconds, and the answer was on its way.
    pub within_ms: i64,
}

/// What came with a token.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenAnswer {
    /// `token_type`, lower case.
    pub token_type: String,
    /// Seconds that the access token lasts.
    pub expires_in: Option<u64>,
    /// The scopes that it has; `None` where the answer does not say, which means those asked for (RFC 6749 §5.1).
    pub scopes: Option<Vec<String>>,
    /// Scopes that HelseID refused because the organisation has not accepted the terms (`rejected_scope`).
    pub rejected_scopes: Vec<String>,
}

/// What a validated ID token says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IdentityFacts {
    /// `iss`.
    pub issuer: String,
    /// The algorithm of its signature.
    pub algorithm: String,
    /// `at_hash` was there, and fits the access token.
    pub at_hash: bool,
    /// `idp`: the identity provider behind the login.
    pub idp: Option<String>,
    /// The level that was reached, as the profile's claim has it: `4`, `idporten-loa-high`.
    pub level: Option<String>,
    /// `acr`.
    pub acr: Option<String>,
    /// `amr`.
    pub amr: Vec<String>,
    /// When the person proved who they are.
    pub auth_time: Option<Timestamp>,
    /// `iat`.
    pub issued_at: Timestamp,
    /// When it was received here.
    pub received_at: Timestamp,
    /// The network that HelseID saw the browser on: `helsenett`, `internett`.
    pub network: Option<String>,
    /// A number in the register of health personnel came with it.
    pub hpr_number: bool,
    /// A national number came with it.
    pub national_number: bool,
    /// The national number is the expected one; `None` where there is nothing to compare.
    pub number_matches: Option<bool>,
    /// Who logged in.
    pub name: Option<TokenName>,
    /// The organisations that the client acts for.
    pub organisation: TokenOrganisation,
}

/// The name of who logged in, in the token's claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenName {
    /// `name`.
    pub full: Option<String>,
    /// `given_name`.
    pub given: Option<String>,
    /// `middle_name`; HelseID sends an empty one where there is none.
    pub middle: Option<String>,
    /// `family_name`.
    pub family: Option<String>,
}

/// Organisation numbers in the token's claims.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenOrganisation {
    /// The organisation that owns the client, or that a supplier acts for.
    pub parent: Option<String>,
    /// Its unit.
    pub child: Option<String>,
    /// The supplier.
    pub supplier: Option<String>,
    /// `single-tenant`, `multi-tenant`.
    pub tenancy: Option<String>,
}

/// Why an exchange with an OpenID provider came to nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginFault {
    /// Where.
    pub stage: LoginStage,
    /// What.
    pub kind: LoginFaultKind,
    /// In words for people who debug; scrubbed of tokens and national numbers.
    pub detail: String,
    /// The question that was lost, where one was.
    pub lost: Option<Box<ProbeError>>,
    /// What the provider answered, where it refused.
    pub refusal: Option<Box<Refusal>>,
}

/// A provider's error answer (RFC 6749 §5.2, RFC 9126 §2.3, OpenID Connect Core §3.1.2.6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The status; `None` for one that the browser brought.
    pub status: Option<u16>,
    /// `error`.
    pub error: String,
    /// `error_description`, scrubbed.
    pub description: Option<String>,
}

/// What went wrong with a login.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoginFaultKind {
    /// Another program listens where the browser is to come back to.
    PortTaken,
    /// The operating system keeps that port for itself: excluded ranges on Windows, low ports on Linux.
    PortForbidden,
    /// Nobody can listen there for another reason.
    PortUnusable,
    /// No whole answer: [`LoginFault::lost`] says how far the question came.
    Unreachable,
    /// The service answered that it is out of order (5xx).
    ServiceDown,
    /// What answered is no OpenID provider, or answered what cannot be understood.
    NotUnderstood,
    /// The metadata is another issuer's.
    IssuerDiffers,
    /// The metadata lacks something that this login needs.
    Unsupported,
    /// The provider refused: [`LoginFault::refusal`].
    Refused,
    /// The provider asks for a new DPoP nonce again and again.
    NonceForEver,
    /// No browser could be started.
    NoBrowser,
    /// Nobody came back in time.
    NobodyCame,
    /// The person stopped it here.
    Stopped,
    /// The person, or the identity provider for them, broke it off (`access_denied`).
    Denied,
    /// The way back is not from the login that was begun: `state` or `iss` is another.
    ForeignCallback,
    /// The way back makes no sense: no code, or something twice.
    MalformedCallback,
    /// The token is not bound to our key: `token_type` is not `DPoP`.
    NotBound,
    /// No ID token came.
    NoIdToken,
    /// The ID token is no JWT.
    TokenMalformed,
    /// The ID token is signed by an algorithm that is not allowed here, or not at all.
    TokenAlgorithm,
    /// Its signature is of a key that the provider does not publish.
    TokenKey,
    /// Its signature is wrong.
    TokenSignature,
    /// It is another issuer's.
    TokenIssuer,
    /// It is meant for somebody else.
    TokenAudience,
    /// It belongs to another login.
    TokenNonce,
    /// It is past its time, or not yet begun.
    TokenTime,
    /// The access token beside it is not the one that it was made with.
    TokenHash,
}

impl LoginFacts {
    /// A login that has just begun.
    pub fn begun(asked: LoginAsked, begun_at: Timestamp) -> Self {
        LoginFacts {
            asked,
            begun_at,
            steps: Vec::new(),
            clock: None,
            offered: Observed::not_tried("not-reached"),
            token: None,
            identity: None,
            fault: None,
        }
    }
}

impl LoginFaultKind {
    /// The kind as a short stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            LoginFaultKind::PortTaken => "port-taken",
            LoginFaultKind::PortForbidden => "port-forbidden",
            LoginFaultKind::PortUnusable => "port-unusable",
            LoginFaultKind::Unreachable => "unreachable",
            LoginFaultKind::ServiceDown => "service-down",
            LoginFaultKind::NotUnderstood => "not-understood",
            LoginFaultKind::IssuerDiffers => "issuer-differs",
            LoginFaultKind::Unsupported => "unsupported",
            LoginFaultKind::Refused => "refused",
            LoginFaultKind::NonceForEver => "nonce-for-ever",
            LoginFaultKind::NoBrowser => "no-browser",
            LoginFaultKind::NobodyCame => "nobody-came",
            LoginFaultKind::Stopped => "stopped",
            LoginFaultKind::Denied => "denied",
            LoginFaultKind::ForeignCallback => "foreign-callback",
            LoginFaultKind::MalformedCallback => "malformed-callback",
            LoginFaultKind::NotBound => "not-bound",
            LoginFaultKind::NoIdToken => "no-id-token",
            LoginFaultKind::TokenMalformed => "token-malformed",
            LoginFaultKind::TokenAlgorithm => "token-algorithm",
            LoginFaultKind::TokenKey => "token-key",
            LoginFaultKind::TokenSignature => "token-signature",
            LoginFaultKind::TokenIssuer => "token-issuer",
            LoginFaultKind::TokenAudience => "token-audience",
            LoginFaultKind::TokenNonce => "token-nonce",
            LoginFaultKind::TokenTime => "token-time",
            LoginFaultKind::TokenHash => "token-hash",
        }
    }
}

impl LoginStage {
    /// The stage as a short stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            LoginStage::Listen => "listen",
            LoginStage::Metadata => "metadata",
            LoginStage::Keys => "keys",
            LoginStage::Offered => "offered",
            LoginStage::PushedRequest => "pushed-request",
            LoginStage::Browser => "browser",
            LoginStage::Callback => "callback",
            LoginStage::Token => "token",
            LoginStage::IdToken => "id-token",
            LoginStage::Client => "client",
            LoginStage::Secrets => "secrets",
            LoginStage::Revocation => "revocation",
        }
    }
}

impl LoginFault {
    /// A fault of which there is no more to tell than `detail`.
    pub fn new(stage: LoginStage, kind: LoginFaultKind, detail: impl Into<String>) -> Self {
        LoginFault { stage, kind, detail: detail.into(), lost: None, refusal: None }
    }

    /// No whole answer came.
    pub fn lost(stage: LoginStage, error: ProbeError) -> Self {
        let detail = error.to_string();
        let lost = Some(Box::new(error));
        LoginFault { lost, ..LoginFault::new(stage, LoginFaultKind::Unreachable, detail) }
    }
}
