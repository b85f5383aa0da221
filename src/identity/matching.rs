//! The row of a staff list that a card belongs to, found by the name on it.

use super::card_name::CardName;
use super::comparison::{NameVerdict, compare};
use super::difference::{Kind, Rules};
use super::letters::{plain, written_out};
use super::roster::{Roster, Row};
use std::collections::HashMap;

/// As many rows as are compared with a card in full: those that share most words with it.
const MOST_COMPARED: usize = 40;

/// As many candidates as are told.
const MOST_TOLD: usize = 5;

/// A list with its words looked up: each word leads to the rows that have it.
pub struct RosterIndex<'r> {
    roster: &'r Roster,
    rows: HashMap<String, Vec<u32>>,
}

/// What a list says of the holder of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowMatch {
    /// How the row was found.
    pub found: Found,
    /// Rows that come near, the likeliest first; the found one is not among them.
    pub candidates: Vec<Candidate>,
}

/// How the row of a card was found; rows by their place in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// One row bears the name.
    One(usize),
    /// Several persons bear it.
    Several(Vec<usize>),
    /// One person stands there more than once.
    Twice(Vec<usize>),
    /// Nobody bears it.
    Nobody,
    /// The card has no name to look for.
    NoName,
}

/// A row that comes near.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its place in the list.
    pub row: usize,
    /// What comparing the names says.
    pub verdict: NameVerdict,
    /// In what they differ.
    pub reasons: Vec<Kind>,
    /// The row of a person with whom this one may have exchanged surnames in the list: the card has the given name of
    /// one and the surname of the other.
    pub swapped_with: Option<usize>,
}

impl<'r> RosterIndex<'r> {
    /// Looks up every word once.
    pub fn new(roster: &'r Roster) -> Self {
        let mut rows: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, row) in roster.rows.iter().enumerate() {
            let at = u32::try_from(at).unwrap_or(u32::MAX);
            for key in row.name.tokens().tokens().flat_map(keys) {
                let places = rows.entry(key).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        RosterIndex { roster, rows }
    }

    /// The places of the rows that share words with the names, most words first, as many as are compared in full.
    fn near(&self, names: &[CardName]) -> Vec<usize> {
        let mut shared: HashMap<u32, u32> = HashMap::new();
        let mut words: Vec<String> =
            names.iter().flat_map(|name| name.tokens().tokens).flat_map(|token| keys(&token.text)).collect();
        words.sort_unstable();
        words.dedup();
        for place in words.iter().filter_map(|word| self.rows.get(word)).flatten() {
            *shared.entry(*place).or_default() += 1;
        }
        let mut ranked: Vec<(u32, u32)> = shared.into_iter().collect();
        ranked.sort_unstable_by_key(|(place, count)| (std::cmp::Reverse(*count), *place));
        let near =
            ranked.into_iter().take(MOST_COMPARED).filter_map(|(place, _)| usize::try_from(place).ok());
        near.collect()
    }
}

/// The row that the names of one card's certificates belong to, or those that come near.
pub fn match_rows(index: &RosterIndex, names: &[CardName], rules: &Rules) -> RowMatch {
    if names.iter().all(|name| name.tokens().is_empty()) {
        return RowMatch { found: Found::NoName, candidates: Vec::new() };
    }
    // The certificates of a card mostly bear one name.
    let mut different: Vec<CardName> = Vec::new();
    different.extend(names.iter().filter(|name| !name.tokens().is_empty()).cloned());
    different.dedup();
    let names = different.as_slice();
    let mut candidates: Vec<Candidate> =
        index.near(names).into_iter().map(|row| candidate(index.roster, row, names, rules)).collect();
    candidates.sort_by_key(|one| (one.verdict, one.reasons.len(), one.row));
    let verdict = candidates.first().map_or(NameVerdict::Mismatch, |best| best.verdict);
    let best: Vec<usize> = match verdict {
        NameVerdict::Match | NameVerdict::MatchWithDifference => {
            candidates.iter().filter(|one| one.verdict == verdict).map(|one| one.row).collect()
        }
        _ => Vec::new(),
    };
    let again =
        |row: &usize| best.first().is_some_and(|first| rows(index, *row).is_again(rows(index, *first)));
    let found = match best.as_slice() {
        [] => Found::Nobody,
        [one] => Found::One(*one),
        [_, rest @ ..] if rest.iter().all(again) => Found::Twice(best.clone()),
        _ => Found::Several(best.clone()),
    };
    let crossed = swapped(&candidates);
    for (one, other) in crossed {
        for candidate in candidates.iter_mut().filter(|candidate| candidate.row == one) {
            candidate.swapped_with = Some(other);
        }
    }
    candidates.retain(|one| !best.contains(&one.row) && is_worth_telling(one));
    candidates.sort_by_key(|one| (one.verdict, one.swapped_with.is_none(), one.reasons.len(), one.row));
    candidates.truncate(MOST_TOLD);
    RowMatch { found, candidates }
}

fn rows<'r>(index: &RosterIndex<'r>, at: usize) -> &'r Row {
    &index.roster.rows[at]
}

/// The least favourable comparison of a row with a card's names.
fn candidate(roster: &Roster, row: usize, names: &[CardName], rules: &Rules) -> Candidate {
    let compared = names.iter().map(|name| compare(&roster.rows[row].name, name, rules));
    let worst = compared.reduce(|worst, next| if next.verdict > worst.verdict { next } else { worst });
    let mut reasons: Vec<Kind> =
        worst.iter().flat_map(|one| one.worth_telling(rules)).map(|difference| difference.kind).collect();
    reasons.dedup();
    let verdict = worst.map_or(NameVerdict::Mismatch, |worst| worst.verdict);
    Candidate { row, verdict, reasons, swapped_with: None }
}

/// One word in common makes nobody a candidate: half of Norway shares its surname with somebody.
fn is_worth_telling(candidate: &Candidate) -> bool {
    const NEAR: &[Kind] =
        &[Kind::SurnameDiffers, Kind::Spelling, Kind::Letter, Kind::SamiLetter, Kind::Accent, Kind::Joined];
    const MISSING: &[Kind] = &[Kind::GivenNameMissing, Kind::MiddleNameMissing, Kind::SurnamePartMissing];
    let any = |kinds: &[Kind]| candidate.reasons.iter().any(|reason| kinds.contains(reason));
    // A card with a name more than the list has: all that the list says is on it.
    let longer = candidate.reasons.contains(&Kind::OnlyOnCard) && !any(MISSING);
    let shared = any(NEAR) && !(candidate.reasons.contains(&Kind::OnlyOnCard) && any(MISSING));
    candidate.verdict != NameVerdict::Mismatch || candidate.swapped_with.is_some() || longer || shared
}

/// Pairs of rows that have exchanged surnames: the card has the given name of the first and the surname of the second,
/// and nobody in the list has both.
fn swapped(candidates: &[Candidate]) -> Vec<(usize, usize)> {
    let first = |kind: Kind| candidates.iter().filter(move |one| one.reasons.first() == Some(&kind));
    let pair = |one: &Candidate| {
        let others = first(Kind::GivenNameDiffers).map(|other| other.row);
        // Neighbours in the list are the likeliest: a cell was moved up or down.
        let nearest = others.min_by_key(|other| one.row.abs_diff(*other))?;
        (one.row.abs_diff(nearest) <= 2).then_some((one.row, nearest))
    };
    first(Kind::SurnameDiffers).filter_map(pair).collect()
}

/// A word as it is looked up: as it is written out (`aase` for `åse`), and as a keyboard without Norwegian letters has
/// it (`ase`), so that a spelling apart is still found.
fn keys(word: &str) -> Vec<String> {
    let bare: String = word.chars().filter(|letter| *letter != '\'').collect();
    let mut keys = vec![written_out(&bare)];
    if !bare.is_ascii() {
        keys.push(bare.chars().map(plain).collect());
    }
    keys
}

#[cfg(test)]
mod tests;
