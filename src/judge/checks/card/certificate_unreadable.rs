//! The card names a certificate and does not give it.

use crate::facts::Observed;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.certificate_unreadable",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.unknown"],
    cites: &["ISO 7816-15 §8.7"],
    evidence: &["path", "detail"],
    remedies: &["swap-card-and-reader", "send-card-sketch"],
    text: include_str!("certificate_unreadable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let missing = card.facts.objects.iter().find_map(|object| match &object.bytes {
        Observed::Seen { .. } => None,
        Observed::Failed(error) => Some((object, error.to_string())),
        Observed::NotTried { why } => Some((object, why.clone())),
    });
    match missing {
        Some((object, detail)) => {
            Outcome::Found(Evidence::none().text("path", &object.path).text("detail", detail))
        }
        None => Outcome::pass(),
    }
}
