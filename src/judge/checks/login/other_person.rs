//! Somebody else logged in than the person expected, or than the holder of the card.

use super::accepted;
use crate::identity::NameVerdict;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.other_person",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID FAPI profile (e): the same person in both logins", "policy: names"],
    evidence: &["logged_in", "expected", "differences", "reason"],
    remedies: &["log-in-as-yourself"],
    text: include_str!("other_person.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let found = match accepted::person(dossier) {
        Ok(found) => found,
        Err(outcome) => return outcome,
    };
    let another_number = found.number_matches == Some(false);
    if another_number || found.verdict == NameVerdict::Mismatch {
        let mut evidence = accepted::persons(&found);
        if another_number {
            evidence = evidence.list("differences", vec!["another-number".to_owned()]);
        }
        return Outcome::Found(evidence);
    }
    let unknown = |why: &str| Outcome::Unknown(Evidence::none().text("reason", why));
    match () {
        () if found.number_expected && found.number_matches.is_none() => unknown("number-not-told"),
        () if found.is_open => unknown("name-not-told"),
        () if found.is_holder_unknown => unknown("card-holder-not-known"),
        () => Outcome::Pass(accepted::persons(&found)),
    }
}
