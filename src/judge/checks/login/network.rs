//! The network that the login was seen on.

use super::accepted;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.network",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Info,
    needs: &[],
    cites: &["HelseID: helseid://claims/identity/network"],
    evidence: &["network"],
    remedies: &[],
    text: include_str!("network.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let identity = match accepted::identity(dossier) {
        Ok((_, identity)) => identity,
        Err(outcome) => return outcome,
    };
    match &identity.network {
        Some(network) => Outcome::Noted(Evidence::none().text("network", network)),
        None => Outcome::NotApplicable("network-not-told"),
    }
}
