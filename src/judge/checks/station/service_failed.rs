//! The smart-card service answers with an error of its own, or not in time.

use super::service;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.service_failed",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Error,
    needs: &["station.not_in_trace"],
    cites: &["PC/SC part 5"],
    evidence: &["call", "code", "name", "detail"],
    remedies: &["restart-smart-card-service"],
    text: include_str!("service_failed.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(error) = dossier.facts.station.service.error() else { return Outcome::pass() };
    let own = service::silence(dossier).is_none();
    Outcome::found_if(own, service::evidence(error).text("detail", &error.detail))
}
