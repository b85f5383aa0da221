//! A person's name as tokens.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// A name as tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    pub(super) tokens: Vec<Token>,
}

impl PersonName {
    /// Takes a name apart: composed form (NFC), lower case, split at white space, hyphens and commas.
    ///
    /// Cards write names in capitals, registers in mixed case; a roster may say `Nordmann, Kari`.
    pub fn parse(text: &str) -> Self {
        let lower = text.nfc().collect::<String>().to_lowercase();
        let mut tokens: Vec<Token> = Vec::new();
        let mut hyphen = false;
        let mut word = String::new();
        for letter in lower.nfc().chain([' ']) {
            let separates = letter.is_whitespace() || is_hyphen(letter) || letter == ',';
            if !separates {
                word.push(letter);
                continue;
            }
            if !word.is_empty() {
                tokens.push(Token::new(std::mem::take(&mut word), hyphen));
                hyphen = false;
            }
            hyphen |= is_hyphen(letter);
        }
        if let Some(first) = tokens.first_mut() {
            first.hyphen_before = false;
        }
        Self { tokens }
    }

    /// Whether there is no token in it.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The tokens in order, lower case.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| token.text.as_str())
    }

    /// The different tokens.
    pub(super) fn token_set(&self) -> BTreeSet<String> {
        self.tokens().map(str::to_owned).collect()
    }
}

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Lower case.
    pub text: String,
    /// Whether a hyphen joins it to the token before.
    pub hyphen_before: bool,
}

impl Token {
    /// A word; the full stop of an initial is not part of it.
    fn new(word: String, hyphen_before: bool) -> Self {
        let initial = word.strip_suffix('.').filter(|letter| letter.chars().count() == 1);
        Self { text: initial.map_or(word.clone(), str::to_owned), hyphen_before }
    }

    /// Whether it is the first letter of the other, alone.
    pub fn abbreviates(&self, other: &Token) -> bool {
        self.text.chars().count() == 1 && other.text.starts_with(&self.text) && other.text != self.text
    }
}

/// U+002D, and those that word processors put in its place.
fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<String> {
        PersonName::parse(text).tokens().map(str::to_owned).collect()
    }

    #[test]
    fn a_name_splits_at_white_space_hyphens_and_commas() {
        assert_eq!(tokens("  Dal,Anne-Marie\u{a0}BERG\u{2013}LI "), ["dal", "anne", "marie", "berg", "li"]);
        assert_eq!(tokens("--, -"), [""; 0]);
    }

    #[test]
    fn letters_are_composed_and_lowered_but_never_folded() {
        assert_eq!(tokens("A\u{30a}SE ÆRØ"), ["åse", "ærø"]);
    }

    #[test]
    fn the_full_stop_of_an_initial_is_left_out() {
        assert_eq!(tokens("A. B St. ."), ["a", "b", "st.", "."]);
    }
}
