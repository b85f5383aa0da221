//! The module was not asked, because a card is still held by a thread of ours that got no answer.

use super::looked;
use crate::facts::Observed;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.not_looked_at",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &["module.none_found"],
    cites: &["PKCS#11 v3.1 §5.4"],
    evidence: &["module"],
    remedies: &["reinsert-card"],
    text: include_str!("not_looked_at.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    let left_out = matches!(module.seen, Observed::NotTried { .. });
    Outcome::found_if(left_out, looked::name(module))
}
