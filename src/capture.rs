//! The capture: facts and policy in one file, so that a run can be judged again anywhere, later.

use crate::facts::Facts;
use crate::policy::Policy;
use serde::{Deserialize, Serialize};

/// The format number that this version writes.
pub const FORMAT: u32 = 1;

/// One run, unjudged. Holds the cards' certificates and with them the names of their holders.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Capture {
    /// [`FORMAT`] of the writer.
    pub format: u32,
    /// Name and version of the writer.
    pub tool: String,
    /// What "ready" meant.
    pub policy: Policy,
    /// What was seen.
    pub facts: Facts,
}

/// Why a file is no capture.
#[derive(Debug, thiserror::Error)]
pub enum CaptureError {
    /// It was written by a newer version, in a format this one does not know.
    #[error("the capture has format {found}; this version reads up to {FORMAT}")]
    TooNew {
        /// Its format number.
        found: u32,
    },
    /// It is no capture.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
        /// What is wrong.
        message: String,
    },
}

impl Capture {
    /// Facts and the policy to judge them by.
    pub fn new(policy: Policy, facts: Facts) -> Self {
        Capture {
            format: FORMAT,
            tool: concat!("eid-ready ", env!("CARGO_PKG_VERSION")).to_owned(),
            policy,
            facts,
        }
    }

    /// The file's text.
    ///
    /// # Errors
    /// None in practice: every fact can be written as JSON.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Reads a file's text.
    ///
    /// # Errors
    /// The text is no capture, or one of a newer format.
    pub fn from_json(text: &str) -> Result<Self, CaptureError> {
        #[derive(Deserialize)]
        struct Envelope {
            format: u32,
        }
        let malformed = |error: serde_json::Error| CaptureError::Malformed {
            line: error.line(),
            column: error.column(),
            message: error.to_string(),
        };
        let envelope: Envelope = serde_json::from_str(text).map_err(malformed)?;
        if envelope.format > FORMAT || envelope.format == 0 {
            return Err(CaptureError::TooNew { found: envelope.format });
        }
        serde_json::from_str(text).map_err(malformed)
    }
}
