//! What a staff list says of the holder of a card.

use crate::facts::{RosterCandidate, RosterFound, RosterLookUp};
use crate::judge::check::Outcome;
use crate::judge::dossier::{CardDossier, Dossier, Subject};
use crate::judge::value::Evidence;

/// The card and what the list says of it; else why the question does not arise.
pub(super) fn look_up<'d>(
    dossier: &'d Dossier,
    subject: Subject,
) -> Result<(&'d CardDossier<'d>, &'d RosterLookUp), &'static str> {
    let card = dossier.card(subject).ok_or("not-a-card")?;
    let look_up = dossier.facts.expected.look_up(&card.facts.reader).ok_or("no-roster")?;
    Ok((card, look_up))
}

/// Found when several lines of the list bear the name on the card, in that way.
pub(super) fn several_lines(dossier: &Dossier, subject: Subject, wanted: RosterFound) -> Outcome {
    let (card, look_up) = match look_up(dossier, subject) {
        Ok(found) => found,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let bearers = look_up.others.iter().filter(|one| one.fits && one.reasons.is_empty());
    match look_up.found {
        RosterFound::Asked => Outcome::NotApplicable("person-was-named"),
        RosterFound::NoName => Outcome::NotApplicable("no-name-on-card"),
        found => Outcome::found_if(found == wanted, evidence(card, bearers)),
    }
}

/// The name on the card, the lines of a list, and in what the first of them differs.
pub(super) fn evidence<'c>(
    card: &CardDossier,
    others: impl Iterator<Item = &'c RosterCandidate>,
) -> Evidence {
    let name = card.of_the_holder().find_map(|(one, _)| one.name());
    let others: Vec<&RosterCandidate> = others.collect();
    let or_none = |words: Vec<String>| if words.is_empty() { vec!["none".to_owned()] } else { words };
    let lines = others.iter().map(|one| one.line.to_string()).collect();
    let reasons = others.first().map(|one| one.reasons.clone()).unwrap_or_default();
    Evidence::none()
        .person("card", name.map(|name| name.shown()).unwrap_or_default())
        .list("lines", or_none(lines))
        .list("reasons", or_none(reasons))
}
