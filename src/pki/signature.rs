//! Signatures on certificates, by `ring`.

/// Why a signature was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// Nobody here can verify this algorithm.
    #[error("signature algorithm {0} is not supported")]
    Unsupported(String),
    /// The signature was not made with that key.
    #[error("the signature was not made with that key")]
    Invalid,
}
