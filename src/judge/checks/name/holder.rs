//! The holder's name against the expected one.

use super::super::line;
use crate::facts::ExpectedName;
use crate::identity::{CardName, NameComparison, NameVerdict};
use crate::judge::assemble::compare;
use crate::judge::check::Outcome;
use crate::judge::dossier::{CardDossier, Dossier, Subject};
use crate::judge::value::Evidence;

/// Found when the names compare so. On a card that is no e-ID, beside one that is, it is information.
pub(super) fn compares(dossier: &Dossier, subject: Subject, verdict: NameVerdict) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let Some(expected) = &dossier.facts.expected.name else { return Outcome::NotApplicable("no-name-given") };
    let comparison = compare(card, &expected.full);
    if comparison.verdict == NameVerdict::NotChecked {
        // Whose e-ID it is was asked, and nobody can tell; on any other card the question does not arise.
        let unanswered = Evidence::none().text("reason", "no-name-on-card");
        return if card.is_eid() {
            Outcome::Unknown(unanswered)
        } else {
            Outcome::NotApplicable("no-name-on-card")
        };
    }
    let found = comparison.verdict == verdict;
    let evidence = evidence(card, expected, &comparison);
    match card.is_eid() {
        true => Outcome::found_if(found, evidence),
        false => line::found_unless_beside(dossier, subject, found, evidence),
    }
}

/// Who was expected, who is on the card, and the parts in which they differ.
fn evidence(card: &CardDossier, expected: &ExpectedName, comparison: &NameComparison) -> Evidence {
    let name = card.of_the_holder().find_map(|(one, _)| one.name());
    let mut tokens: Vec<&str> =
        comparison.differences.iter().map(|difference| difference.token.as_str()).collect();
    tokens.dedup();
    Evidence::none()
        .person("expected", &expected.full)
        .person("card", name.as_ref().map(shown).unwrap_or_default())
        .person("tokens", tokens.join(", "))
}

/// A name as people write it: given names and surname where the certificate parts them, else the common name.
pub(super) fn shown(name: &CardName) -> String {
    match (&name.given_name, &name.surname) {
        (Some(given), Some(surname)) => format!("{given} {surname}"),
        _ => name.common_name.clone().unwrap_or_default(),
    }
}
