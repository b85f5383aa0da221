//! What a provider says in its own words, made safe to show and to keep: a description of an error may carry the
//! number of the person who logged in, or the token that was refused.

/// No description is longer, in characters.
const LONGEST: usize = 500;
/// A run of base64url this long is a token, a key or a code, in characters.
const TOKEN: usize = 32;
/// What a national identity number has, in digits.
const IDENTITY_NUMBER: usize = 11;

/// The text on one line, at most 500 characters long, with `[token]` for what looks like a token and `[number]` for
/// what looks like a national identity number.
pub fn scrub(text: &str) -> String {
    let line: Vec<char> = text.chars().filter_map(visible).collect();
    let safe = masked(&masked(&line, "[token]", token), "[number]", identity_number);
    match safe.len() > LONGEST {
        true => safe[..LONGEST - 1].iter().chain(['…'].iter()).collect(),
        false => safe.iter().collect(),
    }
}

/// Control characters become spaces. Those that nobody sees go: they turn the direction of a line, or break up a number
/// so that it is not found.
fn visible(letter: char) -> Option<char> {
    match letter {
        '\u{ad}'
        | '\u{61c}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => None,
        letter if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => Some(' '),
        letter => Some(letter),
    }
}

/// The text with a mark for every piece that nobody may see. `piece` says how long the piece at the beginning is, and
/// whether it is one of these.
fn masked(text: &[char], mark: &str, piece: impl Fn(&[char]) -> (usize, bool)) -> Vec<char> {
    let mut safe = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (length, secret) = piece(rest);
        let (piece, behind) = rest.split_at(length.clamp(1, rest.len()));
        match secret {
            true => safe.extend(mark.chars()),
            false => safe.extend(piece),
        }
        rest = behind;
    }
    safe
}

/// A long run of base64url; or a JWT: runs with dots between, of which the first has the beginning of a JSON object.
fn token(text: &[char]) -> (usize, bool) {
    let in_run = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '+');
    let run = leading(text, in_run);
    let dotted = leading(text, |letter| in_run(letter) || *letter == '.');
    // `{"` is eyJ in base64url.
    match dotted > run && text[..run].windows(3).any(|start| start == ['e', 'y', 'J']) {
        true => (dotted, true),
        false => (run, run >= TOKEN),
    }
}

/// A run of eleven digits or more; or six and five with a space, a hyphen or a dot between, as people write them.
fn identity_number(text: &[char]) -> (usize, bool) {
    let digits = |text: &[char]| leading(text, |letter| letter.is_numeric());
    let parted = |text: &[char]| match text {
        [' ' | '-' | '.' | '\u{a0}', rest @ ..] => digits(rest) == 5,
        _ => false,
    };
    match digits(text) {
        6 if parted(&text[6..]) => (IDENTITY_NUMBER + 1, true),
        run => (run, run >= IDENTITY_NUMBER),
    }
}

fn leading(text: &[char], is: impl Fn(&char) -> bool) -> usize {
    text.iter().take_while(|letter| is(letter)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_helps_stays_and_what_is_secret_goes() {
        for (said, shown) in [
            ("", ""),
            ("Invalid scope: nhn:kjernejournal/api", "Invalid scope: nhn:kjernejournal/api"),
            ("HID-1004 value 999999998", "HID-1004 value 999999998"),
            (
                "see https://helseid-sts.test.nhn.no/.well-known/openid-configuration",
                "see https://helseid-sts.test.nhn.no/.well-known/openid-configuration",
            ),
            ("pid 12345678901 is unknown", "pid [number] is unknown"),
            ("pid12345678901", "pid[number]"),
            ("123456 78901, 123456-78901", "[number], [number]"),
            ("123456 789012", "123456 789012"),
            ("1234\u{200b}5678901", "[number]"),
            ("token=eyJhbGci.eyJpc3M.c2ln.", "token=[token]"),
            ("code 0123456789abcdefghijklmnopqrstuv!", "code [token]!"),
            ("code 0123456789abcdefghijklmnopqrstu!", "code 0123456789abcdefghijklmnopqrstu!"),
            ("one\r\ntwo\u{1b}[31m\u{202e}three", "one  two [31mthree"),
        ] {
            assert_eq!(scrub(said), shown, "{said:?}");
        }
    }

    #[test]
    fn a_long_text_ends() {
        assert_eq!(scrub(&"å ".repeat(250)).chars().count(), 500);
        let long = scrub(&"å ".repeat(300));
        assert_eq!(long.chars().count(), 500);
        assert!(long.ends_with('…'));
    }
}
