//! The module shows certificates at a card that the card itself does not have: it remembers an older card, or it lies.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.other_certificates",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
        "module.certificate_malformed",
    ],
    cites: &["PKCS#11 v3.1 §4.6.3, CKA_VALUE"],
    evidence: &["module", "reader", "count"],
    remedies: &["refresh-middleware", "report-middleware"],
    text: include_str!("other_certificates.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    match looked::foreign(dossier, module) {
        Some((reader, count)) => {
            Outcome::Found(looked::name(module).text("reader", reader).number("count", count as i64))
        }
        None => Outcome::pass(),
    }
}
