//! The address of the provider was edited by hand.

use super::oddities;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.authority_edited",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Warn,
    needs: &[],
    cites: &["HelseID Selvbetjening: configuration file"],
    evidence: &["codes"],
    remedies: &["fetch-client-file-again"],
    text: include_str!("authority_edited.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    oddities::told(dossier, |code| code.starts_with("authority-") && !oddities::is_unfit(code))
}
