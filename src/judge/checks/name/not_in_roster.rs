//! Nobody in the staff list bears the name on the card.

use super::super::line;
use super::roster;
use crate::facts::RosterFound;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.not_in_roster",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["card.unknown"],
    cites: &["the list says who should hold a card"],
    evidence: &["card", "lines", "reasons"],
    remedies: &["correct-roster", "check-name-in-register"],
    text: include_str!("not_in_roster.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let (card, look_up) = match roster::look_up(dossier, subject) {
        Ok(found) => found,
        Err(why) => return Outcome::NotApplicable(why),
    };
    match look_up.found {
        RosterFound::Asked => Outcome::NotApplicable("person-was-named"),
        RosterFound::NoName => Outcome::NotApplicable("no-name-on-card"),
        found => {
            let evidence = roster::evidence(card, look_up.others.iter());
            match card.is_eid() {
                true => Outcome::found_if(found == RosterFound::Nobody, evidence),
                false => line::found_unless_beside(dossier, subject, found == RosterFound::Nobody, evidence),
            }
        }
    }
}
