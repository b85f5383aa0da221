//! The module writes to the standard output or error of the program that loads it.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.prints",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Info,
    needs: &["module.not_looked_at"],
    cites: &["PKCS#11 v3.1 §5"],
    evidence: &["module", "printed"],
    remedies: &[],
    text: include_str!("prints.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    match &module.printed {
        Some(printed) => Outcome::Found(looked::name(module).said(
            "printed",
            printed.bytes.to_string(),
            Some(printed.begins.trim().to_owned()),
        )),
        None => Outcome::pass(),
    }
}
