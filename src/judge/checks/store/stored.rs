//! What checks of stores share.

use crate::judge::check::Outcome;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::{StoreDossier, StoredDossier};
use crate::judge::value::{BETWEEN_PERSONS, Evidence};

/// Judges a store that could be read.
pub(super) fn with(
    dossier: &Dossier,
    subject: Subject,
    judge: impl FnOnce(&StoreDossier) -> Outcome,
) -> Outcome {
    match dossier.store(subject) {
        None => Outcome::NotApplicable("no-store"),
        Some(store) if store.content().is_none() => Outcome::NotApplicable("store-not-read"),
        Some(store) => judge(store),
    }
}

/// The same, of the Windows user's store alone.
pub(super) fn of_windows(
    dossier: &Dossier,
    subject: Subject,
    judge: impl FnOnce(&StoreDossier) -> Outcome,
) -> Outcome {
    with(dossier, subject, |store| match store.is_windows() {
        true => judge(store),
        false => Outcome::NotApplicable("not-windows-store"),
    })
}

/// Which store, and how many of its certificates, whose, valid until when at the latest.
pub(super) fn evidence(store: &StoreDossier, found: &[&StoredDossier]) -> Evidence {
    let mut holders: Vec<String> = Vec::new();
    for holder in found.iter().map(|one| one.holder()).filter(|holder| !holder.is_empty()) {
        if !holders.contains(&holder) {
            holders.push(holder);
        }
    }
    let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let evidence = named(store).number("count", count).person("holders", holders.join(BETWEEN_PERSONS));
    match found.iter().map(|one| one.certificate.not_after).max() {
        Some(until) => evidence.date("not_after", until),
        None => evidence,
    }
}

/// Which store.
pub(super) fn named(store: &StoreDossier) -> Evidence {
    Evidence::none().text("store", &store.facts.place)
}
