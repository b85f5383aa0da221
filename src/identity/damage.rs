//! Letters damaged on their way: text that one program wrote in one character set and another read in a different one.

use super::codepage::Codepage;

/// One way of damaging a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// Written in the first character set, read as the second.
    Misread(Codepage, Codepage),
    /// UTF-8 taken for Windows-1252 twice, as by a program that mends what was whole.
    Twice,
    /// NS 4551-1, the Norwegian ISO 646: the last place where æ, ø and å had seven bits.
    SevenBit,
}

impl Way {
    /// The ways that Norwegian lists and certificates show, the most usual first.
    pub const ALL: &'static [Way] = &[
        Way::Misread(Codepage::Utf8, Codepage::Windows1252),
        Way::Twice,
        Way::Misread(Codepage::Utf8, Codepage::Cp865),
        Way::Misread(Codepage::Utf8, Codepage::Cp850),
        Way::Misread(Codepage::Utf8, Codepage::Macintosh),
        Way::Misread(Codepage::Windows1252, Codepage::Cp865),
        Way::Misread(Codepage::Windows1252, Codepage::Cp850),
        Way::Misread(Codepage::Windows1252, Codepage::Macintosh),
        Way::Misread(Codepage::Cp865, Codepage::Windows1252),
        Way::Misread(Codepage::Macintosh, Codepage::Windows1252),
        Way::SevenBit,
    ];

    /// What the text was before this damage; nothing where it would not have been a name, or the same.
    pub fn undo(self, text: &str) -> Option<String> {
        let before = match self {
            Way::Misread(written, read) => misread(text, written, read)?,
            Way::Twice => {
                let once = misread(text, Codepage::Utf8, Codepage::Windows1252)?;
                misread(&once, Codepage::Utf8, Codepage::Windows1252)?
            }
            Way::SevenBit => text.chars().map(seven_bit).collect(),
        };
        (before != text && is_name(&before)).then_some(before)
    }
}

fn misread(text: &str, written: Codepage, read: Codepage) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let before = written.decode(&read.encode(text)?)?;
    // One byte a letter turns any letter into some other: È would be é. Only what became of Norwegian letters counts.
    let norwegian = |(now, then): (char, char)| now == then || "æøåÆØÅ".contains(then);
    (written == Codepage::Utf8 || text.chars().zip(before.chars()).all(norwegian)).then_some(before)
}

/// Whether a text bears the marks of damage, by itself: what no name has in it.
pub(super) fn is_suspicious(text: &str) -> bool {
    let letters: Vec<char> = text.chars().collect();
    let inside = |at: usize| {
        let neighbour = |place: Option<usize>| {
            place.and_then(|place| letters.get(place)).is_some_and(|c| c.is_alphabetic())
        };
        neighbour(at.checked_sub(1)) || neighbour(Some(at + 1))
    };
    letters.iter().enumerate().any(|(at, letter)| match letter {
        '\u{fffd}' | '\u{80}'..='\u{9f}' => true,
        // What Windows, DOS and seven bits show for Norwegian letters that were meant for another.
        '\u{2500}'..='\u{257f}' | '?' | '[' | ']' | '\\' | '{' | '}' | '|' => inside(at),
        '°' | 'µ' | '†' | '›' | '§' | '¿' | '¾' | '¯' | '®' => inside(at),
        'Ã' | 'Â' => letters.get(at + 1).is_some_and(|next| is_continuation(*next)),
        'Å' => letters.get(at + 1).is_some_and(|next| is_continuation(*next) && !next.is_alphabetic()),
        _ => false,
    })
}

/// Whether two words are one, but for letters that were lost: `B?rd` and `Bård`. Only a letter that ASCII lacks is lost
/// in this way.
pub(super) fn lost_letters(one: &str, other: &str) -> bool {
    let is_lost = |letter: char| matches!(letter, '?' | '\u{fffd}');
    let mut lost = false;
    one.chars().count() == other.chars().count()
        && one.chars().zip(other.chars()).all(|(a, b)| {
            let here = (is_lost(a) && !b.is_ascii()) || (is_lost(b) && !a.is_ascii());
            lost |= here;
            a == b || here
        })
        && lost
}

fn seven_bit(letter: char) -> char {
    match letter {
        '[' => 'Æ',
        '\\' => 'Ø',
        ']' => 'Å',
        '{' => 'æ',
        '|' => 'ø',
        '}' => 'å',
        other => other,
    }
}

/// Letters and what joins them, nothing else.
fn is_name(text: &str) -> bool {
    text.chars().all(|letter| letter.is_alphabetic() || matches!(letter, ' ' | '-' | '\'' | '’' | '.' | ','))
}

/// What Windows shows for the second byte of a letter in UTF-8.
fn is_continuation(letter: char) -> bool {
    let bytes = Codepage::Windows1252.encode(&letter.to_string());
    bytes.is_some_and(|bytes| matches!(bytes.as_slice(), [0x80..=0xBF]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn readings(text: &str) -> Vec<String> {
        Way::ALL.iter().filter_map(|way| way.undo(text)).collect()
    }

    #[test]
    fn damaged_letters_are_read_as_they_were() {
        for (damaged, was) in [
            ("Ã…se", "Åse"),
            ("Ã\u{85}se", "Åse"),
            ("BjÃ¸rn", "Bjørn"),
            ("BjÃƒÂ¸rn", "Bjørn"),
            ("├àse", "Åse"),
            ("B\u{86}rd", "Bård"),
            ("B†rd", "Bård"),
            ("BσRD", "BåRD"),
            ("╪degσrd", "Ødegård"),
            ("ÏdegÕrd", "Ødegård"),
            ("S}len", "Sålen"),
            ("\\DEG]RD", "ØDEGÅRD"),
        ] {
            assert!(readings(damaged).contains(&was.to_owned()), "{damaged}: {:?}", readings(damaged));
        }
    }

    #[test]
    fn sound_names_have_no_readings_or_none_that_is_a_name() {
        for sound in ["Kari", "Åse Ødegård", "Čálliid", "Müller"] {
            assert!(!is_suspicious(sound), "{sound}");
            assert!(!readings(sound).contains(&sound.to_owned()), "{sound}");
        }
        assert_eq!(readings("Kari Nordmann"), [""; 0]);
        assert_eq!(readings("CHLOÈ"), [""; 0]);
    }

    #[test]
    fn marks_of_damage_are_seen() {
        for damaged in
            ["Ã…se", "BjÃ¸rn", "B?rd", "B\u{fffd}rd", "├àse", "╪degσrd", "S}len", "B\u{86}rd", "B†rd"]
        {
            assert!(is_suspicious(damaged), "{damaged}");
        }
        assert!(!is_suspicious("Kari ?"));
    }

    #[test]
    fn a_lost_letter_is_one_that_ascii_lacks() {
        assert!(lost_letters("b?rd", "bård"));
        assert!(lost_letters("bjørn", "bj\u{fffd}rn"));
        assert!(!lost_letters("k?ri", "kari"));
        assert!(!lost_letters("bård", "bård"));
        assert!(!lost_letters("b?rd", "børn"));
    }
}
