//! Why a file is not a configuration that can be used. Nothing of the file's content is in the words.

use super::format::OtherFormat;
use crate::openid::jose::KeyFault;

/// Why a file is not a configuration that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientFileFault {
    /// Nothing is in it but space.
    #[error("the file is empty")]
    Empty,
    /// It is larger than any configuration file.
    #[error("the file has {bytes} bytes; no configuration file is that large")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// It is something else that is known.
    #[error("the file is {0}, not the JSON file of Selvbetjening")]
    Other(OtherFormat),
    /// Its bytes are not text in UTF-8 or UTF-16.
    #[error("the file is not text in UTF-8")]
    NotText,
    /// It ends in the middle.
    #[error("the file ends in the middle of its JSON: line {line}, column {column}")]
    Truncated {
        /// The line, from 1.
        line: usize,
        /// The column in bytes.
        column: usize,
    },
    /// It is not JSON.
    #[error("the file is not JSON: line {line}, column {column}")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column in bytes.
        column: usize,
    },
    /// It is JSON, and not an object.
    #[error("the file is JSON, but a {kind} instead of an object")]
    NotAnObject {
        /// What it is.
        kind: &'static str,
    },
    /// A member that must be there is not, or is empty.
    #[error("the file has no {member}")]
    MemberMissing {
        /// Its name.
        member: &'static str,
    },
    /// A member that comes twice, so that nobody knows which one counts.
    #[error("the file has {member} twice")]
    MemberTwice {
        /// Its name.
        member: &'static str,
    },
    /// A member is of the wrong type.
    #[error("{member} is not {expected}")]
    MemberType {
        /// Its name.
        member: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// The authority is not the address of a provider.
    #[error("authority is not an https address")]
    Authority,
    /// There is neither `privateJwk` nor `rsaPrivateKey`.
    #[error("the file has no private key: neither privateJwk nor rsaPrivateKey")]
    NoKey,
    /// The key is broken.
    #[error("{member}: {fault}")]
    Key {
        /// `privateJwk` or `rsaPrivateKey`.
        member: &'static str,
        /// How.
        fault: KeyFault,
    },
    /// The two forms of the key are two keys.
    #[error("privateJwk and rsaPrivateKey are not the same key")]
    KeysDiffer,
}

impl ClientFileFault {
    /// A stable word for reports; for a broken key that of the key's fault.
    pub fn code(&self) -> &'static str {
        match self {
            ClientFileFault::Empty => "empty",
            ClientFileFault::TooLarge { .. } => "too-large",
            ClientFileFault::Other(format) => format.code(),
            ClientFileFault::NotText => "not-text",
            ClientFileFault::Truncated { .. } => "truncated",
            ClientFileFault::NotJson { .. } => "not-json",
            ClientFileFault::NotAnObject { .. } => "not-an-object",
            ClientFileFault::MemberMissing { .. } => "member-missing",
            ClientFileFault::MemberTwice { .. } => "member-twice",
            ClientFileFault::MemberType { .. } => "member-type",
            ClientFileFault::Authority => "authority",
            ClientFileFault::NoKey => "no-key",
            ClientFileFault::Key { fault, .. } => fault.code(),
            ClientFileFault::KeysDiffer => "keys-differ",
        }
    }

    /// Line and column in the file, where the fault has a place.
    pub fn place(&self) -> Option<(usize, usize)> {
        match self {
            ClientFileFault::Truncated { line, column } | ClientFileFault::NotJson { line, column } => {
                Some((*line, *column))
            }
            _ => None,
        }
    }
}
