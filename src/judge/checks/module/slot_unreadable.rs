//! A slot, a token in it or its certificates could not be read through the module.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.slot_unreadable",
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
    evidence: &["module", "slot", "call", "detail"],
    remedies: &["reinsert-card", "use-issuers-middleware"],
    text: include_str!("slot_unreadable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    match looked::unreadable(module) {
        Some((slot, error)) => Outcome::Found(
            looked::name(module)
                .text("slot", looked::place(slot))
                .text("call", &error.call)
                .text("detail", &error.detail),
        ),
        None => Outcome::pass(),
    }
}
