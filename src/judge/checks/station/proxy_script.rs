//! A proxy script is configured, which this program does not evaluate.

use crate::facts::{NetworkStage, Observed, ProbeError, ProbePlace};
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::Trouble;
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "station.proxy_script",
    since: "0.1.0",
    scope: Scope::Station,
    severity: Severity::Warn,
    needs: &[],
    cites: &["NHN: network usage for HelseID, http://config.nhn.no/kunde.pac"],
    evidence: &["script"],
    remedies: &["give-proxy"],
    text: include_str!("proxy_script.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let script = match &dossier.facts.station.proxy_script {
        Observed::Seen { value, .. } => value,
        Observed::Failed(_) | Observed::NotTried { .. } => return Outcome::NotApplicable("proxy-not-known"),
    };
    let Some(script) = script else { return Outcome::pass() };
    let evidence = Evidence::none().text("script", script);
    // Whoever was reached needed no script.
    match something_was_lost(dossier) {
        true => Outcome::Found(evidence),
        false => Outcome::Noted(evidence),
    }
}

fn something_was_lost(dossier: &Dossier) -> bool {
    let facts = dossier.facts;
    let exchanges = facts.exchanges.iter().filter_map(|exchange| exchange.answer.error());
    let connection = facts.client.iter().filter_map(|client| client.connection.as_ref());
    let connection = connection.filter_map(|connection| connection.fault.as_ref());
    let mut faults = facts.login.iter().filter_map(|login| login.fault.as_ref()).chain(connection);
    faults.any(|fault| Trouble::of(fault, false) == Trouble::Unreachable)
        || exchanges.into_iter().any(is_lost)
}

/// A way that a proxy may know, and this program does not.
fn is_lost(error: &ProbeError) -> bool {
    let unknown_way =
        matches!(error.place, ProbePlace::Network { stage: NetworkStage::Dns | NetworkStage::Connect });
    unknown_way || matches!(error.place, ProbePlace::Timeout { .. })
}
