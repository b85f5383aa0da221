//! What a difference between two names means, and what the columns of a staff list are called.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a difference between two names means for the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameWeight {
    /// Nothing: the same name, as it is always written.
    Same,
    /// It is shown, and never blocks by itself.
    Difference,
    /// The card bears another name.
    Mismatch,
}

/// The rules by difference. A profile names those that differ from the issuers' own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NameRules(BTreeMap<NameDifference, NameWeight>);

impl NameRules {
    /// Every difference with its weight, as words.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.0.iter().map(|(code, weight)| (code.0.as_str(), weight.as_str()))
    }

    /// These rules, and the issuers' own where they say nothing.
    pub(super) fn completed(mut self) -> Self {
        for (code, weight) in carried() {
            self.0.entry(code).or_insert(weight);
        }
        self
    }
}

impl Default for NameRules {
    /// The issuers' own.
    fn default() -> Self {
        NameRules(carried())
    }
}

impl NameWeight {
    fn as_str(self) -> &'static str {
        match self {
            NameWeight::Same => "same",
            NameWeight::Difference => "difference",
            NameWeight::Mismatch => "mismatch",
        }
    }
}

/// The code of a difference that there is: a slip of the pen in a profile must not pass for a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct NameDifference(String);

impl TryFrom<String> for NameDifference {
    type Error = String;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        let known = texts();
        match known.contains_key(&code) {
            true => Ok(NameDifference(code)),
            false => {
                let known: Vec<&str> = known.keys().map(String::as_str).collect();
                Err(format!("there is no difference {code} of names; known are {}", known.join(", ")))
            }
        }
    }
}

impl From<NameDifference> for String {
    fn from(code: NameDifference) -> Self {
        code.0
    }
}

fn carried() -> BTreeMap<NameDifference, NameWeight> {
    texts().into_iter().map(|(code, weight)| (NameDifference(code), weight)).collect()
}

fn texts() -> BTreeMap<String, NameWeight> {
    toml::from_str(include_str!("names.toml")).unwrap_or_default()
}

/// How staff lists are read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RosterPolicy {
    /// What headers of an organisation's own mean, by header: `given-name`, `middle-name`, `surname`, `name`,
    /// `employee`, `unit`, `role`, `issuer`, `national-number`, or `ignore`.
    pub columns: BTreeMap<String, RosterColumn>,
}

/// What a column of a staff list holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RosterColumn {
    /// Given names.
    GivenName,
    /// Middle names.
    MiddleName,
    /// Surnames.
    Surname,
    /// The whole name.
    Name,
    /// The employee's number.
    Employee,
    /// The organisation number of the unit.
    Unit,
    /// The person's role or profession.
    Role,
    /// The company that issues the person's card.
    Issuer,
    /// The national identity number.
    NationalNumber,
    /// Something that does not concern this tool.
    Ignore,
}

impl RosterColumn {
    /// The word for it in a profile.
    pub fn as_str(self) -> &'static str {
        match self {
            RosterColumn::GivenName => "given-name",
            RosterColumn::MiddleName => "middle-name",
            RosterColumn::Surname => "surname",
            RosterColumn::Name => "name",
            RosterColumn::Employee => "employee",
            RosterColumn::Unit => "unit",
            RosterColumn::Role => "role",
            RosterColumn::Issuer => "issuer",
            RosterColumn::NationalNumber => "national-number",
            RosterColumn::Ignore => "ignore",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Kind;
    use crate::policy::Policy;

    #[test]
    fn every_difference_has_a_rule_and_every_rule_a_difference() {
        let ruled: Vec<String> = texts().into_keys().collect();
        let mut known: Vec<&str> = Kind::ALL.iter().map(|(_, code)| *code).collect();
        known.sort_unstable();
        assert_eq!(ruled, known);
    }

    #[test]
    fn a_profile_may_say_otherwise_and_says_only_that() {
        let text = "name = \"mine\"\nenvironment = \"test\"\n[names]\naccent = \"difference\"\n";
        let policy = Policy::from_toml(text, "mine").unwrap();
        let pairs: BTreeMap<&str, &str> = policy.names.pairs().collect();
        assert_eq!((pairs["accent"], pairs["letter"]), ("difference", "mismatch"));
        let wrong = text.replace("accent", "acent");
        let said = Policy::from_toml(&wrong, "mine").unwrap_err().to_string();
        assert!(said.contains("acent") && said.contains("line 4"), "{said}");
    }
}
