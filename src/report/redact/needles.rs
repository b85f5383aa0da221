//! Finds personal strings in text, whatever their case, and puts tokens in their place.

use crate::judge::parallel;
use foldhash::HashMap;
use std::borrow::Cow;
use std::collections::BTreeSet;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Strings to replace. Only whole words are replaced, so a text has to be looked into only where a word stands that one
/// of them begins with.
#[derive(Default)]
pub(super) struct Needles {
    tokens: HashMap<String, String>,
    /// How many characters the longest has, by what they begin with.
    longest: HashMap<String, usize>,
    numbers: HashMap<(&'static str, String), String>,
    count: HashMap<&'static str, usize>,
    /// One begins with something else than a word.
    any_odd: bool,
}

/// A string as it is looked for.
struct Needle {
    text: String,
    start: String,
    length: usize,
}

impl Needles {
    /// Replaces a string by a token from now on; the first token for a string stays.
    pub(super) fn add(&mut self, string: &str, token: &str) {
        needles_for(string).for_each(|needle| self.put(needle, token));
    }

    /// The same for many strings, each with its token, in their order.
    pub(super) fn add_all(&mut self, strings: &[(String, String)]) {
        let needles = parallel::map(strings, |(string, _)| needles_for(string).collect::<Vec<_>>());
        for (needles, (_, token)) in needles.into_iter().zip(strings) {
            needles.into_iter().for_each(|needle| self.put(needle, token));
        }
    }

    /// Replaces numbers of that kind, in the ways in which numbers are written.
    pub(super) fn add_numbers(&mut self, kind: &'static str, numbers: &[&str]) {
        let written = parallel::map(numbers, |number| (folded(number), needles_for_number(number)));
        for (number, needles) in written {
            let count = self.count.entry(kind).or_default();
            let next = || {
                *count += 1;
                format!("{kind}-{count}")
            };
            let token = self.numbers.entry((kind, number)).or_insert_with(next).clone();
            needles.into_iter().for_each(|needle| self.put(needle, &token));
        }
    }

    fn put(&mut self, needle: Needle, token: &str) {
        self.any_odd |= !needle.start.starts_with(char::is_alphanumeric);
        let longest = self.longest.entry(needle.start).or_default();
        *longest = needle.length.max(*longest);
        self.tokens.entry(needle.text).or_insert_with(|| token.to_owned());
    }

    /// The token for a number of that kind.
    pub(super) fn token_of(&self, kind: &'static str, number: &str) -> String {
        let token = self.numbers.get(&(kind, folded(number)));
        token.cloned().unwrap_or_else(|| kind.to_owned())
    }

    /// The token for exactly this string.
    pub(super) fn exact(&self, text: &str) -> Option<&str> {
        self.tokens.get(&folded(text)).map(String::as_str)
    }

    /// The text with every whole occurrence replaced, the longest first.
    pub(super) fn replace<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !self.can_be_in(text) {
            return Cow::Borrowed(text);
        }
        let original: Vec<char> = text.nfc().collect();
        let plain: Vec<char> = original.iter().copied().map(fold).collect();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        let mut changed = false;
        while let Some(character) = original.get(at) {
            let inside = at > 0 && plain.get(at - 1).is_some_and(|c| c.is_alphanumeric());
            match (!inside).then(|| self.longest_at(&plain, at)).flatten() {
                Some((length, token)) => {
                    push_token(&mut out, token);
                    at += length;
                    changed = true;
                }
                None => {
                    out.push(*character);
                    at += 1;
                }
            }
        }
        if changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
    }

    /// Whether one of the words that needles begin with stands in the text; for text that is composed, as most is.
    fn can_be_in(&self, text: &str) -> bool {
        let is_composed = || text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes;
        if self.any_odd || !is_composed() {
            return true;
        }
        let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.any(|word| self.begins_with(word))
    }

    fn begins_with(&self, word: &str) -> bool {
        let is_folded = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
        if is_folded { self.longest.contains_key(word) } else { self.longest.contains_key(&folded(word)) }
    }

    fn longest_at(&self, plain: &[char], at: usize) -> Option<(usize, &str)> {
        let rest = plain.get(at..)?;
        let longest = *self.longest.get(&start_of(rest.iter().copied()))?;
        let ends = |length: &usize| !rest.get(*length).is_some_and(|next| next.is_alphanumeric());
        let fitting = |length| {
            let text: String = rest.get(..length)?.iter().collect();
            self.tokens.get(&text).map(|token| (length, token.as_str()))
        };
        (1..=longest).rev().filter(ends).find_map(fitting)
    }
}

/// A string in all its spellings.
fn needles_for(string: &str) -> impl Iterator<Item = Needle> {
    let spellings = spellings(string).into_iter().filter(|spelling| !spelling.is_empty());
    spellings.map(|text| Needle { start: start_of(text.chars()), length: text.chars().count(), text })
}

/// A number in all its spellings. A short one is as likely a count or a reader's slot; where the structure says what it
/// is, it goes anyway.
fn needles_for_number(number: &str) -> Vec<Needle> {
    let written = if number.chars().count() >= 4 { number_spellings(number) } else { Vec::new() };
    written.iter().flat_map(|written| needles_for(written)).collect()
}

/// The first word, or the first character where that is of no word.
fn start_of(characters: impl Iterator<Item = char> + Clone) -> String {
    let word: String = characters.clone().take_while(|c| c.is_alphanumeric()).collect();
    if word.is_empty() { characters.take(1).collect() } else { word }
}

/// Appends a token; a name in two parts becomes one token, not two.
fn push_token(out: &mut String, token: &str) {
    let said = out.strip_suffix(' ').is_some_and(|before| {
        before.strip_suffix(token).is_some_and(|start| !start.ends_with(char::is_alphanumeric))
    });
    if said {
        out.pop();
    } else {
        out.push_str(token);
    }
}

/// The text as it is compared: composed, lower case, single spaces.
pub(super) fn folded(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    if spaced.is_ascii() {
        spaced.make_ascii_lowercase();
        return spaced;
    }
    spaced.nfc().map(fold).collect()
}

/// The words of a text, as they are compared.
pub(super) fn words(text: &str) -> BTreeSet<String> {
    let folded = folded(text);
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// One character for one, so that places in the folded text are places in the text.
fn fold(c: char) -> char {
    match c {
        'ς' => 'σ',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

/// The string as it is, and as card makers write it where they have ASCII only.
fn spellings(string: &str) -> Vec<String> {
    let own = folded(string);
    if own.is_ascii() {
        return vec![own];
    }
    let short = ascii(&own, &[('æ', "ae"), ('ø', "o"), ('å', "a"), ('ä', "a"), ('ö', "o"), ('ß', "ss")]);
    let long = ascii(&own, &[('æ', "ae"), ('ø', "oe"), ('å', "aa"), ('ä', "ae"), ('ö', "oe"), ('ß', "ss")]);
    vec![own, short, long]
}

fn ascii(text: &str, letters: &[(char, &str)]) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match letters.iter().find(|(letter, _)| *letter == c) {
            Some((_, written)) => out.push_str(written),
            None => out.extend(std::iter::once(c).nfd().filter(|part| !is_combining(*part))),
        }
    }
    out
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Hex as it is, without leading zeros, in pairs with colons or spaces, and in decimal.
fn number_spellings(number: &str) -> Vec<String> {
    let mut written = vec![number.to_owned()];
    let trimmed = number.trim_start_matches('0');
    if trimmed.len() >= 4 {
        written.push(trimmed.to_owned());
    }
    if number.bytes().all(|b| b.is_ascii_hexdigit()) {
        let even = if number.len().is_multiple_of(2) { number.to_owned() } else { format!("0{number}") };
        let pairs: Vec<String> =
            even.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect();
        written.push(pairs.join(":"));
        written.push(pairs.join(" "));
        let decimal = decimal(number);
        if decimal.len() >= 4 {
            written.push(decimal);
        }
    }
    written
}

/// A hexadecimal number of any length in decimal.
fn decimal(hex: &str) -> String {
    let mut digits: Vec<u32> = vec![0];
    for nibble in hex.chars().filter_map(|c| c.to_digit(16)) {
        let mut carry = nibble;
        for digit in &mut digits {
            let value = *digit * 16 + carry;
            *digit = value % 10;
            carry = value / 10;
        }
        while carry > 0 {
            digits.push(carry % 10);
            carry /= 10;
        }
    }
    digits.iter().rev().filter_map(|digit| char::from_digit(*digit, 10)).collect()
}

/// The text without anything that could be a Norwegian national identity number: eleven digits, also with the space
/// after the birth date with which people write them.
pub(super) fn without_national_numbers(text: &str) -> Cow<'_, str> {
    if !text.as_bytes().split(|byte| !byte.is_ascii_digit()).any(|run| matches!(run.len(), 6 | 11)) {
        return Cow::Borrowed(text);
    }
    let characters: Vec<char> = text.chars().collect();
    let digits = |from: usize| {
        characters.get(from..).map_or(0, |rest| rest.iter().take_while(|c| c.is_ascii_digit()).count())
    };
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while let Some(character) = characters.get(at) {
        let run = digits(at);
        let spaced = run == 6 && characters.get(at + 6) == Some(&' ') && digits(at + 7) == 5;
        if run == 11 || spaced {
            out.push_str("national-number");
            at += if spaced { 12 } else { 11 };
        } else if run > 0 {
            out.extend(characters.iter().skip(at).take(run));
            at += run;
        } else {
            out.push(*character);
            at += 1;
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needles(pairs: &[(&str, &str)]) -> Needles {
        let mut needles = Needles::default();
        for (string, token) in pairs {
            needles.add(string, token);
        }
        needles
    }

    #[test]
    fn whole_words_only_in_any_case_the_longest_first() {
        let needles = needles(&[("Kari", "p"), ("Kari Nordmann", "p"), ("Nordmann", "p"), ("Ås", "q")]);
        assert_eq!(needles.replace("Authentication KARI NORDMANN!"), "Authentication p!");
        assert_eq!(needles.replace("nordmann kari, Karianne, okari"), "p, Karianne, okari");
        assert_eq!(needles.replace("ås, A\u{30A}S, as, aas, Åsa"), "q, q, q, q, Åsa");
        assert_eq!(needles.replace("kari_nordmann@example.no"), "p_p@example.no");
    }

    #[test]
    fn numbers_are_found_as_they_are_written() {
        let mut needles = Needles::default();
        needles.add_numbers("serial", &["0a1b2c3d"]);
        for written in ["0A1B2C3D", "0a:1b:2c:3d", "0A 1B 2C 3D", "169552957", "a1b2c3d"] {
            assert_eq!(needles.replace(&format!("no. {written}.")), "no. serial-1.", "{written}");
        }
        assert_eq!(decimal("ffffffffffffffffff"), "4722366482869645213695");
    }

    #[test]
    fn national_numbers_go_even_when_nobody_named_them() {
        assert_eq!(
            without_national_numbers("12057012345, 120570 12345, 120570123456, 974760673"),
            "national-number, national-number, 120570123456, 974760673"
        );
    }
}
