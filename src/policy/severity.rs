//! What finding a fault means for the verdict.

use serde::{Deserialize, Serialize};

/// What finding a fault means for the verdict, the mildest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Works now; something should be done soon.
    Warn,
    /// Nobody can tell until this is out of the way.
    Error,
    /// Does not work.
    Fail,
}
