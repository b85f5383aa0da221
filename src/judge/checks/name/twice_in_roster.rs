//! One person stands in the staff list more than once.

use super::roster;
use crate::facts::RosterFound;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.twice_in_roster",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Warn,
    needs: &["card.unknown"],
    cites: &["one person, one row"],
    evidence: &["card", "lines", "reasons"],
    remedies: &["correct-roster"],
    text: include_str!("twice_in_roster.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    roster::several_lines(dossier, subject, RosterFound::Twice)
}
