//! The client’s key is too short.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.key_weak",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID: RSA of 2048 bits or more"],
    evidence: &["algorithm", "bits"],
    remedies: &["renew-client-key"],
    text: include_str!("key_weak.toml"),
    judge,
};

/// What HelseID's own key generator refuses to go below, and the smallest curve of its algorithms.
const LEAST: [(&str, u32); 2] = [("RSA", 2048), ("EC", 256)];

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let key = &client.key;
    let weak = LEAST.iter().any(|(algorithm, least)| key.algorithm == *algorithm && key.bits < *least);
    Outcome::found_if(weak, Evidence::none().text("algorithm", &key.algorithm).number("bits", key.bits))
}
