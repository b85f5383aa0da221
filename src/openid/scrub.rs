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
    let safe = without_numbers(&without_tokens(&line));
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

/// Long runs of base64url, and JWTs: runs with dots between, of which one has the beginning of a JSON object.
fn without_tokens(text: &[char]) -> Vec<char> {
    let mut safe = Vec::with_capacity(text.len());
    let in_run = |letter: &&char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '+');
    let mut rest = text;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(in_run).count();
        let dotted = rest.iter().take_while(|letter| in_run(letter) || **letter == '.').count();
        // `{"` is eyJ in base64url.
        let is_jwt = dotted > run && rest[..run].windows(3).any(|start| start == ['e', 'y', 'J']);
        let length = match run {
            _ if is_jwt => dotted,
            TOKEN.. => run,
            _ => {
                safe.extend(&rest[..run.max(1)]);
                rest = &rest[run.max(1)..];
                continue;
            }
        };
        let _ = first;
        safe.extend("[token]".chars());
        rest = &rest[length..];
    }
    safe
}

/// Runs of eleven digits or more, and six and five with a space, a hyphen or a dot between, as people write them.
fn without_numbers(text: &[char]) -> Vec<char> {
    let digits = |text: &[char]| text.iter().take_while(|letter| letter.is_numeric()).count();
    let mut safe = Vec::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let run = digits(rest);
        let parted = run == 6
            && rest.get(6).is_some_and(|letter| " -.\u{a0}".contains(*letter))
            && digits(&rest[7..]) == 5;
        let length = match run {
            _ if parted => IDENTITY_NUMBER + 1,
            IDENTITY_NUMBER.. => run,
            _ => {
                safe.extend(&rest[..run.max(1)]);
                rest = &rest[run.max(1)..];
                continue;
            }
        };
        safe.extend("[number]".chars());
        rest = &rest[length..];
    }
    safe
}
