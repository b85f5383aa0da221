//! The token names another unit than the client was to act for.

use super::accepted;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.organisation_differs",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID: orgnr_child; assertion_details"],
    evidence: &["asked", "told"],
    remedies: &["correct-organisation"],
    text: include_str!("organisation_differs.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let (login, identity) = match accepted::identity(dossier) {
        Ok(accepted) => accepted,
        Err(outcome) => return outcome,
    };
    let Some(asked) = &login.asked.organisation else {
        return Outcome::NotApplicable("no-organisation-asked");
    };
    let evidence = Evidence::none().text("asked", asked);
    match &identity.organisation.child {
        Some(told) => Outcome::found_if(told != asked, evidence.text("told", told)),
        None => Outcome::Warned(evidence.text("told", "none")),
    }
}
