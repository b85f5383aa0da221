//! The holder's name on a card against the name that is expected.

use super::dossier::{CardDossier, Dossier};
use super::report::{NameDifference, NameReport};
use crate::facts::ExpectedName;
use crate::identity::{self, NameComparison, Rules};
use crate::policy::Policy;

/// What differences between names mean under this policy.
pub fn rules(policy: &Policy) -> Rules {
    Rules::new(policy.names.pairs())
}

/// The expected name as it is compared.
pub fn expected(name: &ExpectedName) -> identity::ExpectedName {
    match &name.parts {
        Some(parts) => identity::ExpectedName::of_parts(&parts.given, &parts.middle, &parts.family),
        None => identity::ExpectedName::Whole(name.full.clone()),
    }
}

/// Who should hold a card.
pub(super) fn expected_of<'a>(dossier: &Dossier<'a>, card: &CardDossier) -> Option<&'a ExpectedName> {
    dossier.facts.expected.name_for(&card.facts.reader)
}

/// The least favourable comparison of the expected name with the holder's certificates.
pub(super) fn compare(dossier: &Dossier, card: &CardDossier, expected: &ExpectedName) -> NameComparison {
    let (rules, expected) = (rules(dossier.policy), self::expected(expected));
    card.of_the_holder()
        .filter_map(|(one, _)| one.name())
        .map(|name| identity::compare(&expected, &name, &rules))
        .reduce(|worst, next| if next.verdict > worst.verdict { next } else { worst })
        .unwrap_or_else(NameComparison::not_checked)
}

/// The report on the name of a card. What is the same name as cards are always written is no difference to tell.
pub(super) fn report(dossier: &Dossier, card: &CardDossier) -> NameReport {
    let expected = expected_of(dossier, card);
    let comparison =
        expected.map_or_else(NameComparison::not_checked, |expected| compare(dossier, card, expected));
    let told = comparison.worth_telling(&rules(dossier.policy));
    NameReport {
        expected: expected.map(|name| name.full.clone()),
        verdict: comparison.verdict.as_str().to_owned(),
        differences: told.into_iter().map(NameDifference::from).collect(),
    }
}

impl From<identity::Difference> for NameDifference {
    fn from(difference: identity::Difference) -> Self {
        let sides = [difference.expected.as_str(), difference.card.as_str()];
        let said: Vec<&str> = sides.into_iter().filter(|side| !side.is_empty()).collect();
        NameDifference {
            code: difference.kind.code().to_owned(),
            detail: said.join(" / "),
            expected: difference.expected,
            card: difference.card,
        }
    }
}
