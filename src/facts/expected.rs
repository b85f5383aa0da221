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
    /// PKCS#11 modules were looked for at the places where they are known to lie.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any_module: bool,
    /// Whether there must be a card.
    #[serde(default, skip_serializing_if = "CardInterest::is_required")]
    pub cards: CardInterest,
    /// What a staff list says of the cards' holders, one look-up for each card; empty without a list.
    #[serde(default)]
    pub roster: Vec<RosterLookUp>,
    /// Certificates in files were asked about, by these rules; no card was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<VerifyRules>,
}

/// Whether a run is about cards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CardInterest {
    /// It is: without a card nobody can be ready.
    #[default]
    Required,
    /// A card that is there is judged; without one, the e-ID is another.
    Optional,
    /// It is not: a login or a client alone.
    None,
}

impl CardInterest {
    /// Whether there must be a card.
    pub fn is_required(&self) -> bool {
        *self == CardInterest::Required
    }
}

impl Expected {
    /// What the staff list says of the holder of the card in that reader.
    pub fn look_up(&self, reader: &str) -> Option<&RosterLookUp> {
        self.roster.iter().find(|look_up| look_up.reader == reader)
    }

    /// Who should hold the card in that reader: the staff list's row, else the one name that was given.
    pub fn name_for(&self, reader: &str) -> Option<&ExpectedName> {
        let row = self.look_up(reader).and_then(|look_up| look_up.row.as_ref());
        row.map(|row| &row.name).or(self.name.as_ref())
    }
}

/// What certificates in files are held to: the inputs of RFC 5280 §6.1.1, and what relying parties add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerifyRules {
    /// `user-initial-policy-set`, object identifiers; any policy when empty.
    pub policies: Vec<String>,
    /// `initial-explicit-policy`.
    pub explicit_policy: bool,
    /// `initial-policy-mapping-inhibit`.
    pub inhibit_policy_mapping: bool,
    /// `initial-any-policy-inhibit`.
    pub inhibit_any_policy: bool,
    /// What they are to be used for; by their own key usage when absent.
    pub purpose: Option<VerifyPurpose>,
    /// Whether their issuers must have said that they are not revoked; where absent, when answers were handed over.
    pub revocation: Option<bool>,
}

/// What certificates in files are to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerifyPurpose {
    /// Anything: what is particular to Norwegian e-ID is not asked.
    Any,
    /// Logging in.
    Auth,
    /// Signing documents.
    Sign,
}

/// A name as a roster or a person gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedName {
    /// The whole name, given names first.
    pub full: String,
    /// The same in parts, where the list has them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parts: Option<NameParts>,
}

/// The parts of a name, as Folkeregisteret has them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameParts {
    /// Given names.
    pub given: String,
    /// Middle names; may be empty.
    pub middle: String,
    /// Surnames.
    pub family: String,
}

/// What a staff list says of one card's holder. Facts carry the one row that is the holder's, never the list: everybody
/// else in it is a number of a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterLookUp {
    /// The card's reader.
    pub reader: String,
    /// How the row was found.
    pub found: RosterFound,
    /// The row, if there is one.
    #[serde(default)]
    pub row: Option<RosterRow>,
    /// Other lines that come near, the likeliest first.
    #[serde(default)]
    pub others: Vec<RosterCandidate>,
}

/// How the row of a card was found in a staff list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RosterFound {
    /// The person was named.
    Asked,
    /// One row bears the card's name.
    ByName,
    /// Several persons in the list bear it.
    Several,
    /// One person stands in the list more than once.
    Twice,
    /// Nobody in the list bears it.
    Nobody,
    /// The card has no name to look for.
    NoName,
}

/// One row of a staff list, as far as it concerns the card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterRow {
    /// The line in the file, from 1.
    pub line: u32,
    /// Whose.
    pub name: ExpectedName,
    /// The company that should have issued the card, as the list writes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
}

/// A line of a staff list that comes near the name on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RosterCandidate {
    /// The line in the file, from 1.
    pub line: u32,
    /// Whether the card could be this person's by the rules for names.
    pub fits: bool,
    /// In what the names differ, by the codes of differences, and `surnames-swapped`.
    pub reasons: Vec<String>,
}

impl ExpectedName {
    /// A name in one line.
    pub fn whole(full: impl Into<String>) -> Self {
        ExpectedName { full: full.into(), parts: None }
    }
}
