//! Letters: which are ways of writing one another, and which only look alike.

use super::difference::Kind;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How passports' machine-readable lines, e-mail addresses and foreign keyboards write the letters that ASCII lacks
/// (ICAO Doc 9303-3 §6; the second letter may be dropped there, which tells two persons apart here).
const WRITTEN_OUT: &[(char, &str)] =
    &[('å', "aa"), ('æ', "ae"), ('ø', "oe"), ('ä', "ae"), ('ö', "oe"), ('ü', "ue"), ('ß', "ss"), ('þ', "th")];

/// Whether two different words, both in lower case, are one when letters are written out: `åse` and `aase`. Either
/// side may write out some of them; `æ` and `ä`, both `ae`, are not each other.
pub(super) fn transliterates(one: &str, other: &str) -> bool {
    let (mut left, mut right) = (one, other);
    loop {
        let (Some(a), Some(b)) = (left.chars().next(), right.chars().next()) else {
            return left.is_empty() && right.is_empty() && one != other;
        };
        // At most one of the three can be: no letter that is written out begins its own writing.
        let step = match a == b {
            true => Some((a.len_utf8(), b.len_utf8())),
            false => written_as(a, right)
                .map(|length| (a.len_utf8(), length))
                .or_else(|| written_as(b, left).map(|length| (length, b.len_utf8()))),
        };
        let Some((from_left, from_right)) = step else { return false };
        (left, right) = (&left[from_left..], &right[from_right..]);
    }
}

/// How many bytes of `text` are the letter, written out.
fn written_as(letter: char, text: &str) -> Option<usize> {
    let (_, letters) = WRITTEN_OUT.iter().find(|(known, _)| *known == letter)?;
    text.starts_with(letters).then_some(letters.len())
}

/// What two words differ in that are alike but for marks and Norwegian letters: `håkon` and `hakon`.
pub(super) fn look_alike(one: &str, other: &str) -> Option<Kind> {
    if one.chars().count() != other.chars().count() {
        return None;
    }
    let differing: Vec<(char, char)> = one.chars().zip(other.chars()).filter(|(a, b)| a != b).collect();
    let alike = !differing.is_empty() && differing.iter().all(|(a, b)| plain(*a) == plain(*b));
    let among = |letters: &str| differing.iter().any(|(a, b)| letters.contains(*a) || letters.contains(*b));
    alike.then(|| match () {
        () if among("åæøäö") => Kind::Letter,
        () if among("áčđŋšŧž") => Kind::SamiLetter,
        () => Kind::Accent,
    })
}

/// The letter that a keyboard without it would give.
pub(super) fn plain(letter: char) -> char {
    match letter {
        'å' | 'æ' | 'ä' => 'a',
        'ø' | 'ö' => 'o',
        'đ' | 'ð' => 'd',
        'ŋ' => 'n',
        'ŧ' | 'þ' => 't',
        'ł' => 'l',
        'ı' => 'i',
        'ß' => 's',
        other => std::iter::once(other).nfd().find(|part| !is_combining_mark(*part)).unwrap_or(other),
    }
}

/// A word with its letters written out.
pub(super) fn written_out(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for letter in word.chars() {
        match WRITTEN_OUT.iter().find(|(known, _)| *known == letter) {
            Some((_, letters)) => out.push_str(letters),
            None => out.push(letter),
        }
    }
    out
}

/// Whether two words are a slip of the pen apart: one letter in three or more, two in six or more.
pub(super) fn is_near(one: &str, other: &str) -> bool {
    let longest = one.chars().count().max(other.chars().count());
    // No word of a name is that long, and the distance costs the product of the lengths.
    if longest > 64 {
        return false;
    }
    match slips(one, other) {
        0 => false,
        1 => longest >= 3,
        2 => longest >= 6,
        _ => false,
    }
}

/// How many letters must be put in, left out or replaced to make one of the other (Levenshtein's distance).
pub fn slips(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], above + 1);
        for (at, wanted) in other.iter().enumerate() {
            let replaced = diagonal + usize::from(letter != *wanted);
            diagonal = row[at + 1];
            row[at + 1] = replaced.min(diagonal + 1).min(row[at] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_may_be_written_out_on_either_side() {
        for (one, other) in
            [("åse", "aase"), ("ødegaard", "oedegård"), ("kjær", "kjaer"), ("müller", "mueller")]
        {
            assert!(transliterates(one, other) && transliterates(other, one), "{one} {other}");
        }
        assert!(!transliterates("åse", "ase"));
        assert!(!transliterates("bäck", "bæck"));
        assert!(!transliterates("kari", "kari"));
        assert!(!transliterates("bjørn", "bjorn"));
    }

    #[test]
    fn what_looks_alike_is_told_by_its_letters() {
        assert_eq!(look_alike("håkon", "hakon"), Some(Kind::Letter));
        assert_eq!(look_alike("bäck", "bæck"), Some(Kind::Letter));
        assert_eq!(look_alike("máret", "maret"), Some(Kind::SamiLetter));
        assert_eq!(look_alike("andré", "andre"), Some(Kind::Accent));
        assert_eq!(look_alike("anne", "ane"), None);
        assert_eq!(look_alike("anne", "anne"), None);
    }

    #[test]
    fn slips_are_counted() {
        assert_eq!(slips("ane", "anne"), 1);
        assert_eq!(slips("", "anne"), 4);
        assert!(is_near("kristin", "kirstin") && is_near("ane", "anne"));
        assert!(!is_near("bo", "bå") && !is_near("dal", "berg") && !is_near("siri", "kari"));
    }
}
