//! A card that only the module could read.

use super::looked;
use crate::facts::Access;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::CardDossier;
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.card_only_here",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Info,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
    ],
    cites: &["ISO 7816-15"],
    evidence: &["module", "readers"],
    remedies: &["send-card-sketch"],
    text: include_str!("card_only_here.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    let only = |card: &&CardDossier| card.facts.access == Access::Pkcs11 && looked::shows(module, card);
    let readers: Vec<String> =
        dossier.cards.iter().filter(only).map(|card| card.facts.reader.clone()).collect();
    let found = !readers.is_empty();
    Outcome::found_if(found, looked::name(module).list("readers", readers))
}
