//! What is behind the words of a card that nobody expected, and behind those that it lacks.

use super::difference::{Difference, Kind};
use super::letters::{is_near, look_alike};
use super::pairing::Pairing;
use super::person::{Part, Token};

/// The differences in the words that have no partner. Pairs those that are spellings of one another on the way, so
/// that they count neither as strange nor as missing.
pub(super) fn of(pairing: &mut Pairing) -> Vec<Difference> {
    for kind in [Kind::Letter, Kind::SamiLetter, Kind::Accent] {
        pairing.pair(Some(kind), |expected, card| look_alike(&expected.text, &card.text) == Some(kind));
    }
    let mut differences = joined(pairing);
    pairing.pair(Some(Kind::Spelling), |expected, card| is_near(&expected.text, &card.text));
    differences.append(&mut pairing.unlike);
    if pairing.partners.iter().all(Option::is_none) {
        let all = |tokens: &[Token]| words(tokens, &(0..tokens.len()).collect::<Vec<_>>());
        differences.push(Difference::new(Kind::AnotherPerson, all(pairing.expected), all(pairing.card)));
        return differences;
    }
    differences.extend(another_name(pairing));
    let strange = pairing.only_on_card().into_iter().map(|at| &pairing.card[at].shown);
    differences.extend(strange.map(|word| Difference::new(Kind::OnlyOnCard, "", word)));
    let lacks = lacks_a_part(pairing);
    let told = lacks.as_ref().map(|difference| match difference.kind {
        Kind::NoGivenName => Kind::GivenNameMissing,
        _ => Kind::SurnamePartMissing,
    });
    differences.extend(lacks);
    let missing: Vec<Difference> =
        pairing.missing_on_card().into_iter().map(|at| missing(pairing, at)).collect();
    differences.extend(missing.into_iter().filter(|difference| Some(difference.kind) != told));
    differences
}

/// Two neighbours on one side that are one word on the other.
fn joined(pairing: &mut Pairing) -> Vec<Difference> {
    let mut found = Vec::new();
    for at in pairing.only_on_card() {
        let place = (1..pairing.expected.len()).find(|place| {
            !pairing.taken[*place]
                && !pairing.taken[place - 1]
                && is_both(&pairing.card[at], &pairing.expected[place - 1], &pairing.expected[*place])
        });
        if let Some(place) = place {
            let [before, after] = [place - 1, place].map(|place| &pairing.expected[place]);
            found.push(Difference::new(Kind::Joined, both(before, after), &pairing.card[at].shown));
            pairing.partners[at] = Some(place);
            pairing.taken[place - 1] = true;
            pairing.taken[place] = true;
        }
    }
    for place in pairing.missing_on_card() {
        let at = (1..pairing.card.len()).find(|at| {
            pairing.partners[*at].is_none()
                && pairing.partners[at - 1].is_none()
                && is_both(&pairing.expected[place], &pairing.card[at - 1], &pairing.card[*at])
        });
        if let Some(at) = at {
            let (before, after) = (&pairing.card[at - 1], &pairing.card[at]);
            found.push(Difference::new(Kind::Joined, &pairing.expected[place].shown, both(before, after)));
            pairing.partners[at - 1] = Some(place);
            pairing.partners[at] = Some(place);
            pairing.taken[place] = true;
        }
    }
    found
}

fn is_both(one: &Token, before: &Token, after: &Token) -> bool {
    one.text.strip_prefix(before.text.as_str()) == Some(after.text.as_str())
}

fn both(before: &Token, after: &Token) -> String {
    format!("{}{}{}", before.shown, if after.hyphen_before { "-" } else { " " }, after.shown)
}

/// All of the surname is another while a given name is the same, or the other way round.
fn another_name(pairing: &mut Pairing) -> Option<Difference> {
    let strange = pairing.only_on_card();
    let missing = pairing.missing_on_card();
    let part_on_card = |at: usize| part(pairing.card, at);
    let paired: Vec<Part> =
        (0..pairing.card.len()).filter(|at| pairing.partners[*at].is_some()).map(part_on_card).collect();
    let is = |wanted: Part| move |part: Part| part == wanted || part == Part::Unknown;
    let (kind, side) = match strange.last().map(|at| part_on_card(*at))? {
        Part::Family => (Kind::SurnameDiffers, Part::Family),
        Part::Given => (Kind::GivenNameDiffers, Part::Given),
        _ => return None,
    };
    // A part of the surname that is the same makes it a longer or a shorter surname, not another.
    let other = if side == Part::Family { Part::Given } else { Part::Family };
    let whole = strange.iter().all(|at| is(side)(part_on_card(*at)))
        && paired.iter().any(|part| is(other)(*part))
        && !paired.contains(&side)
        && missing
            .iter()
            .any(|at| is(side)(pairing.expected[*at].part) || pairing.expected[*at].part == Part::Middle);
    if !whole {
        return None;
    }
    let gone: Vec<usize> = missing.into_iter().filter(|at| is(side)(pairing.expected[*at].part)).collect();
    let difference = Difference::new(kind, words(pairing.expected, &gone), words(pairing.card, &strange));
    let first = gone.first().copied().unwrap_or_default();
    strange.iter().for_each(|at| pairing.partners[*at] = Some(first));
    gone.iter().for_each(|at| pairing.taken[*at] = true);
    Some(difference)
}

fn words(tokens: &[Token], places: &[usize]) -> String {
    places.iter().map(|at| tokens[*at].shown.as_str()).collect::<Vec<_>>().join(" ")
}

/// Where a token of the card belongs: by its field, else by its place in the name.
fn part(card: &[Token], at: usize) -> Part {
    match card[at].part {
        Part::Unknown if at == 0 => Part::Given,
        Part::Unknown if at + 1 == card.len() => Part::Family,
        part => part,
    }
}

/// The card has nothing of the given names, or nothing of the surname: what is left could be anybody's. By the issuers'
/// rule a middle name can be the surname, but not the given name; a word that could be either is not both.
fn lacks_a_part(pairing: &Pairing) -> Option<Difference> {
    let has = |wanted: &[Part]| pairing.expected.iter().any(|token| wanted.contains(&token.part));
    let kept: Vec<Part> = (pairing.expected.iter().zip(&pairing.taken))
        .filter(|(_, taken)| **taken)
        .map(|(token, _)| token.part)
        .collect();
    if kept.is_empty() || !has(&[Part::Given]) || !has(&[Part::Family]) {
        return None;
    }
    let can_be = |parts: &[Part]| kept.iter().filter(|part| parts.contains(part)).count();
    let given = can_be(&[Part::Given, Part::Unknown]);
    let family = can_be(&[Part::Family, Part::Middle, Part::Unknown]);
    let lost = |wanted: Part| {
        let words: Vec<&str> = (pairing.expected.iter().filter(|token| token.part == wanted))
            .map(|token| token.shown.as_str())
            .collect();
        words.join(" ")
    };
    match (given, family) {
        (0, _) => Some(Difference::new(Kind::NoGivenName, lost(Part::Given), "")),
        (_, 0) => Some(Difference::new(Kind::NoSurname, lost(Part::Family), "")),
        (1, 1) if kept.len() == 1 => Some(Difference::new(Kind::NoSurname, lost(Part::Family), "")),
        _ => None,
    }
}

/// What it is that the card lacks.
fn missing(pairing: &Pairing, at: usize) -> Difference {
    let kind = match likely_part(pairing, at) {
        Part::Given => Kind::GivenNameMissing,
        Part::Family => Kind::SurnamePartMissing,
        Part::Middle | Part::Unknown => Kind::MiddleNameMissing,
    };
    Difference::new(kind, &pairing.expected[at].shown, "")
}

/// Where a name stands in one piece, a hyphen or the card's own fields tell what a word in its middle is.
fn likely_part(pairing: &Pairing, at: usize) -> Part {
    let expected = pairing.expected;
    if expected[at].part != Part::Unknown {
        return expected[at].part;
    }
    let joined_to_first = (1..=at).all(|place| expected[place].hyphen_before);
    let joined_to_last = (at + 1..expected.len()).all(|place| expected[place].hyphen_before);
    let fields = || {
        pairing.card.iter().zip(&pairing.partners).filter_map(|(card, place)| Some((card.part, (*place)?)))
    };
    match () {
        () if joined_to_first => Part::Given,
        () if joined_to_last => Part::Family,
        () if fields().any(|(part, place)| part == Part::Family && place < at) => Part::Family,
        () if fields().any(|(part, place)| part == Part::Given && place > at) => Part::Given,
        () => Part::Middle,
    }
}
