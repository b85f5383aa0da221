//! The store is there and cannot be read.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.unreadable",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Warn,
    needs: &[],
    cites: &["CertOpenStore; NSS cert9.db; security find-certificate"],
    evidence: &["store", "error"],
    remedies: &["repair-certificate-store"],
    text: include_str!("unreadable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(store) = dossier.store(subject) else { return Outcome::NotApplicable("no-store") };
    let evidence = Evidence::none().text("store", &store.facts.place);
    match (store.facts.content.value(), store.facts.content.error()) {
        (Some(_), _) => Outcome::Pass(evidence),
        (None, Some(error)) => Outcome::Found(evidence.text("error", error.to_string())),
        (None, None) => Outcome::NotApplicable("old-database"),
    }
}
