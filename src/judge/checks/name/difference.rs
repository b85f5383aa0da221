//! The names differ in a way that the issuers’ own rule allows.

use super::super::line;
use super::holder;
use crate::identity::NameVerdict;
use crate::judge::assemble::compare;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.difference",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Info,
    needs: &[
        "reader.unavailable",
        "reader.card_mute",
        "reader.empty",
        "reader.card_in_use",
        "card.removed",
        "card.no_answer",
        "card.communication_failed",
        "card.unknown",
        "name.mismatch",
    ],
    cites: &["Buypass: given names a subset, surname a subset of middle and last name"],
    evidence: &["expected", "card", "tokens"],
    remedies: &["check-name-in-register"],
    text: include_str!("difference.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let Some(expected) = &dossier.facts.expected.name else { return Outcome::NotApplicable("no-name-given") };
    let comparison = compare(card, &expected.full);
    if comparison.verdict == NameVerdict::NotChecked {
        return Outcome::NotApplicable("no-name-on-card");
    }
    let found = comparison.verdict == NameVerdict::MatchWithDifference;
    let evidence = holder::evidence(card, expected, &comparison);
    match found && !card.is_eid() && dossier.beside_an_eid(line::index(subject)) {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(found, evidence),
    }
}
