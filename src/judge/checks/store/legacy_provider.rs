//! A card's certificate is linked to its key through a CSP, as Windows did it before the update of October 2025.

use super::stored;
use crate::facts::{KeyProvider, ProviderKind};
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::{Standing, StoreDossier, maker_of};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.legacy_provider",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Warn,
    needs: &["store.unreadable"],
    cites: &["Microsoft KB5073121, CVE-2024-30098: DisableCapiOverrideForRSA"],
    evidence: &["store", "count", "holders", "not_after", "provider", "exception"],
    remedies: &["relink-certificate", "lift-csp-exception"],
    text: include_str!("legacy_provider.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    stored::of_windows(dossier, subject, |store| {
        let valid =
            store.of_eids().filter(|one| one.is_for_login() && one.certificate.is_valid_at(dossier.at));
        let here: Vec<_> = valid.filter(|one| one.standing != Standing::OtherHolder).collect();
        if here.iter().all(|one| one.provider().is_none()) {
            return Outcome::NotApplicable("nothing-linked-in-store");
        }
        let is_csp = |provider: &KeyProvider| provider.kind == ProviderKind::Csp;
        let legacy: Vec<_> = here.into_iter().filter(|one| one.provider().is_some_and(is_csp)).collect();
        let Some(provider) = legacy.first().and_then(|one| one.provider()) else {
            return Outcome::Pass(stored::named(store));
        };
        let evidence = stored::evidence(store, &legacy)
            .text("provider", &provider.name)
            .text("exception", exception(store));
        // Windows does not replace what other makers' software links by itself; whether that still works, it must say.
        let of_windows = legacy.iter().filter_map(|one| maker_of(&one.provider()?.name));
        match of_windows.into_iter().any(|maker| maker.of_windows) {
            true => Outcome::Found(evidence),
            false => Outcome::Noted(evidence),
        }
    })
}

/// Whether an administrator has taken the change back, as a stable word.
fn exception(store: &StoreDossier) -> &'static str {
    let known = store.facts.propagation.as_ref().and_then(|facts| facts.capi_override.value());
    match known {
        Some(Some(0)) => "exception-set",
        Some(_) => "exception-not-set",
        None => "unknown",
    }
}
