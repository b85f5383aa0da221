//! The PC/SC library is not on this machine: no program here can talk to a card.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.library_missing",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Fail,
    needs: &[],
    cites: &["PC/SC part 5"],
    evidence: &["library", "detail"],
    remedies: &["install-pcsc"],
    text: include_str!("library_missing.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(error) = dossier.facts.station.library.error() else { return Outcome::pass() };
    Outcome::Found(Evidence::none().text("library", &error.call).text("detail", &error.detail))
}
