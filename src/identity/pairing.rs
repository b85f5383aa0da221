//! Which words of two names answer to each other.

use super::PersonName;
use super::person::Token;

/// Which token of the card answers to which expected one.
pub(super) struct Pairing<'a> {
    expected: &'a [Token],
    card: &'a [Token],
    /// For each token of the card, the place of its partner among the expected.
    partners: Vec<Option<usize>>,
    /// For each expected token, whether it has a partner.
    taken: Vec<bool>,
}

impl<'a> Pairing<'a> {
    /// Pairs the tokens of two names.
    pub fn of(expected: &'a PersonName, card: &'a PersonName) -> Self {
        let (expected, card) = (expected.tokens.as_slice(), card.tokens.as_slice());
        let mut pairing =
            Self { expected, card, partners: vec![None; card.len()], taken: vec![false; expected.len()] };
        // Whole words first, so that an initial takes only what no word lays claim to.
        pairing.pair(|expected, card| expected.text == card.text);
        pairing.pair(|expected, card| expected.abbreviates(card) || card.abbreviates(expected));
        pairing
    }

    fn pair(&mut self, alike: fn(&Token, &Token) -> bool) {
        for (token, partner) in
            self.card.iter().zip(&mut self.partners).filter(|(_, partner)| partner.is_none())
        {
            let mut places = self.expected.iter().zip(&self.taken);
            *partner = places.position(|(expected, taken)| !taken && alike(expected, token));
            if let Some(place) = *partner {
                self.taken[place] = true;
            }
        }
    }

    /// Tokens of the card that nobody expected.
    pub fn only_on_card(&self) -> impl Iterator<Item = String> {
        let lonely = self.card.iter().zip(&self.partners).filter(|(_, partner)| partner.is_none());
        lonely.map(|(token, _)| token.text.clone())
    }

    /// Expected tokens that the card lacks.
    pub fn missing_on_card(&self) -> impl Iterator<Item = String> {
        let lonely = self.expected.iter().zip(&self.taken).filter(|(_, taken)| !**taken);
        lonely.map(|(token, _)| token.text.clone())
    }

    /// Letters that stand for a word on the other side.
    pub fn initials(&self) -> impl Iterator<Item = String> {
        self.pairs().filter(|(expected, card)| expected.text != card.text).map(|(expected, card)| {
            let shorter = if card.abbreviates(expected) { card } else { expected };
            shorter.text.clone()
        })
    }

    /// The first token of the card that is not the next one expected, missing ones aside.
    pub fn out_of_order(&self) -> Option<String> {
        let places: Vec<usize> = self.partners.iter().copied().flatten().collect();
        let mut sorted = places.clone();
        sorted.sort_unstable();
        let (place, _) = places.iter().zip(&sorted).find(|(place, expected)| place != expected)?;
        let at = self.partners.iter().position(|partner| partner.as_ref() == Some(place))?;
        Some(self.card[at].text.clone())
    }

    /// Neighbours on both sides that a hyphen joins on one side only.
    pub fn hyphens(&self) -> impl Iterator<Item = String> {
        (1..self.card.len()).filter_map(|at| {
            let (before, after) = (self.partners[at - 1]?, self.partners[at]?);
            let (card, expected) = (&self.card[at], &self.expected[after]);
            let differs = before + 1 == after && card.hyphen_before != expected.hyphen_before;
            differs.then(|| format!("{}-{}", self.expected[before].text, expected.text))
        })
    }

    fn pairs(&self) -> impl Iterator<Item = (&Token, &Token)> {
        let pairs = self.card.iter().zip(&self.partners);
        pairs.filter_map(|(card, partner)| Some((&self.expected[(*partner)?], card)))
    }
}
