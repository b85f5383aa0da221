//! A wrong PIN was entered since the last right one.

use super::looked;
use crate::facts::TokenFlag;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "module.pin_count_low",
    since: "0.1.0",
    scope: Scope::Module,
    severity: Severity::Info,
    needs: &[
        "module.not_looked_at",
        "module.other_architecture",
        "module.missing_dependency",
        "module.not_loadable",
    ],
    cites: &["PKCS#11 v3.1 §3.4, CKF_USER_PIN_COUNT_LOW"],
    evidence: &["module", "slot"],
    remedies: &[],
    text: include_str!("pin_count_low.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    looked::token_with(dossier, subject, |token| {
        token.has(TokenFlag::UserPinCountLow) && !token.has(TokenFlag::UserPinLocked)
    })
}
