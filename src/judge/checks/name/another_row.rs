//! The card is that of another person in the staff list than the one who was named.

use super::roster;
use crate::facts::{RosterCandidate, RosterFound};
use crate::identity::NameVerdict;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::naming;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.another_row",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Info,
    needs: &["card.unknown"],
    cites: &["two persons whose rows or cards changed places"],
    evidence: &["card", "lines", "reasons"],
    remedies: &["correct-roster", "use-personal-card"],
    text: include_str!("another_row.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let (card, look_up) = match roster::look_up(dossier, subject) {
        Ok(found) => found,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let Some(row) = look_up.row.as_ref().filter(|_| look_up.found == RosterFound::Asked) else {
        return Outcome::NotApplicable("no-person-named");
    };
    let own = naming::compare(dossier, card, &row.name).verdict;
    // Two persons may have exchanged cards, or their surnames in the list.
    let is_theirs =
        |one: &&RosterCandidate| one.fits || one.reasons.iter().any(|reason| reason == "surnames-swapped");
    let others: Vec<&RosterCandidate> = look_up.others.iter().filter(is_theirs).collect();
    let found = own == NameVerdict::Mismatch && !others.is_empty();
    Outcome::found_if(found, roster::evidence(card, others.into_iter()))
}
