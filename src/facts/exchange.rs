//! A question over HTTP and what came back.

use super::{Blob, Observed};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One question to an issuer's service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// What was hoped for.
    pub purpose: Purpose,
    /// The address as the certificate names it.
    pub url: String,
    /// The body of a POST: an OCSPRequest, DER. `None` for a GET.
    pub request: Option<Blob>,
    /// When it was asked, UTC.
    pub asked_at: Timestamp,
    /// The proxy it went through, without its password; `None` for the direct way.
    #[serde(default)]
    pub proxy: Option<String>,
    /// The answer of any status, or why there was none.
    pub answer: Observed<HttpAnswer>,
}

/// What a question over HTTP is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Whether one certificate is revoked (RFC 6960).
    Ocsp,
    /// A list of what is revoked (RFC 5280 §5).
    Crl,
    /// The issuer's own certificate (RFC 5280 §4.2.2.1).
    Issuer,
}

/// A whole answer, whatever its status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HttpAnswer {
    /// The status code.
    pub status: u16,
    /// The `Content-Type` as it stands there.
    pub content_type: Option<String>,
    /// Where redirections led; `None` where there were none.
    #[serde(default)]
    pub landed: Option<String>,
    /// The body, whole: one over the bound is a failure, not a shorter body.
    pub body: Blob,
}
