//! A person's name as tokens.

use unicode_normalization::UnicodeNormalization;

/// A name as tokens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonName {
    pub(super) tokens: Vec<Token>,
}

/// As many words as a name is taken apart into.
const MOST: usize = 100;

/// Which part of a name a token belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// One of the given names.
    Given,
    /// A middle name: in Folkeregisteret a name of its own, on cards a part of one of the others.
    Middle,
    /// A surname.
    Family,
    /// The name stands in one piece, and this token could be any of them.
    Unknown,
}

/// One word of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// As it is compared: composed, lower case, one kind of apostrophe.
    pub text: String,
    /// As it stood, composed.
    pub shown: String,
    /// Whether a hyphen joins it to the token before.
    pub hyphen_before: bool,
    /// Where it belongs.
    pub part: Part,
}

impl PersonName {
    /// Takes a name apart: composed form (NFC), lower case, split at white space, hyphens and commas.
    ///
    /// Cards write names in capitals, registers in mixed case; a roster may say `Nordmann, Kari`.
    pub fn parse(text: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut hyphen = false;
        let mut word = String::new();
        for letter in text.nfc().chain([' ']) {
            // A name of a hundred words is none; what follows stays one word, so that nothing is lost of it.
            let separates =
                tokens.len() < MOST && (letter.is_whitespace() || is_hyphen(letter) || letter == ',');
            if !separates {
                word.push(letter);
                continue;
            }
            for part in initials_apart(&std::mem::take(&mut word)) {
                tokens.push(Token::new(part, hyphen));
                hyphen = false;
            }
            hyphen |= is_hyphen(letter);
        }
        if !word.trim().is_empty() {
            tokens.push(Token::new(word, hyphen));
        }
        if let Some(first) = tokens.first_mut() {
            first.hyphen_before = false;
        }
        Self { tokens }
    }

    /// The same name, all of it the given part of a name or another.
    pub(super) fn all(mut self, part: Part) -> Self {
        self.tokens.iter_mut().for_each(|token| token.part = part);
        self
    }

    /// One name of several, in that order.
    pub(super) fn join(names: impl IntoIterator<Item = PersonName>) -> Self {
        Self { tokens: names.into_iter().flat_map(|name| name.tokens).collect() }
    }

    /// Where nobody said which part is which: the first word is a given name, the last a surname.
    pub(super) fn by_position(mut self) -> Self {
        if let [first, .., last] = self.tokens.as_mut_slice() {
            first.part = Part::Given;
            last.part = Part::Family;
        }
        self
    }

    /// Whether there is no token in it.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The tokens in order, lower case.
    pub fn tokens(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(|token| token.text.as_str())
    }
}

impl Token {
    fn new(word: String, hyphen_before: bool) -> Self {
        let text = word.to_lowercase().nfc().map(one_apostrophe).collect();
        Self { text, shown: word, hyphen_before, part: Part::Unknown }
    }

    /// Whether it is the first letter of the other, alone.
    pub fn abbreviates(&self, other: &Token) -> bool {
        self.text.chars().count() == 1 && other.text.starts_with(&self.text) && other.text != self.text
    }

    /// Without apostrophes: `O'Brien` and `OBrien` are written either way.
    pub fn bare(&self) -> String {
        self.text.replace('\'', "")
    }
}

/// `A.B.` are two initials, and the full stop of an initial is not part of it; `St.` is a word.
fn initials_apart(word: &str) -> Vec<String> {
    let letters: Vec<&str> = word.split('.').filter(|part| !part.is_empty()).collect();
    let initials = word.contains('.') && letters.iter().all(|part| part.chars().count() == 1);
    match initials && !letters.is_empty() {
        true => letters.into_iter().map(str::to_owned).collect(),
        false if word.is_empty() => Vec::new(),
        false => vec![word.to_owned()],
    }
}

/// U+002D, and those that word processors put in its place.
fn is_hyphen(letter: char) -> bool {
    matches!(letter, '-' | '\u{2010}' | '\u{2011}' | '\u{2012}' | '\u{2013}' | '\u{2014}' | '\u{2212}')
}

/// U+0027 for all that keyboards and word processors put in its place.
fn one_apostrophe(letter: char) -> char {
    match letter {
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2032}' | '`' | '\u{b4}' => '\'',
        other => other,
    }
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
        assert_eq!(PersonName::parse("A\u{30a}SE").tokens[0].shown, "ÅSE");
    }

    #[test]
    fn the_full_stop_of_an_initial_is_left_out() {
        assert_eq!(tokens("A. B St. ."), ["a", "b", "st.", "."]);
        assert_eq!(tokens("K.A. Dal"), ["k", "a", "dal"]);
    }

    #[test]
    fn a_name_without_end_keeps_its_words() {
        assert_eq!(PersonName::parse(&"Kari ".repeat(100_000)).tokens.len(), MOST + 1);
    }

    #[test]
    fn apostrophes_are_one() {
        assert_eq!(tokens("O’Brien O´Hara"), ["o'brien", "o'hara"]);
    }
}
