//! The holder's name, as evidence.

use crate::facts::ExpectedName;
use crate::identity::{CardName, NameComparison};
use crate::judge::dossier::CardDossier;
use crate::judge::value::Evidence;

/// Who was expected, who is on the card, and the parts in which they differ.
pub(super) fn evidence(card: &CardDossier, expected: &ExpectedName, comparison: &NameComparison) -> Evidence {
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
