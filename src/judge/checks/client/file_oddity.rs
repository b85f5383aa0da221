//! Something in the file is worth knowing.

use super::oddities;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.file_oddity",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Info,
    needs: &[],
    cites: &["HelseID Selvbetjening: configuration file"],
    evidence: &["codes"],
    remedies: &[],
    text: include_str!("file_oddity.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    oddities::told(dossier, oddities::is_worth_knowing)
}
