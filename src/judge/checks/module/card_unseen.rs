//! A card that was read directly is not seen through the module.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::CardDossier;
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.card_unseen",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
        "module.crashed",
        "module.hangs",
        "module.failed",
        "module.slot_unreadable",
    ],
    cites: &["PKCS#11 v3.1 §5.5"],
    evidence: &["module", "readers"],
    remedies: &["use-issuers-middleware", "repair-middleware"],
    text: include_str!("card_unseen.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    let unseen: Vec<&CardDossier> =
        looked::direct_eids(dossier).filter(|card| !looked::shows(module, card)).collect();
    let others = || dossier.facts.modules.iter().filter(|other| other.path != module.path);
    let by_another = |card: &CardDossier| others().any(|other| looked::shows(other, card));
    let readers = unseen.iter().map(|card| card.facts.reader.clone()).collect();
    let evidence = looked::name(module).list("readers", readers);
    match () {
        () if looked::direct_eids(dossier).next().is_none() => Outcome::NotApplicable("no-eid"),
        () if !looked::is_for_cards(module, dossier) => Outcome::NotApplicable("not-for-cards"),
        () if unseen.is_empty() => Outcome::pass(),
        // Each maker's module shows that maker's cards.
        () if unseen.iter().all(|card| by_another(card)) => Outcome::Noted(evidence),
        () => Outcome::Found(evidence),
    }
}
