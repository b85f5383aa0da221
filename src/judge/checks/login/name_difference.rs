//! The name of who logged in is written another way than expected; it is the same person by the rules.

use super::accepted;
use crate::identity::NameVerdict;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login;
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
    let identity = match accepted::identity(dossier) {
        Ok((_, identity)) => identity,
        Err(outcome) => return outcome,
    };
    let found = login::compare(dossier, identity);
    if !found.is_asked() {
        return Outcome::NotApplicable("no-person-expected");
    }
    let differs = found.verdict == NameVerdict::MatchWithDifference;
    Outcome::found_if(differs, accepted::persons(&found))
}
