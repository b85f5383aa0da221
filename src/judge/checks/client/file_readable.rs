//! Others than the owner can read the file with the private key.

use crate::facts::Observed;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.file_readable",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Warn,
    needs: &[],
    cites: &["HelseID: the private key is the client’s alone"],
    evidence: &[],
    remedies: &["protect-client-file"],
    text: include_str!("file_readable.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    match &client.readable_by_others {
        Observed::Seen { value, .. } => Outcome::found_if(*value, Evidence::none()),
        Observed::Failed(_) | Observed::NotTried { .. } => Outcome::NotApplicable("rights-not-known"),
    }
}
