//! No card is in the reader. Beside a card that was judged, or when only readers were asked for, that is information.

use super::super::line;
use crate::facts::ReaderState;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "reader.empty",
    since: "0.1.0",
    scope: Scope::Reader,
    severity: Severity::Error,
    needs: &["reader.unavailable"],
    cites: &["PC/SC: SCARD_STATE_EMPTY"],
    evidence: &["reader"],
    remedies: &["insert-card"],
    text: include_str!("empty.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Subject::Reader(index) = subject else { return Outcome::NotApplicable("not-a-reader") };
    let reader = dossier.reader(index);
    let evidence = Evidence::none().text("reader", &reader.name);
    let gone_since = dossier
        .cards
        .iter()
        .filter(|card| card.facts.reader == reader.name)
        .any(|card| card.facts.connection.error().is_some_and(line::is_absent));
    let empty = gone_since || reader.state.value() == Some(&ReaderState::Empty);
    let met_elsewhere = dossier.cards.iter().any(|card| card.facts.reader != reader.name);
    match empty && (met_elsewhere || dossier.facts.expected.readers_only) {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(empty, evidence),
    }
}
