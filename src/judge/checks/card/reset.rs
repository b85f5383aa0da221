//! Another program reset the card while it was read, and again after the reading had begun anew.

use super::super::line;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.reset",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.no_answer"],
    cites: &["PC/SC: SCARD_W_RESET_CARD, SCARD_W_UNPOWERED_CARD"],
    evidence: &["reader", "call", "code", "times"],
    remedies: &["close-other-program"],
    text: include_str!("reset.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match line::trouble(card.facts).filter(|error| line::is_reset(error)) {
        Some(error) => Outcome::Found(
            line::evidence(card.facts, error)
                .text("code", error.code())
                .number("times", card.facts.restarts as i64 + 1),
        ),
        None => Outcome::pass(),
    }
}
