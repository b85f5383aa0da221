//! The module started processes and left them behind.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.leaves_processes",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Info,
    needs: &["module.not_looked_at"],
    cites: &["PKCS#11 v3.1 §5.4, C_Finalize"],
    evidence: &["module"],
    remedies: &[],
    text: include_str!("leaves_processes.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    Outcome::found_if(module.left_processes, looked::name(module))
}
