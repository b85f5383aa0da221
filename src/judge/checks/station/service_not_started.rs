//! The smart-card service is started when a reader is attached, and none ever was.

use super::service;
use crate::facts::ServiceStart;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.service_not_started",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Fail,
    needs: &["station.service_disabled"],
    cites: &["Windows service SCardSvr, trigger start"],
    evidence: &["call", "code", "name"],
    remedies: &["attach-reader", "start-smart-card-service"],
    text: include_str!("service_not_started.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let station = &dossier.facts.station;
    let Some(error) = service::silence(dossier) else { return Outcome::pass() };
    let on_demand = station
        .manager
        .value()
        .is_some_and(|manager| manager.start == ServiceStart::OnDemand && !manager.running);
    // Windows remembers readers of the past; only one that is known to be here now speaks against it.
    let no_reader = station
        .devices
        .value()
        .is_some_and(|devices| devices.iter().all(|device| device.present != Some(true)));
    Outcome::found_if(on_demand && no_reader, service::evidence(error))
}
