//! A proxy takes what is meant for this machine, so that the browser cannot come back.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login::{self, Trouble};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.proxy_takes_loopback",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["RFC 8252 §7.3", "NHN: network usage for HelseID"],
    evidence: &["proxy", "address"],
    remedies: &["bypass-loopback-proxy"],
    text: include_str!("proxy_takes_loopback.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(login) = &dossier.facts.login else { return Outcome::NotApplicable("no-login") };
    let Some(proxy) = &login.asked.loopback_proxy else { return Outcome::pass() };
    let evidence = Evidence::none().text("proxy", proxy).text("address", &login.asked.redirect_uri);
    match login::trouble(login, &dossier.policy.login) {
        Some(Trouble::LoopbackProxy) => Outcome::Found(evidence),
        _ => Outcome::Warned(evidence),
    }
}
