//! The service runs and knows no reader.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.no_reader",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Fail,
    needs: &["station.reader_without_driver"],
    cites: &["PC/SC: SCARD_E_NO_READERS_AVAILABLE"],
    evidence: &[],
    remedies: &["attach-reader", "install-reader-driver"],
    text: include_str!("no_reader.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    Outcome::found_if(dossier.facts.readers.is_empty(), Evidence::none())
}
