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
    roster::several_lines(dossier, subject, RosterFound::Several)
}
