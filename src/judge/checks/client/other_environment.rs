//! The client is registered in another environment than the profile is about.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Environment;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.other_environment",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID Selvbetjening: configuration file", "policy: login.providers"],
    evidence: &["authority", "environment", "profile"],
    remedies: &["choose-client-environment"],
    text: include_str!("other_environment.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let policy = dossier.policy;
    let environment = client::environment(client, policy);
    let word = match environment {
        Environment::Production => "production",
        Environment::Test => "test",
        Environment::Unknown => "unknown",
    };
    let evidence = Evidence::none()
        .text("authority", &client.authority)
        .text("environment", word)
        .text("profile", &policy.name);
    match environment {
        _ if client.authority == policy.login.issuer => Outcome::Pass(evidence),
        // A provider on this very machine is somebody's trial.
        Environment::Unknown if is_here(&client.authority) => Outcome::Noted(evidence),
        Environment::Unknown => Outcome::Warned(evidence),
        known => Outcome::found_if(known != policy.environment, evidence),
    }
}

fn is_here(authority: &str) -> bool {
    let host = authority.split_once("://").map_or(authority, |(_, rest)| rest);
    ["localhost", "127.0.0.1", "[::1]"].iter().any(|here| {
        host.strip_prefix(here).is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    })
}
