//! The login went through another e-ID than the one asked for.

use super::accepted;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::login;
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.other_eid",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID: idp; ID-porten: amr"],
    evidence: &["asked", "used", "reason"],
    remedies: &["use-right-eid"],
    text: include_str!("other_eid.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let (login, identity) = match accepted::identity(dossier) {
        Ok(accepted) => accepted,
        Err(outcome) => return outcome,
    };
    let policy = &dossier.policy.login;
    let Some(asked) = &login.asked.eid else { return Outcome::NotApplicable("no-eid-asked") };
    let Some(eid) = policy.eids.get(asked) else {
        return Outcome::Unknown(Evidence::none().text("reason", "eid-not-in-profile"));
    };
    let used = login::eid_told(identity, policy);
    if used.is_empty() {
        return Outcome::Unknown(Evidence::none().text("reason", "eid-not-told"));
    }
    let is_it =
        used.iter().any(|used| eid.recognised_by.iter().any(|known| known.eq_ignore_ascii_case(used)));
    let used = used.into_iter().map(str::to_owned).collect();
    Outcome::found_if(!is_it, Evidence::none().text("asked", &eid.name).list("used", used))
}
