//! The operating system sees a card reader that the smart-card service does not list.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.reader_without_driver",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Fail,
    needs: &["station.service_failed"],
    cites: &["USB class 0B, CCID"],
    evidence: &["devices"],
    remedies: &["install-reader-driver", "restart-smart-card-service"],
    text: include_str!("reader_without_driver.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let facts = dossier.facts;
    let Some(devices) = facts.station.devices.value() else {
        return Outcome::NotApplicable("device-list-unknown");
    };
    let here: Vec<String> = devices
        .iter()
        .filter(|device| device.present == Some(true))
        .map(|device| device.name.clone())
        .collect();
    Outcome::found_if(facts.readers.is_empty() && !here.is_empty(), Evidence::none().list("devices", here))
}
