//! What a check is, and what it can answer.

use super::dossier::{Dossier, Subject};
use super::text::CheckText;
use super::value::Evidence;
use crate::policy::Severity;
use serde::{Deserialize, Serialize};

/// What a check looks at; it gives one outcome for every such thing in a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The workstation.
    Station,
    /// Each reader.
    Reader,
    /// Each card.
    Card,
    /// Each end-entity certificate of each card.
    Certificate,
    /// Each PKCS#11 module that was wanted.
    Module,
    /// The HelseID client, where its configuration file was handed over.
    Client,
    /// The test login, where one was asked for.
    Login,
}

/// One check: a value, registered in its area's slice.
pub struct Check {
    /// `area.fault`, equal to its file's place; never reused.
    pub id: &'static str,
    /// The first version that had it.
    pub since: &'static str,
    /// What it looks at.
    pub scope: Scope,
    /// What finding it means for the verdict, unless the policy says otherwise.
    pub severity: Severity,
    /// Checks whose finding makes this one moot: it is then skipped, blocked by the first of them that fired for
    /// the same subject or for what the subject sits in.
    pub needs: &'static [&'static str],
    /// Where the rule comes from.
    pub cites: &'static [&'static str],
    /// The names of the values it puts into its message.
    pub evidence: &'static [&'static str],
    /// What to do, by remedy id, the likeliest first.
    pub remedies: &'static [&'static str],
    /// Its words, as TOML; see [`CheckText`].
    pub text: &'static str,
    /// The rule itself: pure.
    pub judge: fn(&Dossier, Subject) -> Outcome,
}

impl Check {
    /// The area, the part of the id before the dot.
    pub fn area(&self) -> &'static str {
        self.id.split('.').next().unwrap_or(self.id)
    }

    /// The words, parsed.
    ///
    /// # Errors
    /// The TOML is not what [`CheckText`] wants; a test over the whole registry keeps that from shipping.
    pub fn words(&self) -> Result<CheckText, toml::de::Error> {
        toml::from_str(self.text)
    }
}

/// What a check answered for one subject.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The fault is not there.
    Pass(Evidence),
    /// The fault is there.
    Found(Evidence),
    /// The fault is there, and here it is a warning at most: the person chose not to know more.
    Warned(Evidence),
    /// The fault is there, and here it is information only: it stands beside something that matters more.
    Noted(Evidence),
    /// The question does not arise; why, as a short stable word.
    NotApplicable(&'static str),
    /// The question arises and could not be answered.
    Unknown(Evidence),
    /// The check itself failed.
    Crashed,
}

impl Outcome {
    /// A pass that has nothing to show.
    pub fn pass() -> Self {
        Outcome::Pass(Evidence::default())
    }

    /// Found or passed, by a condition.
    pub fn found_if(condition: bool, evidence: Evidence) -> Self {
        if condition { Outcome::Found(evidence) } else { Outcome::Pass(evidence) }
    }
}
