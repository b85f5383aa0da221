//! The certificates on one card bear the names of different persons.

use crate::identity::{self, CardName};
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::naming;
use crate::judge::value::{BETWEEN_PERSONS, Evidence};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.holders_differ",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["card.unknown"],
    cites: &["ISO 7816-15 §8.7; one card, one holder"],
    evidence: &["names"],
    remedies: &["report-certificate"],
    text: include_str!("holders_differ.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let names: Vec<_> = card
        .of_the_holder()
        .filter_map(|(one, _)| one.name())
        .filter(|name| !name.shown().is_empty())
        .collect();
    let Some((first, rest)) = names.split_first() else { return Outcome::NotApplicable("no-name-on-card") };
    let rules = naming::rules(dossier.policy);
    let differ = rest.iter().any(|other| !identity::same_person(first, other, &rules));
    let mut shown: Vec<String> = Vec::new();
    for name in names.iter().map(CardName::shown) {
        if !shown.contains(&name) {
            shown.push(name);
        }
    }
    let evidence = Evidence::none().person("names", shown.join(BETWEEN_PERSONS));
    match differ && !card.is_eid() {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(differ, evidence),
    }
}
