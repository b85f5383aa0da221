//! The provider refuses the organisation that the client acts for.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.organisation_refused",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID, feilmeldinger: HID-1001 to HID-1006"],
    evidence: provider::EVIDENCE,
    remedies: &["correct-organisation"],
    text: include_str!("organisation_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Organisation)
}
