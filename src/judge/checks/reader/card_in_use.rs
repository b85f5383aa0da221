//! Another program holds the card and did not let go within the bound.

use super::super::line;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "reader.card_in_use",
    since: "0.1.0",
    scope: Scope::Reader,
    severity: Severity::Error,
    needs: &["reader.unavailable"],
    cites: &["PC/SC: SCARD_E_SHARING_VIOLATION"],
    evidence: &["reader", "waited_s", "code"],
    remedies: &["close-other-program"],
    text: include_str!("card_in_use.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Subject::Reader(index) = subject else { return Outcome::NotApplicable("not-a-reader") };
    let reader = dossier.reader(index);
    let held = (dossier.cards.iter())
        .filter(|card| card.facts.reader == reader.name)
        .find_map(|card| line::holder(card.facts));
    match held {
        Some(error) => Outcome::Found(
            Evidence::none()
                .text("reader", &reader.name)
                .number("waited_s", (dossier.policy.bounds.sharing_ms / 1000) as i64)
                .text("code", error.code()),
        ),
        None => Outcome::pass(),
    }
}
