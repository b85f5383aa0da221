//! Names of persons, compared token by token.
//!
//! The issuers copy names from an identity document and may leave some out: a given name must be an exact subset of the
//! document's given names, a surname a subset of surname and middle name ("Anne" is enough for "Anne Louise", "Ane" is
//! not). So a name on a card may lack tokens, but may have none of its own. Letters are compared as they are: `å` and
//! `a`, `ø` and `o` are different letters and tell different persons apart.

use super::PersonName;
use super::pairing::Pairing;
use std::collections::BTreeSet;

/// The parts of a certificate's subject that name a person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CardName {
    /// `CN`.
    pub common_name: Option<String>,
    /// `GN`, middle names included.
    pub given_name: Option<String>,
    /// `SN`.
    pub surname: Option<String>,
}

/// How a name on a card stands to the expected one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameComparison {
    /// The short answer.
    pub verdict: NameVerdict,
    /// Every difference that was seen, mismatches first.
    pub differences: Vec<Difference>,
}

/// The short answer of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameVerdict {
    /// The same tokens in the same order.
    Match,
    /// The same person by the issuers' rules, spelled with less, in another order or with other hyphens.
    MatchWithDifference,
    /// The card has a token that the expected name lacks.
    Mismatch,
    /// One of the two has no name.
    NotChecked,
}

/// One difference between an expected name and a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `only-on-card`, `missing-on-card`, `initial`, `order` or `hyphen`.
    pub code: &'static str,
    /// The token it is about, lower case: for `initial` the letter, for `order` the first token of the card that stands
    /// elsewhere than expected, for `hyphen` both tokens with a hyphen between.
    pub token: String,
}

/// Compares an expected name with that of a card.
///
/// Where the card has both given name and surname, these are its name. The common name may drop tokens of it (there are
/// genuine cards with `GN=EMIL WEB`, `SN=TOSKA`, `CN=EMIL TOSKA`), but a token that is neither there nor expected counts
/// as `only-on-card`.
pub fn compare(expected: &str, card: &CardName) -> NameComparison {
    let expected = PersonName::parse(expected);
    let on_card = card.name();
    if expected.is_empty() || on_card.is_empty() {
        return NameComparison { verdict: NameVerdict::NotChecked, differences: Vec::new() };
    }
    let pairing = Pairing::of(&expected, &on_card);
    let mut differences = Vec::new();
    let only_on_card = pairing.only_on_card().chain(card.added_by_common_name(&expected, &on_card));
    differences.extend(only_on_card.map(|token| Difference { code: "only-on-card", token }));
    let verdict_with_difference =
        if differences.is_empty() { NameVerdict::MatchWithDifference } else { NameVerdict::Mismatch };
    differences.extend(pairing.missing_on_card().map(|token| Difference { code: "missing-on-card", token }));
    differences.extend(pairing.initials().map(|token| Difference { code: "initial", token }));
    differences.extend(pairing.out_of_order().map(|token| Difference { code: "order", token }));
    differences.extend(pairing.hyphens().map(|token| Difference { code: "hyphen", token }));
    let verdict = if differences.is_empty() { NameVerdict::Match } else { verdict_with_difference };
    NameComparison { verdict, differences }
}

/// Whether two certificates name the same person: the tokens of one are all among those of the other, and where they are
/// not the same tokens, at least two are shared.
pub fn same_person(a: &CardName, b: &CardName) -> bool {
    let (a, b) = (a.name(), b.name());
    let (a, b) = (a.token_set(), b.token_set());
    let (fewer, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    fewer.is_subset(&more) && (fewer.len() >= 2 || (fewer.len() == more.len() && !fewer.is_empty()))
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

impl CardName {
    /// Given name and surname where both are there, else the common name, else whichever there is.
    fn name(&self) -> PersonName {
        let parse = |part: &Option<String>| PersonName::parse(part.as_deref().unwrap_or_default());
        let (given, surname) = (parse(&self.given_name), parse(&self.surname));
        let common = parse(&self.common_name);
        if !common.is_empty() && (given.is_empty() || surname.is_empty()) {
            return common;
        }
        PersonName { tokens: [given.tokens, surname.tokens].concat() }
    }

    /// Tokens of the common name that neither the name on the card nor the expected one has.
    fn added_by_common_name(&self, expected: &PersonName, on_card: &PersonName) -> Vec<String> {
        let common = PersonName::parse(self.common_name.as_deref().unwrap_or_default());
        let words: BTreeSet<&str> = expected.tokens().chain(on_card.tokens()).collect();
        let initials: BTreeSet<char> = words.iter().filter_map(|word| word.chars().next()).collect();
        let is_initial = |text: &str| {
            let mut letters = text.chars();
            letters.next().is_some_and(|first| letters.next().is_none() && initials.contains(&first))
        };
        let added = common.tokens.into_iter().map(|token| token.text);
        added.filter(|text| !words.contains(text.as_str()) && !is_initial(text)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str) -> Option<String> {
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// A card with given name and surname, and the common name made of them.
    fn card(given: &str, surname: &str) -> CardName {
        with_common_name(given, surname, &format!("{given} {surname}"))
    }

    fn with_common_name(given: &str, surname: &str, common: &str) -> CardName {
        CardName { common_name: part(common), given_name: part(given), surname: part(surname) }
    }

    /// The verdict and the differences, `code:token`.
    fn compared(expected: &str, card: &CardName) -> (&'static str, Vec<String>) {
        let comparison = compare(expected, card);
        let differences =
            comparison.differences.iter().map(|found| format!("{}:{}", found.code, found.token));
        (comparison.verdict.as_str(), differences.collect())
    }

    fn check(expected: &str, card: &CardName, verdict: &str, differences: &[&str]) {
        let (found, seen) = compared(expected, card);
        assert_eq!(
            (found, seen),
            (verdict, differences.iter().map(|text| (*text).to_owned()).collect()),
            "{expected}"
        );
    }

    #[test]
    fn the_same_tokens_match_whatever_the_case_spaces_and_composition() {
        check("Kari  Anne\tÅsen", &card("KARI ANNE", "ÅSEN"), "match", &[]);
        check("Kari A\u{30a}sen", &card("KARI", "ÅSEN"), "match", &[]);
        check("Bjørn Ærø", &with_common_name("", "", "BJØRN ÆRØ"), "match", &[]);
        check("Áilu Čálliidlágádus", &card("ÁILU", "ČÁLLIIDLÁGÁDUS"), "match", &[]);
    }

    #[test]
    fn tokens_may_be_missing_on_the_card() {
        check(
            "Kari Anne Berg Dal",
            &card("KARI", "DAL"),
            "match-with-difference",
            &["missing-on-card:anne", "missing-on-card:berg"],
        );
    }

    #[test]
    fn a_token_of_its_own_is_a_mismatch() {
        check("Kari Dal", &card("KARI ANNE", "DAL"), "mismatch", &["only-on-card:anne"]);
        check("Kari Dal Dal", &card("KARI DAL", "DAL DAL"), "mismatch", &["only-on-card:dal"]);
    }

    #[test]
    fn another_spelling_is_a_mismatch() {
        check(
            "Anne Louise Dal",
            &card("ANE LOUISE", "DAL"),
            "mismatch",
            &["only-on-card:ane", "missing-on-card:anne"],
        );
        check(
            "Håkon Dal",
            &card("HAKON", "DAL"),
            "mismatch",
            &["only-on-card:hakon", "missing-on-card:håkon"],
        );
        check(
            "Bjorn Dal",
            &card("BJØRN", "DAL"),
            "mismatch",
            &["only-on-card:bjørn", "missing-on-card:bjorn"],
        );
        check("Bäck Dal", &card("BÆCK", "DAL"), "mismatch", &["only-on-card:bæck", "missing-on-card:bäck"]);
    }

    #[test]
    fn another_order_is_a_difference() {
        check("Dal, Kari Anne", &card("KARI ANNE", "DAL"), "match-with-difference", &["order:kari"]);
        check("Kari Anne Dal", &card("ANNE KARI", "DAL"), "match-with-difference", &["order:anne"]);
        check(
            "Kari Anne Dal",
            &card("ANNE", "KARI"),
            "match-with-difference",
            &["missing-on-card:dal", "order:anne"],
        );
    }

    #[test]
    fn a_hyphen_against_a_space_is_a_difference() {
        check("Anne-Marie Dal", &card("ANNE MARIE", "DAL"), "match-with-difference", &["hyphen:anne-marie"]);
        check(
            "Kari Berg Dal",
            &card("KARI", "BERG\u{2011}DAL"),
            "match-with-difference",
            &["hyphen:berg-dal"],
        );
        check("Anne-Marie Dal", &card("ANNE - MARIE", "DAL"), "match", &[]);
        check("-Anne Dal-", &card("ANNE", "DAL"), "match", &[]);
    }

    #[test]
    fn half_of_a_double_name_is_missing_only() {
        check("Anne-Marie Dal", &card("ANNE", "DAL"), "match-with-difference", &["missing-on-card:marie"]);
    }

    #[test]
    fn initials_are_a_difference_on_either_side() {
        check("Kari A. Dal", &card("KARI ANNE", "DAL"), "match-with-difference", &["initial:a"]);
        check("Kari Anne Dal", &card("KARI A", "DAL"), "match-with-difference", &["initial:a"]);
        check(
            "Kari B Dal",
            &card("KARI ANNE", "DAL"),
            "mismatch",
            &["only-on-card:anne", "missing-on-card:b"],
        );
        check("Kari A Dal", &card("KARI A.", "DAL"), "match", &[]);
        check(
            "Kari Å Dal",
            &card("KARI ANNE", "DAL"),
            "mismatch",
            &["only-on-card:anne", "missing-on-card:å"],
        );
    }

    #[test]
    fn a_word_is_paired_before_an_initial() {
        check("A Anne Dal", &card("ANNE ADA", "DAL"), "match-with-difference", &["initial:a", "order:anne"]);
    }

    #[test]
    fn the_common_name_may_drop_tokens_but_add_none() {
        let toska = with_common_name("EMIL WEB", "TOSKA", "EMIL TOSKA");
        check("Emil Web Toska", &toska, "match", &[]);
        check("Emil Toska", &toska, "mismatch", &["only-on-card:web"]);
        let added = with_common_name("EMIL", "TOSKA", "EMIL PETTER TOSKA");
        check("Emil Toska", &added, "mismatch", &["only-on-card:petter"]);
        check("Emil Petter Toska", &added, "match-with-difference", &["missing-on-card:petter"]);
        check("Emil Web Toska", &with_common_name("EMIL WEB", "TOSKA", "EMIL W TOSKA"), "match", &[]);
    }

    #[test]
    fn the_common_name_stands_in_where_a_part_is_missing() {
        check("Knut Butt", &with_common_name("", "", "Knut Butt"), "match", &[]);
        check("Knut Butt", &with_common_name("KNUT", "", "Knut Butt"), "match", &[]);
        check(
            "Knut Butt",
            &with_common_name("", "BUTT", ""),
            "match-with-difference",
            &["missing-on-card:knut"],
        );
    }

    #[test]
    fn without_two_names_nothing_is_compared() {
        check("", &card("KARI", "DAL"), "not-checked", &[]);
        check(" - ", &card("KARI", "DAL"), "not-checked", &[]);
        check("Kari Dal", &CardName::default(), "not-checked", &[]);
        check("Kari Dal", &with_common_name("", "", " "), "not-checked", &[]);
    }

    #[test]
    fn certificates_of_one_person_may_differ_in_length() {
        let long = card("KARI ANNE", "DAL");
        assert!(same_person(&long, &long));
        assert!(same_person(&long, &with_common_name("", "", "Kari Dal")));
        assert!(same_person(&with_common_name("", "", "Dal Kari"), &long));
        assert!(same_person(&with_common_name("", "", "Kari"), &with_common_name("", "", "KARI")));
    }

    #[test]
    fn certificates_of_two_persons_do_not_pass_for_one() {
        let kari = card("KARI ANNE", "DAL");
        assert!(!same_person(&kari, &card("KARI BRITT", "DAL")));
        assert!(!same_person(&kari, &card("KARI ÅNNE", "DAL")));
        assert!(!same_person(&kari, &with_common_name("", "", "Dal")));
        assert!(!same_person(&CardName::default(), &CardName::default()));
        assert!(!same_person(&kari, &CardName::default()));
    }
}
