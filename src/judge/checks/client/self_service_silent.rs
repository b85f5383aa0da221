//! Approvals and the key’s expiry could not be asked for.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "client.self_service_silent",
    since: "0.1.0",
    scope: Scope::Client,
    severity: Severity::Warn,
    needs: &[],
    cites: &["HelseID Selvbetjening API: scope nhn:selvbetjening/client"],
    evidence: &["cause"],
    remedies: &[
        "add-self-service-scope",
        "open-network",
        "wait-for-service",
        "exempt-from-inspection",
        "set-clock",
        "check-self-service",
    ],
    text: include_str!("self_service_silent.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    match client::self_service_silence(client, dossier.policy) {
        Ok(Some(silence)) => {
            let evidence = Evidence::none().text("cause", silence.cause);
            if silence.asked { Outcome::Found(evidence) } else { Outcome::Noted(evidence) }
        }
        Ok(None) => Outcome::pass(),
        Err(why) => Outcome::NotApplicable(why),
    }
}

/// What to do, by what kept it from answering: a firewall is not opened by a scope.
pub(super) fn remedies(dossier: &Dossier) -> &'static [&'static str] {
    let client = dossier.facts.client.as_ref();
    let silence =
        client.and_then(|client| client::self_service_silence(client, dossier.policy).ok().flatten());
    let Some(silence) = silence else { return &[] };
    match silence.trouble {
        Some(Trouble::Tls) => &["exempt-from-inspection"],
        Some(Trouble::Down) => &["wait-for-service"],
        Some(Trouble::NotUnderstood) => &["check-self-service"],
        Some(Trouble::Clock) => &["set-clock"],
        Some(Trouble::Client | Trouble::Scope | Trouble::Request) => &["add-self-service-scope"],
        Some(_) => &["open-network"],
        None => match silence.cause.as_str() {
            "no-self-service-scope" => &["add-self-service-scope"],
            "no-self-service" => &["check-self-service"],
            "key-not-recognised" => &[],
            _ => &["open-network"],
        },
    }
}
