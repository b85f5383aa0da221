//! The provider does not offer the e-ID that was asked for.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.eid_not_offered",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Warn,
    needs: &[],
    cites: &["HelseID: available_idps", "HelseID: acr_values idp:…"],
    evidence: &["eid", "offered"],
    remedies: &["allow-eid", "use-right-eid"],
    text: include_str!("eid_not_offered.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let Some(login) = &dossier.facts.login else { return Outcome::NotApplicable("no-login") };
    let Some(asked) = login.asked.acr_values.iter().find_map(|value| value.strip_prefix("idp:")) else {
        return Outcome::NotApplicable("no-eid-asked");
    };
    let Some(offered) = login.offered.value() else { return Outcome::NotApplicable("offer-not-known") };
    let evidence = Evidence::none().text("eid", asked).list("offered", offered.clone());
    Outcome::found_if(!offered.iter().any(|one| one == asked), evidence)
}
