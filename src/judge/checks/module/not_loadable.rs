//! The file is no PKCS#11 module, or the loader refuses it.

use super::looked;
use crate::facts::ModuleFault;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.not_loadable",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &["module.not_looked_at"],
    cites: &["PKCS#11 v3.1 §5.3"],
    evidence: &["module", "call", "detail"],
    remedies: &["repair-middleware"],
    text: include_str!("not_loadable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::told(dossier, subject, |error| {
        looked::is(error, &[ModuleFault::NotLoadable, ModuleFault::NotAModule])
    })
}
