//! The card was pulled while it was being read.

use super::super::line;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.removed",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.not_in_trace"],
    cites: &["PC/SC: SCARD_W_REMOVED_CARD"],
    evidence: &["reader", "call"],
    remedies: &["reinsert-card"],
    text: include_str!("removed.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match line::trouble(card.facts).filter(|error| line::is_removed(error)) {
        Some(error) => Outcome::Found(line::evidence(card.facts, error)),
        None => Outcome::pass(),
    }
}
