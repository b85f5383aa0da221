//! Approvals and the key’s expiry could not be asked for.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::client;
use crate::judge::dossier::{Dossier, Subject};
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
    remedies: &["add-self-service-scope", "open-network"],
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
