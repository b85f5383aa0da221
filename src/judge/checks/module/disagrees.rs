//! Two modules do not say the same of the same card.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.disagrees",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
    ],
    cites: &["PKCS#11 v3.1 §5.5"],
    evidence: &["module", "other", "reader"],
    remedies: &["keep-one-middleware", "refresh-middleware"],
    text: include_str!("disagrees.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    let before = dossier.facts.modules.iter().take_while(|other| !std::ptr::eq(*other, module));
    let fight = before.filter_map(|other| Some((other, looked::quarrel(dossier, other, module)?))).next();
    match fight {
        Some((other, reader)) => {
            Outcome::Found(looked::name(module).text("other", other.name()).text("reader", reader))
        }
        None => Outcome::pass(),
    }
}
