//! The module answered with an error, or with something that cannot be.

use super::looked;
use crate::facts::ProbePlace;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.failed",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &["module.not_looked_at"],
    cites: &["PKCS#11 v3.1 §5.1"],
    evidence: &["module", "call", "detail"],
    remedies: &["repair-middleware"],
    text: include_str!("failed.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::told(dossier, subject, |error| {
        matches!(error.place, ProbePlace::Cryptoki { .. } | ProbePlace::Malformed | ProbePlace::Os { .. })
    })
}
