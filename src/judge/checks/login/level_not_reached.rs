//! The login did not reach level high.

use super::accepted;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.level_not_reached",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["HelseID: helseid://claims/identity/security_level", "policy: login.high"],
    evidence: &["level", "wanted", "reason"],
    remedies: &["use-right-eid", "allow-eid", "correct-client"],
    text: include_str!("level_not_reached.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let identity = match accepted::identity(dossier) {
        Ok((_, identity)) => identity,
        Err(Outcome::NotApplicable(why)) if why == CHECK.id => {
            return Outcome::Unknown(Evidence::none().text("reason", "no-identity"));
        }
        Err(outcome) => return outcome,
    };
    let high = &dossier.policy.login.high;
    match &identity.level {
        None => Outcome::Unknown(Evidence::none().text("reason", "level-not-told")),
        Some(level) => {
            let evidence = Evidence::none().text("level", level).list("wanted", high.clone());
            Outcome::found_if(!high.contains(level), evidence)
        }
    }
}
