//! The module gives something as a certificate that is none.

use super::looked;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Certificate;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.certificate_malformed",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
    ],
    cites: &["PKCS#11 v3.1 §4.6.3, CKA_VALUE"],
    evidence: &["module", "slot", "bytes"],
    remedies: &["refresh-middleware", "report-middleware"],
    text: include_str!("certificate_malformed.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(module) = looked::module(dossier, subject) else {
        return Outcome::NotApplicable("not-a-module");
    };
    let malformed = module.tokens().find_map(|(slot, token)| {
        let (_, bytes) = token.given().find(|(_, bytes)| Certificate::parse(bytes.as_ref()).is_err())?;
        Some((slot, bytes))
    });
    match malformed {
        Some((slot, bytes)) => Outcome::Found(
            looked::name(module).text("slot", looked::place(slot)).number("bytes", bytes.0.len() as i64),
        ),
        None => Outcome::pass(),
    }
}
