//! Modules were looked for where they are known to lie, and there is none.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.none_found",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Warn,
    needs: &[],
    cites: &["pkcs11.conf(5); the table of known middleware"],
    evidence: &[],
    remedies: &["install-middleware"],
    text: include_str!("none_found.toml"),
    judge,
};

fn judge(dossier: &Dossier, _: Subject) -> Outcome {
    let expected = &dossier.facts.expected;
    match expected.any_module {
        true => Outcome::found_if(dossier.facts.modules.is_empty(), Evidence::none()),
        false => Outcome::NotApplicable("no-module-asked"),
    }
}
