//! An administrator has switched the smart-card service off.

use super::service;
use crate::facts::ServiceStart;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.service_disabled",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Fail,
    needs: &["station.library_missing"],
    cites: &["Windows service SCardSvr"],
    evidence: &["call", "code", "name"],
    remedies: &["enable-smart-card-service"],
    text: include_str!("service_disabled.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let station = &dossier.facts.station;
    let disabled = station.manager.value().is_some_and(|manager| manager.start == ServiceStart::Disabled);
    match service::silence(dossier) {
        Some(error) if disabled => Outcome::Found(service::evidence(error)),
        _ => Outcome::pass(),
    }
}
