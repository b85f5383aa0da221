//! The card bears a name that the person on the list does not have.

use super::holder;
use crate::identity::NameVerdict;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.mismatch",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["card.unknown"],
    cites: &["Buypass: names as in Folkeregisteret"],
    evidence: &["expected", "card", "tokens", "differences", "reason"],
    remedies: &["check-name-in-register", "order-new-card"],
    text: include_str!("mismatch.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    holder::compares(dossier, subject, NameVerdict::Mismatch)
}
