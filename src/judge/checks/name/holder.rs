//! The holder's name against the expected one.

use super::super::line;
use crate::facts::ExpectedName;
use crate::identity::{NameComparison, NameVerdict};
use crate::judge::check::Outcome;
use crate::judge::dossier::{CardDossier, Dossier, Subject};
use crate::judge::naming;
use crate::judge::value::Evidence;

/// Found when the names compare so. On a card that is no e-ID, beside one that is, it is information.
pub(super) fn compares(dossier: &Dossier, subject: Subject, verdict: NameVerdict) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let Some(expected) = naming::expected_of(dossier, card) else {
        return Outcome::NotApplicable("no-name-given");
    };
    let comparison = naming::compare(dossier, card, expected);
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
    let evidence = evidence(dossier, card, expected, &comparison);
    match card.is_eid() {
        true => Outcome::found_if(found, evidence),
        false => line::found_unless_beside(dossier, subject, found, evidence),
    }
}

/// Who was expected, who is on the card, in what they differ, and the words in which they do.
fn evidence(
    dossier: &Dossier,
    card: &CardDossier,
    expected: &ExpectedName,
    comparison: &NameComparison,
) -> Evidence {
    let name = card.of_the_holder().find_map(|(one, _)| one.name());
    let told = comparison.worth_telling(&naming::rules(dossier.policy));
    let mut tokens: Vec<&str> = Vec::new();
    let mut differences: Vec<String> = Vec::new();
    for difference in &told {
        let words = [difference.expected.as_str(), difference.card.as_str()].into_iter();
        let words = words.filter(|word| !word.is_empty() && !tokens.contains(word)).collect::<Vec<_>>();
        tokens.extend(words);
        let code = difference.kind.code();
        if differences.last().is_none_or(|last| last != code) {
            differences.push(code.to_owned());
        }
    }
    Evidence::none()
        .person("expected", &expected.full)
        .person("card", name.map(|name| name.shown()).unwrap_or_default())
        .person("tokens", tokens.join(", "))
        .list("differences", differences)
}
