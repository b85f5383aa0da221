//! Why nothing follows from a response.

use jiff::Timestamp;

/// Why nothing follows from a response.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The responder is busy.
    #[error("the responder is busy")]
    TryLater,
    /// The responder does not answer this, or not to the one who asks.
    #[error("the responder does not answer this")]
    Unauthorized,
    /// The responder does not understand the question.
    #[error("the responder does not understand the question")]
    MalformedRequest,
    /// The responder has a fault.
    #[error("the responder has a fault")]
    InternalError,
    /// The responder wants to know who asks.
    #[error("the responder wants a signed question")]
    SignatureRequired,
    /// A status that RFC 6960 gives no meaning.
    #[error("the responder answers with the unknown status {0}")]
    UnknownStatus(u8),
    /// The answer is about other certificates.
    #[error("the answer is not about this certificate")]
    NoAnswer,
    /// Who signed the answer may not answer for the issuer.
    #[error("the responder may not answer for the issuer: {0}")]
    ResponderNotAuthorized(String),
    /// The responder's certificate is not valid now, or was not when the answer was signed.
    #[error("the certificate of the responder is valid from {not_before} to {not_after}")]
    ResponderExpired {
        /// Start of its validity.
        not_before: Timestamp,
        /// End of its validity.
        not_after: Timestamp,
    },
    /// The signature was not made with the key of the one who is said to have signed.
    #[error("the signature of the answer is not by the responder")]
    SignatureInvalid,
    /// Nobody here can verify this algorithm.
    #[error("signature algorithm {0} is not supported")]
    SignatureAlgorithmUnsupported(String),
    /// The answer begins to hold later.
    #[error("the answer holds from {this_update} only")]
    NotYetValid {
        /// When.
        this_update: Timestamp,
    },
    /// The answer no longer holds.
    #[error("the answer is of {this_update} and too old")]
    Stale {
        /// When it was so.
        this_update: Timestamp,
        /// Until when it held, if it said so.
        next_update: Option<Timestamp>,
    },
    /// The answer is to another question.
    #[error("the answer has another nonce than the question")]
    NonceMismatch,
    /// The answer has a critical extension that is not known here.
    #[error("the answer has the unknown critical extension {0}")]
    CriticalExtensionUnknown(String),
}

impl Refusal {
    /// A stable word for reports.
    pub fn code(&self) -> &'static str {
        match self {
            Refusal::TryLater => "try-later",
            Refusal::Unauthorized => "unauthorized",
            Refusal::MalformedRequest => "malformed-request",
            Refusal::InternalError => "internal-error",
            Refusal::SignatureRequired => "signature-required",
            Refusal::UnknownStatus(_) => "unknown-status",
            Refusal::NoAnswer => "no-answer-for-this-certificate",
            Refusal::ResponderNotAuthorized(_) => "responder-not-authorized",
            Refusal::ResponderExpired { .. } => "responder-expired",
            Refusal::SignatureInvalid => "signature-invalid",
            Refusal::SignatureAlgorithmUnsupported(_) => "signature-algorithm-unsupported",
            Refusal::NotYetValid { .. } => "not-yet-valid",
            Refusal::Stale { .. } => "stale",
            Refusal::NonceMismatch => "nonce-mismatch",
            Refusal::CriticalExtensionUnknown(_) => "critical-extension-unknown",
        }
    }
}
