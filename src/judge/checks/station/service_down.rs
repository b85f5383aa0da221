//! The smart-card service does not run.

use super::service;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.service_down",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Fail,
    needs: &["station.service_not_started"],
    cites: &["PC/SC: SCARD_E_NO_SERVICE, SCARD_E_SERVICE_STOPPED"],
    evidence: &["call", "code", "name"],
    remedies: &["start-smart-card-service"],
    text: include_str!("service_down.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    match service::silence(dossier) {
        Some(error) => Outcome::Found(service::evidence(error)),
        None => Outcome::pass(),
    }
}
