//! The service has lost the reader.

use crate::facts::{Observed, ReaderState};
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "reader.unavailable",
    since: "0.1.0",
    scope: Scope::Reader,
    severity: Severity::Error,
    needs: &[],
    cites: &["PC/SC: SCARD_STATE_UNAVAILABLE"],
    evidence: &["reader"],
    remedies: &["replug-reader"],
    text: include_str!("unavailable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Subject::Reader(index) = subject else { return Outcome::NotApplicable("not-a-reader") };
    let reader = dossier.reader(index);
    let gone = match &reader.state {
        Observed::Seen { value, .. } => *value == ReaderState::Unavailable,
        Observed::Failed(_) => true,
        Observed::NotTried { .. } => false,
    };
    let evidence = Evidence::none().text("reader", &reader.name);
    match gone && dossier.beside_an_eid(None) {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(gone, evidence),
    }
}
