//! A library that the module needs is not there.

use super::looked;
use crate::facts::ModuleFault;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.missing_dependency",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &["module.not_looked_at"],
    cites: &["dlopen(3); ERROR_MOD_NOT_FOUND"],
    evidence: &["module", "call", "detail"],
    remedies: &["repair-middleware"],
    text: include_str!("missing_dependency.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::told(dossier, subject, |error| looked::is(error, &[ModuleFault::MissingDependency]))
}
