//! The card or its reader fell silent: no answer within the bound.

use super::super::line;
use crate::facts::ProbePlace;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.no_answer",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.removed"],
    cites: &["ISO 7816-3 §10.2, waiting time"],
    evidence: &["reader", "call", "seconds"],
    remedies: &["replug-reader", "swap-card-and-reader"],
    text: include_str!("no_answer.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match line::trouble(card.facts).map(|error| (error, &error.place)) {
        Some((error, ProbePlace::Timeout { ms })) => {
            Outcome::Found(line::evidence(card.facts, error).number("seconds", (*ms / 1000) as i64))
        }
        _ => Outcome::pass(),
    }
}
