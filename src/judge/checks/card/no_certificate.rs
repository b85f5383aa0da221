//! The card can be read and carries no certificate: probably not activated. Beside an e-ID card that is information.

use super::super::line;
use crate::judge::assemble::pin_state;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::report::PinState;
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.no_certificate",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.directory_unreadable"],
    cites: &["Buypass: cards are delivered inactive"],
    evidence: &["family"],
    remedies: &["activate-card", "send-card-sketch"],
    text: include_str!("no_certificate.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let Some(family) = &card.facts.family else { return Outcome::NotApplicable("unknown-card") };
    let evidence = Evidence::none().text("family", &family.name);
    let proven = card.facts.pins.iter().any(|pin| pin_state(pin) == PinState::NotActivated);
    let none = card.certificates.is_empty();
    match none && proven {
        true => Outcome::Noted(evidence),
        false => line::found_unless_beside(dossier, subject, none, evidence),
    }
}
