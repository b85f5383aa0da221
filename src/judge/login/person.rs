//! Who logged in, against who should have: the person that was named, the row of a staff list, the holder of the card.

use crate::facts::{ExpectedName, IdentityFacts, ReaderFacts, ReaderState, TokenName};
use crate::identity::{self, CardName, Difference, NameComparison, NameVerdict, Rules};
use crate::judge::dossier::{CardDossier, Dossier};
use crate::judge::naming;

/// Who logged in, against everybody who could be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// Who should have logged in, as they are called there; empty where nobody is expected.
    pub expected: Vec<String>,
    /// Who logged in; `None` where the token names nobody.
    pub logged_in: Option<String>,
    /// The least favourable answer among the person that was named, the staff list and the card.
    pub verdict: NameVerdict,
    /// In what the names differ there.
    pub differences: Vec<Difference>,
    /// The holder of a card here logged in; `None` where nobody can tell.
    pub is_card_holder: Option<bool>,
    /// A national number was expected, too.
    pub number_expected: bool,
    /// The national number is the expected one; `None` where there is nothing to compare.
    pub number_matches: Option<bool>,
    /// There is a card here whose holder nobody can read, and who logged in holds none of the others.
    pub is_holder_unknown: bool,
    /// Somebody is expected by name, and nobody can tell whether this is them.
    pub is_open: bool,
}

/// Compares the names by the issuers' rules. Of several cards one must be the person's.
pub fn compare(dossier: &Dossier, identity: &IdentityFacts) -> Comparison {
    let rules = naming::rules(dossier.policy);
    let token = identity.name.as_ref().filter(|name| !shown(name).is_empty());
    let facts = &dossier.facts.expected;
    let rows = facts.roster.iter().filter_map(|look_up| look_up.row.as_ref()).map(|row| &row.name);
    // The number says who it is, whatever names are written in lists.
    let by_number = identity.number_matches == Some(true);
    let named: Vec<&ExpectedName> = facts.name.iter().filter(|_| !by_number).collect();
    let rows: Vec<&ExpectedName> = rows.filter(|_| !by_number).collect();
    let holders: Vec<CardName> = dossier.cards.iter().filter_map(holder).collect();

    let best = |found: Vec<NameComparison>| found.into_iter().min_by_key(|one| one.verdict);
    let with = |names: &[&ExpectedName]| {
        let token = token?;
        best(names.iter().map(|name| either_way(name, token, &rules)).collect())
    };
    let of_card = token.and_then(|token| {
        best(holders.iter().map(|holder| identity::compare(&expected(token), holder, &rules)).collect())
    });
    let is_theirs = |one: &NameComparison| one.verdict < NameVerdict::Mismatch;
    let is_holder_unknown = has_unread_card(dossier) && !of_card.as_ref().is_some_and(is_theirs);
    // It may be the other card's.
    let of_card = of_card.filter(|_| !is_holder_unknown);
    let is_card_holder = of_card.as_ref().and_then(|one| match one.verdict {
        NameVerdict::NotChecked => None,
        verdict => Some(verdict != NameVerdict::Mismatch),
    });
    let worst = [with(&named), with(&rows), of_card].into_iter().flatten().max_by_key(|one| one.verdict);
    let worst = worst.unwrap_or_else(NameComparison::not_checked);

    let said = facts.name.iter().map(|name| name.full.clone());
    let listed = facts.roster.iter().filter_map(|look_up| look_up.row.as_ref()).map(|row| &row.name.full);
    let mut expected: Vec<String> = said.chain(listed.cloned()).collect();
    expected.extend(holders.iter().map(CardName::shown));
    expected.dedup();
    let by_card = !holders.is_empty() && !is_holder_unknown;
    let by_name = !named.is_empty() || !rows.is_empty() || by_card;
    Comparison {
        expected,
        logged_in: token.map(shown),
        verdict: worst.verdict,
        differences: worst.worth_telling(&rules),
        is_card_holder,
        number_expected: dossier.facts.login.as_ref().is_some_and(|login| login.asked.number_expected),
        number_matches: identity.number_matches,
        is_holder_unknown,
        is_open: by_name && worst.verdict == NameVerdict::NotChecked,
    }
}

impl Comparison {
    /// Whether anybody was expected at all.
    pub fn is_asked(&self) -> bool {
        let by_number = self.number_expected || self.number_matches.is_some();
        !self.expected.is_empty() || by_number || self.is_holder_unknown
    }
}

/// Whether there is a card that nobody can say whose it is: unknown, unreadable, or silent in its reader.
fn has_unread_card(dossier: &Dossier) -> bool {
    let is_unread = |card: &CardDossier| holder(card).is_none() && !card.is_no_eid();
    let is_silent = |reader: &ReaderFacts| {
        let holds = matches!(reader.state.value(), Some(ReaderState::Mute | ReaderState::Exclusive));
        holds && !dossier.cards.iter().any(|card| card.facts.reader == reader.name)
    };
    let readers = &dossier.facts.readers;
    dossier.cards.iter().any(is_unread) || dossier.is_about_cards() && readers.iter().any(is_silent)
}

/// The name of who holds an e-ID card.
fn holder(card: &CardDossier) -> Option<CardName> {
    let name = card.of_the_holder().find_map(|(one, _)| one.name())?;
    (card.is_eid() && !name.shown().is_empty()).then_some(name)
}

/// Neither of the two may have a name that the other lacks: a staff list often has less of a name than
/// Folkeregisteret, where the token's comes from, and seldom more.
fn either_way(name: &ExpectedName, token: &TokenName, rules: &Rules) -> NameComparison {
    let straight = identity::compare(&naming::expected(name), &as_card(token), rules);
    let turned = || {
        let parts = name.parts.as_ref();
        let listed = CardName {
            common_name: Some(name.full.clone()),
            given_name: parts.map(|parts| joined(&[&parts.given, &parts.middle])),
            surname: parts.map(|parts| parts.family.clone()),
        };
        identity::compare(&expected(token), &listed, rules)
    };
    match straight.verdict {
        NameVerdict::Mismatch => {
            Some(turned()).filter(|one| one.verdict < straight.verdict).unwrap_or(straight)
        }
        _ => straight,
    }
}

/// A token's name as one that is expected.
fn expected(name: &TokenName) -> identity::ExpectedName {
    let [given, middle, family] = parts(name);
    match (given, family) {
        ("", _) | (_, "") => identity::ExpectedName::Whole(shown(name)),
        _ => identity::ExpectedName::of_parts(given, middle, family),
    }
}

/// A token's name as a card would bear it.
fn as_card(name: &TokenName) -> CardName {
    let [given, middle, family] = parts(name);
    let some = |text: String| (!text.is_empty()).then_some(text);
    CardName {
        common_name: some(shown(name)),
        given_name: some(joined(&[given, middle])),
        surname: some(family.to_owned()),
    }
}

fn parts(name: &TokenName) -> [&str; 3] {
    [&name.given, &name.middle, &name.family].map(|part| part.as_deref().unwrap_or_default().trim())
}

/// The whole name, else its parts in order.
fn shown(name: &TokenName) -> String {
    let full = name.full.as_deref().unwrap_or_default().trim();
    if full.is_empty() { joined(&parts(name)) } else { full.to_owned() }
}

fn joined(parts: &[&str]) -> String {
    parts.iter().copied().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(given: &str, middle: &str, family: &str) -> TokenName {
        let some = |text: &str| Some(text.to_owned());
        TokenName { full: None, given: some(given), middle: some(middle), family: some(family) }
    }

    fn verdict(expected: &str, token: &TokenName) -> NameVerdict {
        let rules = naming::rules(&crate::policy::Policy::preset("helseid-prod").unwrap());
        either_way(&ExpectedName::whole(expected), token, &rules).verdict
    }

    #[test]
    fn a_list_may_have_less_of_a_name_than_the_register_and_more() {
        let kari = token("Kari Marie", "", "Nordmann");
        assert_eq!(verdict("Kari Marie Nordmann", &kari), NameVerdict::Match);
        assert_eq!(verdict("Kari Nordmann", &kari), NameVerdict::MatchWithDifference);
        assert_eq!(verdict("Kari Marie Berg Nordmann", &kari), NameVerdict::MatchWithDifference);
        assert_eq!(verdict("Ola Nordmann", &kari), NameVerdict::Mismatch);
        assert_eq!(verdict("Kari Hansen", &kari), NameVerdict::Mismatch);
    }

    #[test]
    fn an_empty_middle_name_is_none() {
        assert_eq!(shown(&token("Kari", "", "Nordmann")), "Kari Nordmann");
        let whole = TokenName { full: Some("Kari Nordmann".into()), ..TokenName::default() };
        assert_eq!(verdict("Kari Nordmann", &whole), NameVerdict::Match);
    }
}
