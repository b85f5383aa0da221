//! What the report says of a test login.

use super::{codes, compare, eid_told};
use crate::facts::{IdentityFacts, LoginFacts, LoginStage};
use crate::judge::check::Check;
use crate::judge::check::Scope;
use crate::judge::checks;
use crate::judge::dossier::Dossier;
use crate::judge::report::{CheckResult, LoginReport, LoginVerdict, OrganisationReport, Status};
use crate::policy::Severity;

/// The test login as reported, by what the checks made of it.
pub(crate) fn report(dossier: &Dossier, results: &[CheckResult]) -> LoginReport {
    let Some(login) = &dossier.facts.login else { return LoginReport::default() };
    let policy = &dossier.policy.login;
    let accepted = login.identity.as_ref().filter(|_| login.fault.is_none());
    let person = accepted.map(|identity| compare(dossier, identity));
    LoginReport {
        verdict: verdict(dossier, results),
        issuer: Some(accepted.map_or(&login.asked.issuer, |identity| &identity.issuer).clone()),
        idp: accepted.and_then(|identity| eid_told(identity, policy).first().map(|eid| (*eid).to_owned())),
        level_asked: policy.high.first().cloned(),
        level_got: accepted.and_then(|identity| identity.level.clone()),
        same_person_as_card: person.as_ref().and_then(|person| person.is_card_holder),
        reasons: reasons(login, results),
        eid: login.asked.eid.clone(),
        name: person.and_then(|person| person.logged_in),
        network: accepted.and_then(|identity| identity.network.clone()),
        hpr_number: accepted.and_then(|identity| hpr_number(login, identity)),
        national_number_matches: accepted.and_then(|identity| identity.number_matches),
        auth_time: accepted.and_then(|identity| identity.auth_time),
        organisation: accepted.map(organisation),
        clock_offset_ms: login.clock.map(|clock| clock.offset_ms),
        requests_after_callback: requests_after_callback(login),
        steps: login.steps.clone(),
    }
}

/// A login counts only where an identity was accepted and every check that decides was passed, or asks for what nobody
/// asked for. No severity that a policy gives makes a fault mild here.
pub(crate) fn verdict(dossier: &Dossier, results: &[CheckResult]) -> LoginVerdict {
    let Some(login) = &dossier.facts.login else { return LoginVerdict::NotTried };
    let mine = || results.iter().filter(|result| result.scope == Scope::Login);
    let is_found = |id: &str| mine().any(|result| result.id == id && result.found);
    let accepted = login.identity.is_some() && login.fault.is_none();
    let teller = checks::find(checks::login_teller(dossier));
    let decides = |check: &&'static Check| check.severity == Severity::Fail;
    let ended = teller.filter(decides).is_some_and(|check| is_found(check.id));
    let failed = ended || mine().any(|result| result.status == Status::Fail);
    match () {
        () if is_found(checks::LOGIN_CANCELLED) => LoginVerdict::Cancelled,
        () if failed || checks::LOGIN_DECIDING.iter().any(|check| is_found(check.id)) => LoginVerdict::Fail,
        () if accepted && checks::LOGIN_DECIDING.iter().all(|check| holds(check, results)) => {
            LoginVerdict::Pass
        }
        () => LoginVerdict::Undetermined,
    }
}

/// Passed; or skipped because the person asked for nothing in particular.
fn holds(check: &Check, results: &[CheckResult]) -> bool {
    const NOT_ASKED: [&str; 2] = ["no-eid-asked", "no-person-expected"];
    let mut own = results.iter().filter(|result| result.id == check.id).peekable();
    own.peek().is_some()
        && own.all(|result| match result.status {
            Status::Pass => !result.found,
            Status::Skip => result.blocked_by.as_deref().is_some_and(|why| NOT_ASKED.contains(&why)),
            Status::Warn | Status::Fail | Status::Error => false,
        })
}

/// The words of the fault, then the checks that did not pass.
fn reasons(login: &LoginFacts, results: &[CheckResult]) -> Vec<String> {
    let mine = results.iter().filter(|result| result.scope == Scope::Login);
    let stopped = mine.filter(|result| matches!(result.status, Status::Fail | Status::Error | Status::Warn));
    let mut reasons: Vec<String> = login.fault.as_ref().map(codes).unwrap_or_default();
    reasons.extend(stopped.map(|result| result.id.clone()));
    reasons
}

/// `None` where it was not asked for.
fn hpr_number(login: &LoginFacts, identity: &IdentityFacts) -> Option<bool> {
    let asked = login.asked.scopes.iter().any(|scope| scope.contains("/hpr/"));
    (asked || identity.hpr_number).then_some(identity.hpr_number)
}

fn organisation(identity: &IdentityFacts) -> OrganisationReport {
    let told = &identity.organisation;
    OrganisationReport {
        parent: told.parent.clone(),
        child: told.child.clone(),
        supplier: told.supplier.clone(),
        tenancy: told.tenancy.clone(),
    }
}

/// What was asked between the browser's way back and the verdict; `None` where nobody came back.
fn requests_after_callback(login: &LoginFacts) -> Option<u32> {
    let back = login.steps.iter().position(|step| step.stage == LoginStage::Callback)?;
    let after = login.steps.iter().skip(back + 1);
    Some(after.filter(|step| step.stage < LoginStage::Client).map(|step| step.requests).sum())
}
