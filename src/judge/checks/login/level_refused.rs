//! The provider says that the level, or the e-ID that gives it, is not to be had for this client.

use super::super::provider;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.level_refused",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["OpenID Connect unmet_authentication_requirements 1.0", "HelseID: acr_values"],
    evidence: provider::EVIDENCE,
    remedies: &["allow-eid", "use-right-eid"],
    text: include_str!("level_refused.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    provider::ended_in(dossier, subject, CHECK.id, Trouble::Level)
}
