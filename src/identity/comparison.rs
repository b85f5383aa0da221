//! Names of persons, compared token by token.
//!
//! The issuers copy names from an identity document and may leave some out: a given name must be an exact subset of the
//! document's given names, a surname a subset of surname and middle name ("Anne" is enough for "Anne Louise", "Ane" is
//! not). So a name on a card may lack tokens, but may have none of its own. Letters are compared as they are: `å` and
//! `a`, `ø` and `o`, `é` and `e` are different letters, and "exact" means that a card with `ANDRE` is not André's until
//! somebody has looked. `aa` for `å` is a way of writing it, and is shown.
//!
//! What a difference means is data, the policy's [`Rules`]; what the differences are is found here.

use super::card_name::CardName;
use super::damage;
use super::diagnosis;
use super::difference::{Difference, Kind, Rules, Weight};
use super::expected::ExpectedName;
use super::pairing::Pairing;
use super::person::PersonName;
use unicode_normalization::is_nfc;

/// How a name on a card stands to the expected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameComparison {
    /// The short answer.
    pub verdict: NameVerdict,
    /// Every difference that was seen, the gravest first.
    pub differences: Vec<Difference>,
}

/// The short answer of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameVerdict {
    /// One of the two has no name.
    NotChecked,
    /// The same tokens in the same order.
    Match,
    /// The same person by the issuers' rules, with less of the name, or by another convention of writing it.
    MatchWithDifference,
    /// The card has a name that the expected person lacks.
    Mismatch,
}

/// Compares an expected name with that of a card.
///
/// Where the card has both given name and surname, these are its name. The common name may drop tokens of it (there are
/// genuine cards with `GN=EMIL WEB`, `SN=TOSKA`, `CN=EMIL TOSKA`), but a token that is neither there nor expected counts
/// as only on the card. Where letters look damaged, the names are also compared as they were before the damage, and the
/// milder answer counts: damage is nobody's name.
pub fn compare(expected: &ExpectedName, card: &CardName, rules: &Rules) -> NameComparison {
    let direct = as_they_stand(expected, card, rules);
    if direct.verdict != NameVerdict::Mismatch {
        return direct;
    }
    let repaired = repaired(expected, card, rules);
    repaired.into_iter().fold(direct, |best, next| {
        if weight_of(&next, rules) < weight_of(&best, rules) { next } else { best }
    })
}

/// Whether two certificates name the same person: one of them bears no name that the other lacks, and they share two
/// words, or all there are.
pub fn same_person(a: &CardName, b: &CardName, rules: &Rules) -> bool {
    let fits = |one: &CardName, other: &CardName| {
        let (longer, shorter) = (other.tokens(), one.tokens());
        if longer.tokens.len() < 2 || shorter.tokens.len() < 2 {
            return !longer.is_empty() && longer.tokens().eq(shorter.tokens());
        }
        let expected = ExpectedName::Whole(other.shown());
        compare(&expected, one, rules).verdict != NameVerdict::Mismatch
    };
    fits(a, b) || fits(b, a)
}

impl NameVerdict {
    /// The word in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            NameVerdict::Match => "match",
            NameVerdict::MatchWithDifference => "match-with-difference",
            NameVerdict::Mismatch => "mismatch",
            NameVerdict::NotChecked => "not-checked",
        }
    }
}

impl NameComparison {
    /// Nothing was compared.
    pub fn not_checked() -> Self {
        NameComparison { verdict: NameVerdict::NotChecked, differences: Vec::new() }
    }

    /// The verdict that these differences amount to.
    fn of(mut differences: Vec<Difference>, rules: &Rules) -> Self {
        differences.sort_by_key(|difference| std::cmp::Reverse(rules.weight(difference.kind)));
        let gravest = differences.first().map_or(Weight::Same, |difference| rules.weight(difference.kind));
        let verdict = match gravest {
            Weight::Same => NameVerdict::Match,
            Weight::Difference => NameVerdict::MatchWithDifference,
            Weight::Mismatch => NameVerdict::Mismatch,
        };
        NameComparison { verdict, differences }
    }

    /// The differences worth telling where names are always written so: what is the same name is left out.
    pub fn worth_telling(&self, rules: &Rules) -> Vec<Difference> {
        let differences = self.differences.iter();
        differences.filter(|difference| rules.weight(difference.kind) > Weight::Same).cloned().collect()
    }
}

fn as_they_stand(expected: &ExpectedName, card: &CardName, rules: &Rules) -> NameComparison {
    let (wanted, held) = (expected.tokens(), card.tokens());
    if wanted.is_empty() || held.is_empty() {
        return NameComparison::not_checked();
    }
    let mut pairing = Pairing::of(&wanted, &held);
    let full = expected.full();
    let card_is_cut = card.texts().any(is_cut);
    pairing.pair_cut(card_is_cut, is_cut(&full));
    let mut differences = diagnosis::of(&mut pairing);
    differences.extend(added_by_common_name(card, &wanted, &held));
    let ends_early = card_is_cut
        && differences.iter().all(|difference| difference.kind != Kind::Truncated)
        && pairing.missing_on_card().contains(&wanted.tokens.len().saturating_sub(1));
    if ends_early {
        differences.push(Difference::new(Kind::Truncated, &full, card.shown()));
    }
    differences.extend(pairing.out_of_order());
    differences.extend(pairing.moved());
    differences.extend(pairing.hyphens());
    differences.extend(pairing.with_given());
    differences.extend(writing(&full, card, &pairing));
    NameComparison::of(differences, rules)
}

/// Where certificates end a common name (RFC 5280, appendix A: `ub-common-name`); some issuers count bytes, and a space
/// at the end falls away.
fn is_cut(text: &str) -> bool {
    (63..=64).contains(&text.chars().count()) || (63..=64).contains(&text.len())
}

/// Tokens of the common name that neither the name on the card nor the expected one has.
fn added_by_common_name(card: &CardName, wanted: &PersonName, held: &PersonName) -> Vec<Difference> {
    let common = card.beside();
    let known = PersonName::join([wanted.clone(), held.clone()]);
    let mut pairing = Pairing::of(&known, &common);
    pairing.pair_cut(card.common_name.as_deref().is_some_and(is_cut), false);
    let added = pairing.only_on_card().into_iter();
    added.map(|at| Difference::new(Kind::OnlyOnCard, "", &common.tokens[at].shown)).collect()
}

/// What is the same name, written as it always may be: capitals, composition, spaces.
fn writing(full: &str, card: &CardName, pairing: &Pairing) -> Vec<Difference> {
    let mut found = Vec::new();
    let recased =
        pairing.pairs().find(|(expected, held)| expected.text == held.text && expected.shown != held.shown);
    if let Some((expected, held)) = recased {
        found.push(Difference::new(Kind::Case, &expected.shown, &held.shown));
    }
    if is_nfc(full) != card.texts().all(is_nfc) {
        found.push(Difference::new(Kind::Composition, "", ""));
    }
    let is_spaced =
        |text: &str| text.split(' ').any(|word| word.is_empty() || word.contains(char::is_whitespace));
    if is_spaced(full) || card.texts().any(is_spaced) {
        found.push(Difference::new(Kind::Spacing, "", ""));
    }
    found
}

/// The comparison with the names as they were before each kind of damage that they may have suffered.
fn repaired(expected: &ExpectedName, card: &CardName, rules: &Rules) -> Vec<NameComparison> {
    let mut found = Vec::new();
    let (full, held) = (expected.full(), card.shown());
    for way in damage::Way::ALL {
        let undone = |text: &str| way.undo(text).unwrap_or_else(|| text.to_owned());
        let mended = expected.map(undone);
        if mended != *expected {
            let words = (changed(&full, &mended.full()), changed(&mended.full(), &full));
            let difference = Difference::new(Kind::Misencoded, words.0, words.1);
            found.push(with(as_they_stand(&mended, card, rules), difference, rules));
        }
        let mended = card.map(undone);
        if mended != *card {
            let words = (changed(&mended.shown(), &held), changed(&held, &mended.shown()));
            let difference = Difference::new(Kind::Misencoded, words.0, words.1);
            found.push(with(as_they_stand(expected, &mended, rules), difference, rules));
        }
    }
    found
}

fn with(comparison: NameComparison, difference: Difference, rules: &Rules) -> NameComparison {
    match comparison.verdict {
        NameVerdict::NotChecked => comparison,
        _ => NameComparison::of([vec![difference], comparison.differences].concat(), rules),
    }
}

/// The words of `text` that `other` does not have.
fn changed(text: &str, other: &str) -> String {
    let others: Vec<&str> = other.split_whitespace().collect();
    text.split_whitespace().filter(|word| !others.contains(word)).collect::<Vec<_>>().join(" ")
}

/// How bad a comparison is: by verdict, then by how many differences make it so.
fn weight_of(comparison: &NameComparison, rules: &Rules) -> (NameVerdict, usize) {
    let worst =
        comparison.differences.iter().filter(|difference| rules.weight(difference.kind) == Weight::Mismatch);
    let verdict = match comparison.verdict {
        NameVerdict::NotChecked => NameVerdict::Mismatch,
        verdict => verdict,
    };
    (verdict, worst.count())
}

#[cfg(test)]
mod tests;
