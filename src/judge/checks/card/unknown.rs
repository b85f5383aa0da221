//! The card answers, and nothing on it is of a layout that is known. Beside an e-ID card that is information.

use super::super::line;
use crate::judge::assemble::applications;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.unknown",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.unsteady_reading"],
    cites: &["ISO 7816-4 §12.2, ISO 7816-15"],
    evidence: &["atr", "learnt"],
    remedies: &["send-card-sketch"],
    text: include_str!("unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let unknown = card.facts.family.is_none();
    let protocol = card.facts.connection.value().map(|protocol| protocol.as_str().to_owned());
    let applications = applications(card.facts).into_iter().map(|one| one.name.unwrap_or(one.aid));
    let evidence = Evidence::none()
        .text("atr", card.facts.atr.hex())
        .list("learnt", protocol.into_iter().chain(applications).collect());
    line::found_unless_beside(dossier, subject, unknown, evidence)
}
