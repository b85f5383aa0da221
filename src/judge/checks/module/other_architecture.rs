//! The module is made for another processor or word length.

use super::looked;
use crate::facts::ModuleFault;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.other_architecture",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &["module.not_looked_at"],
    cites: &["ELF, PE and Mach-O headers"],
    evidence: &["module", "call", "detail"],
    remedies: &["install-fitting-middleware"],
    text: include_str!("other_architecture.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::told(dossier, subject, |error| looked::is(error, &[ModuleFault::OtherArchitecture]))
}
