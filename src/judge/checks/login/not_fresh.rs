//! The person proved who they are before this login began.

use super::accepted;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;
use jiff::Timestamp;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "login.not_fresh",
    since: "0.1.0",
    scope: Scope::Login,
    severity: Severity::Fail,
    needs: &[],
    cites: &["OpenID Connect Core §2: auth_time; §3.1.2.1: prompt=login"],
    evidence: &["seconds", "reason"],
    remedies: &["log-in-again", "report-login-fault"],
    text: include_str!("not_fresh.toml"),
    judge,
};

fn judge(dossier: &Dossier, _subject: Subject) -> Outcome {
    let (login, identity) = match accepted::identity(dossier) {
        Ok(accepted) => accepted,
        Err(outcome) => return outcome,
    };
    let unknown = |why: &str| Outcome::Unknown(Evidence::none().text("reason", why));
    let Some(proved_at) = identity.auth_time else { return unknown("auth-time-not-told") };
    // The provider's clock says when; ours says when the login began.
    let offset = login.clock.map_or(0, |clock| clock.offset_ms);
    let doubt = login.clock.map_or(dossier.policy.login.clock_fail_ms, |clock| clock.within_ms);
    let doubt = doubt.saturating_add(WHOLE_SECOND_MS);
    let there = |moment: Timestamp| moment.as_millisecond().saturating_add(offset);
    let early = there(login.begun_at).saturating_sub(proved_at.as_millisecond());
    let late = proved_at.as_millisecond().saturating_sub(there(identity.received_at));
    let evidence = Evidence::none().number("seconds", early.max(0) / 1000);
    match () {
        () if early > doubt => Outcome::Found(evidence),
        () if late > doubt => unknown("auth-time-to-come"),
        () => Outcome::pass(),
    }
}

/// `auth_time` has whole seconds.
const WHOLE_SECOND_MS: i64 = 1000;
