//! The address of the provider is one that cannot be used, and nothing here can put it right.

use super::oddities;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.authority_unfit",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID Selvbetjening: configuration file", "RFC 8414 §2: https"],
    evidence: &["codes"],
    remedies: &["fetch-client-file-again"],
    text: include_str!("authority_unfit.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    match oddities::told(dossier, oddities::is_unfit) {
        // The old name may still lead somewhere.
        Outcome::Found(evidence) if evidence == retired_alone() => Outcome::Warned(evidence),
        outcome => outcome,
    }
}

fn retired_alone() -> Evidence {
    Evidence::none().list("codes", vec!["authority-retired-host".to_owned()])
}
