//! The card comes from another company than the staff list says.

use super::roster;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "name.issuer_differs",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Warn,
    needs: &["card.unknown", "name.mismatch", "name.not_in_roster"],
    cites: &["the list says whose card the person was to order"],
    evidence: &["expected", "company"],
    remedies: &["correct-roster"],
    text: include_str!("issuer_differs.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let (card, look_up) = match roster::look_up(dossier, subject) {
        Ok(found) => found,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let expected = look_up.row.as_ref().and_then(|row| row.issuer.as_deref());
    let Some(expected) = expected else { return Outcome::NotApplicable("no-issuer-in-roster") };
    let Some(company) = card.company().and_then(|id| dossier.company(id)) else {
        return Outcome::NotApplicable("issuer-not-known");
    };
    let word = expected.to_lowercase();
    let differs = !company.claims.iter().any(|claim| word.contains(claim.as_str()));
    Outcome::found_if(differs, Evidence::none().text("expected", expected).text("company", &company.name))
}
