//! The line to the card broke, or what came over it is no answer of a card.

use super::super::line;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.communication_failed",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.reset"],
    cites: &["ISO 7816-3 §11.6, PC/SC: SCARD_F_COMM_ERROR"],
    evidence: &["reader", "call", "code", "detail"],
    remedies: &["swap-card-and-reader", "turn-and-clean-card"],
    text: include_str!("communication_failed.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match line::trouble(card.facts).or_else(|| line::nonsense(card.facts)) {
        Some(error) => {
            let parts = [error.code(), error.detail.clone()];
            let detail: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let evidence = line::evidence(card.facts, error).text("code", error.code());
            Outcome::Found(evidence.text("detail", detail.join(", ")))
        }
        None => Outcome::pass(),
    }
}
