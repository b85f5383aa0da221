//! The desktop is remote, so the readers are those of the machine in front of the person.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.remote_session",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Info,
    needs: &[],
    cites: &["RDP smart-card redirection, MS-RDPESC"],
    evidence: &[],
    remedies: &["redirect-smart-cards"],
    text: include_str!("remote_session.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    match dossier.facts.station.remote_session.value() {
        Some(remote) => Outcome::found_if(*remote, Evidence::none()),
        None => Outcome::NotApplicable("not-known"),
    }
}
