//! The module brought its process down.

use super::looked;
use crate::facts::ModuleFault;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.crashed",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &["module.not_looked_at"],
    cites: &["PKCS#11 v3.1 §5"],
    evidence: &["module", "call", "detail"],
    remedies: &["repair-middleware", "report-middleware"],
    text: include_str!("crashed.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::told(dossier, subject, |error| looked::is(error, &[ModuleFault::Crashed, ModuleFault::Ended]))
}
