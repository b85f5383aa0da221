//! A trace is played back that does not say what the workstation or its smart-card service answered.

use crate::facts::ProbePlace;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.not_in_trace",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Error,
    needs: &["station.service_down"],
    cites: &["policy: a trace answers what was asked in the recorded run, and nothing else"],
    evidence: &["call", "detail"],
    remedies: &["make-new-trace"],
    text: include_str!("not_in_trace.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    match dossier.facts.station.service.error() {
        Some(error) if matches!(error.place, ProbePlace::NotInTrace { .. }) => {
            Outcome::Found(Evidence::none().text("call", &error.call).text("detail", &error.detail))
        }
        _ => Outcome::pass(),
    }
}
