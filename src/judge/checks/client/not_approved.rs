//! Scopes of the client are not approved.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.not_approved",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID Selvbetjening API: GET /v1/client", "HelseID: rejected_scope"],
    evidence: &["scopes", "reasons"],
    remedies: &["ask-for-approval", "accept-terms"],
    text: include_str!("not_approved.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let waiting = match client::not_approved(client, dossier.policy) {
        Ok(waiting) => waiting,
        Err(why) => return Outcome::NotApplicable(why),
    };
    let scopes = waiting.iter().map(|one| one.scope.to_owned()).collect();
    let mut reasons: Vec<String> = waiting.iter().map(|one| one.reason.to_owned()).collect();
    reasons.dedup();
    let evidence = Evidence::none().list("scopes", scopes).list("reasons", reasons);
    match waiting.first() {
        None => Outcome::pass(),
        Some(first) if first.decisive => Outcome::Found(evidence),
        Some(_) => Outcome::Warned(evidence),
    }
}
