//! Which words of two names answer to each other.

use super::damage::lost_letters;
use super::difference::{Difference, Kind};
use super::letters::transliterates;
use super::person::{Part, PersonName, Token};

/// Which token of the card answers to which expected one.
pub(super) struct Pairing<'a> {
    pub expected: &'a [Token],
    pub card: &'a [Token],
    /// For each token of the card, the place of its partner among the expected.
    pub partners: Vec<Option<usize>>,
    /// For each expected token, whether it has a partner.
    pub taken: Vec<bool>,
    /// Pairs that are not the same word, as differences.
    pub unlike: Vec<Difference>,
}

impl<'a> Pairing<'a> {
    /// Pairs the tokens of two names: the same words first, so that an initial takes only what no word lays claim to.
    pub fn of(expected: &'a PersonName, card: &'a PersonName) -> Self {
        let (expected, card) = (expected.tokens.as_slice(), card.tokens.as_slice());
        let mut pairing = Self {
            expected,
            card,
            partners: vec![None; card.len()],
            taken: vec![false; expected.len()],
            unlike: Vec::new(),
        };
        pairing.pair(None, |expected, card| expected.text == card.text);
        pairing.pair(Some(Kind::Apostrophe), |expected, card| expected.bare() == card.bare());
        pairing
            .pair(Some(Kind::Transliteration), |expected, card| transliterates(&expected.text, &card.text));
        pairing.pair(Some(Kind::Misencoded), |expected, card| lost_letters(&expected.text, &card.text));
        pairing.pair(Some(Kind::Initial), |expected, card| {
            expected.abbreviates(card) || card.abbreviates(expected)
        });
        pairing
    }

    /// Pairs what is alike in that way and has no partner yet.
    pub fn pair(&mut self, kind: Option<Kind>, alike: impl Fn(&Token, &Token) -> bool) {
        for at in 0..self.card.len() {
            let token = &self.card[at];
            if self.partners[at].is_some() {
                continue;
            }
            let place = (0..self.expected.len())
                .find(|place| !self.taken[*place] && alike(&self.expected[*place], token));
            if let Some(place) = place {
                self.partners[at] = Some(place);
                self.taken[place] = true;
                let expected = &self.expected[place];
                self.unlike.extend(kind.map(|kind| Difference::new(kind, &expected.shown, &token.shown)));
            }
        }
    }

    /// Takes the last word of the card for the beginning of an expected one, where the card's name was cut off; of the
    /// expected one likewise.
    pub fn pair_cut(&mut self, card_is_cut: bool, expected_is_cut: bool) {
        let begins = |whole: &Token, cut: &Token| whole.text.starts_with(&cut.text) && whole.text != cut.text;
        let Some(last) = self.card.len().checked_sub(1) else { return };
        let lonely_last = self.partners.last().is_some_and(Option::is_none);
        let place = (0..self.expected.len()).find(|at| {
            let (expected, card) = (&self.expected[*at], &self.card[last]);
            let expected_last = *at + 1 == self.expected.len();
            !self.taken[*at]
                && (card_is_cut && begins(expected, card)
                    || expected_is_cut && expected_last && begins(card, expected))
        });
        if let Some(place) = place.filter(|_| lonely_last) {
            self.partners[last] = Some(place);
            self.taken[place] = true;
            let (expected, card) = (&self.expected[place].shown, &self.card[last].shown);
            self.unlike.push(Difference::new(Kind::Truncated, expected, card));
        }
    }

    /// Tokens of the card that nobody expected, by their place.
    pub fn only_on_card(&self) -> Vec<usize> {
        (0..self.card.len()).filter(|at| self.partners[*at].is_none()).collect()
    }

    /// Expected tokens that the card lacks, by their place.
    pub fn missing_on_card(&self) -> Vec<usize> {
        (0..self.expected.len()).filter(|at| !self.taken[*at]).collect()
    }

    /// The words of both sides from where their order parts; nothing where it is the same, missing ones aside.
    pub fn out_of_order(&self) -> Option<Difference> {
        let places: Vec<usize> = self.partners.iter().copied().flatten().collect();
        let mut sorted = places.clone();
        sorted.sort_unstable();
        let said = |places: &[usize]| {
            places.iter().map(|place| self.expected[*place].shown.as_str()).collect::<Vec<_>>().join(" ")
        };
        (places != sorted).then(|| Difference::new(Kind::Order, said(&sorted), said(&places)))
    }

    /// Neighbours on both sides that a hyphen joins on one side only.
    pub fn hyphens(&self) -> impl Iterator<Item = Difference> {
        let said = |before: &Token, after: &Token| {
            format!("{}{}{}", before.shown, if after.hyphen_before { "-" } else { " " }, after.shown)
        };
        (1..self.card.len()).filter_map(move |at| {
            let (before, after) = (self.partners[at - 1]?, self.partners[at]?);
            let (card, expected) = (&self.card[at], &self.expected[after]);
            let differs = before + 1 == after && card.hyphen_before != expected.hyphen_before;
            differs.then(|| {
                let expected = said(&self.expected[before], expected);
                Difference::new(Kind::Hyphen, expected, said(&self.card[at - 1], card))
            })
        })
    }

    /// Names that stand in another field of the card than in the list: a middle name with the surname, or a part of
    /// the surname with the given names. Where all have changed places, it is the order that differs.
    pub fn moved(&self) -> Vec<Difference> {
        let fields: Vec<(Part, &Token)> =
            self.pairs().map(|(expected, card)| (expected.part, card)).collect();
        let stays = |(part, card): &&(Part, &Token)| *part == card.part;
        let strays = |(part, card): &(Part, &Token)| {
            matches!(
                (part, card.part),
                (Part::Given | Part::Middle, Part::Family) | (Part::Family, Part::Given)
            )
        };
        if fields.iter().filter(stays).count() == 0 {
            return Vec::new();
        }
        let moved = fields.iter().filter(|field| strays(field));
        moved.map(|(_, card)| Difference::new(Kind::MiddleNameMoved, "", &card.shown)).collect()
    }

    /// Middle names that stand with the given names, where cards have them.
    pub fn with_given(&self) -> impl Iterator<Item = Difference> {
        let there =
            |(expected, card): &(&Token, &Token)| expected.part == Part::Middle && card.part == Part::Given;
        self.pairs()
            .filter(there)
            .map(|(expected, card)| Difference::new(Kind::MiddleNameWithGiven, &expected.shown, &card.shown))
    }

    /// Every expected token with its partner, in the order of the card.
    pub fn pairs(&self) -> impl Iterator<Item = (&'a Token, &'a Token)> {
        let pairs = self.card.iter().zip(&self.partners);
        pairs.filter_map(|(card, partner)| Some((&self.expected[(*partner)?], card)))
    }
}
