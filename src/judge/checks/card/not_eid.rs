//! The card carries certificates, and none from a company whose cards count as e-ID. Beside an e-ID card that is information.

use super::super::line;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.not_eid",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["card.certificate_unreadable"],
    cites: &["HelseID: accepted identity providers"],
    evidence: &["issuers"],
    remedies: &["use-personal-card"],
    text: include_str!("not_eid.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let mut issuers: Vec<String> =
        card.readable().map(|(_, certificate)| certificate.issuer.to_string()).collect();
    if issuers.is_empty() {
        return Outcome::NotApplicable("no-readable-certificate");
    }
    issuers.sort();
    issuers.dedup();
    let evidence = Evidence::none().list("issuers", issuers);
    line::found_unless_beside(dossier, subject, !card.is_eid(), evidence)
}
