//! A card is in the reader and does not answer to reset.

use super::super::line;
use crate::facts::ReaderState;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "reader.card_mute",
    since: "0.1.0",
    scope: Scope::Reader,
    severity: Severity::Error,
    needs: &["reader.unavailable"],
    cites: &["PC/SC: SCARD_W_UNRESPONSIVE_CARD"],
    evidence: &["reader"],
    remedies: &["turn-and-clean-card", "swap-card-and-reader"],
    text: include_str!("card_mute.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Subject::Reader(index) = subject else { return Outcome::NotApplicable("not-a-reader") };
    let reader = dossier.reader(index);
    let by_connecting = dossier
        .cards
        .iter()
        .filter(|card| card.facts.reader == reader.name)
        .any(|card| card.facts.connection.error().is_some_and(line::is_mute));
    let mute = by_connecting || reader.state.value() == Some(&ReaderState::Mute);
    Outcome::found_if(mute, Evidence::none().text("reader", &reader.name))
}
