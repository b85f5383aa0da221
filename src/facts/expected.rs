//! What the person running the tool said should be there.

use serde::{Deserialize, Serialize};

/// Expectations of one run.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Who should hold the card.
    pub name: Option<ExpectedName>,
    /// Only the readers were asked for: a missing card is then no finding.
    pub readers_only: bool,
    /// The run was told to touch no network.
    pub offline: bool,
}

/// A name as a roster or a person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedName {
    /// The whole name, given names first.
    pub full: String,
}
