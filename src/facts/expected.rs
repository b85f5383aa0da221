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
    /// Certificates in files were asked about, by these rules; no card was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify: Option<VerifyRules>,
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
}
