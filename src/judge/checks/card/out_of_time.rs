//! The run's own time was up before the card was read; the card and its line said nothing wrong.

use super::super::line;
use crate::facts::ProbePlace;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.out_of_time",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.reset"],
    cites: &["--timeout, bounds.run_ms of the policy"],
    evidence: &["reader", "call", "commands"],
    remedies: &["allow-more-time"],
    text: include_str!("out_of_time.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match line::trouble(card.facts).filter(|error| error.place == ProbePlace::Cancelled) {
        Some(error) => {
            let commands = i64::try_from(card.facts.traffic.commands).unwrap_or(i64::MAX);
            Outcome::Found(line::evidence(card.facts, error).number("commands", commands))
        }
        None => Outcome::pass(),
    }
}
