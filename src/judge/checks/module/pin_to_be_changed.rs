//! The PIN is that of the letter, and must be changed before it can be used.

use super::looked;
use crate::facts::TokenFlag;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.pin_to_be_changed",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Warn,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
    ],
    cites: &["PKCS#11 v3.1 §3.4, CKF_USER_PIN_TO_BE_CHANGED"],
    evidence: &["module", "slot"],
    remedies: &["change-pin"],
    text: include_str!("pin_to_be_changed.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::token_with(dossier, subject, |token| token.has(TokenFlag::UserPinToBeChanged))
}
