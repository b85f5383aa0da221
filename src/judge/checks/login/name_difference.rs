//! The name of who logged in is written another way than expected; it is the same person by the rules.

use super::accepted;
use crate::identity::NameVerdict;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.name_difference",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Info,
    needs: &["login.other_person"],
    cites: &["policy: names"],
    evidence: &["logged_in", "expected", "differences"],
    remedies: &[],
    text: include_str!("name_difference.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let found = match accepted::person(dossier) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let differs = found.verdict == NameVerdict::MatchWithDifference;
    Outcome::found_if(differs, accepted::persons(&found))
}
