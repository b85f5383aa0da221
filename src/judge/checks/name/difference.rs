//! The names differ in a way that the issuers’ own rule allows.

use super::holder;
use crate::identity::NameVerdict;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.difference",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Info,
    needs: &["name.mismatch"],
    cites: &["Buypass: given names a subset, surname a subset of middle and last name"],
    evidence: &["expected", "card", "tokens", "differences", "reason"],
    remedies: &["check-name-in-register"],
    text: include_str!("difference.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    holder::compares(dossier, subject, NameVerdict::MatchWithDifference)
}
