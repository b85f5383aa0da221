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
    needs: &[
        "reader.unavailable",
        "reader.card_mute",
        "reader.empty",
        "reader.card_in_use",
        "card.removed",
        "card.no_answer",
        "card.communication_failed",
        "card.unknown",
        "card.directory_unreadable",
    ],
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
    match none && (proven || dossier.beside_an_eid(line::index(subject))) {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(none, evidence),
    }
}
