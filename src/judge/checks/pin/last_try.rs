//! One try is left.

use super::pins;
use crate::facts::PinTries;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "pin.last_try",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Warn,
    needs: &["pin.blocked"],
    cites: &["ISO 7816-4 §11.6.6, SW 63C1"],
    evidence: &["pin", "tries"],
    remedies: &["spare-the-last-try"],
    text: include_str!("last_try.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    match pins::first(dossier, subject, |pin| pin.tries.value() == Some(&PinTries::Left(1))) {
        Outcome::Found(evidence) => Outcome::Found(evidence.number("tries", 1)),
        Outcome::Noted(evidence) => Outcome::Noted(evidence.number("tries", 1)),
        other => other,
    }
}
