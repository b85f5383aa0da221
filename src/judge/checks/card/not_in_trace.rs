//! A trace is played back, and the card was asked something that it has no answer to.

use super::super::line;
use crate::facts::ProbePlace;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.not_in_trace",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["reader.unavailable", "reader.card_mute", "reader.empty", "reader.card_in_use"],
    cites: &["policy: a trace answers what was asked in the recorded run, and nothing else"],
    evidence: &["reader", "call", "line", "detail"],
    remedies: &["make-new-trace"],
    text: include_str!("not_in_trace.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match line::trouble(card.facts).map(|error| (error, &error.place)) {
        Some((error, ProbePlace::NotInTrace { line: last })) => Outcome::Found(
            line::evidence(card.facts, error)
                .number("line", i64::try_from(*last).unwrap_or(i64::MAX))
                .text("detail", &error.detail),
        ),
        _ => Outcome::pass(),
    }
}
