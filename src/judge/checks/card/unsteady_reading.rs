//! Something about a reading was doubtful, so the card was read again, and the two readings differ.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.unsteady_reading",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.communication_failed"],
    cites: &["ISO 7816-3 §11.6, ISO 7816-4 §11.3.3"],
    evidence: &["reader", "path", "first", "second"],
    remedies: &["turn-and-clean-card", "swap-card-and-reader"],
    text: include_str!("unsteady_reading.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    match card.facts.differences.first() {
        Some(difference) => Outcome::Found(
            Evidence::none()
                .text("reader", &card.facts.reader)
                .text("path", &difference.place)
                .text("first", &difference.first)
                .text("second", &difference.second),
        ),
        None => Outcome::pass(),
    }
}
