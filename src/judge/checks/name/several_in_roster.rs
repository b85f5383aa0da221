//! Several persons in the staff list bear the name on the card.

use super::roster;
use crate::facts::RosterFound;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.several_in_roster",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Warn,
    needs: &["card.unknown"],
    cites: &["a name is no number"],
    evidence: &["card", "lines", "reasons"],
    remedies: &["correct-roster"],
    text: include_str!("several_in_roster.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let (card, look_up) = match roster::look_up(dossier, subject) {
        Ok(found) => found,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let others = look_up.others.iter().filter(|one| one.fits && one.reasons.is_empty());
    match look_up.found {
        RosterFound::Asked => Outcome::NotApplicable("person-was-named"),
        RosterFound::NoName => Outcome::NotApplicable("no-name-on-card"),
        found => Outcome::found_if(found == RosterFound::Several, roster::evidence(card, others)),
    }
}
