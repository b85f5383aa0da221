//! A HelseID client, judged: where it belongs, how long its key lasts, what is approved, and what the report says of it.

use super::assemble::thresholds;
use super::calendar;
use super::check::Scope;
use super::dossier::Dossier;
use super::login::Trouble;
use super::report::*;
use super::value::Value;
use crate::facts::{Approval, ClientFacts, ConnectionFacts, Observed, RegisteredKey};
use crate::policy::{Environment, Policy};
use jiff::Timestamp;

/// Why the self-service API told nothing.
pub(super) struct Silence {
    pub(super) cause: String,
    /// It was asked, and could not answer.
    pub(super) asked: bool,
    /// What kept it from answering, where that is known.
    pub(super) trouble: Option<Trouble>,
}

/// A scope that nobody has approved.
pub(super) struct NotApproved<'a> {
    pub(super) scope: &'a str,
    /// How far it has come.
    pub(super) reason: &'a str,
    /// The way into the API goes through it.
    pub(super) decisive: bool,
}

/// Where the client's provider belongs.
pub(super) fn environment(client: &ClientFacts, policy: &Policy) -> Environment {
    let known = policy.login.providers.iter().find(|provider| provider.issuer == client.authority);
    known.map_or(Environment::Unknown, |provider| provider.environment)
}

/// The keys that are registered for the client; else why nobody can tell.
pub(super) fn registered_keys(client: &ClientFacts) -> Result<&[RegisteredKey], &'static str> {
    match &connection(client)?.secrets {
        Observed::Seen { value, .. } if !value.is_empty() => Ok(value),
        _ => Err("keys-not-told"),
    }
}

/// When the key in the file stops working; else why nobody can tell.
pub(super) fn key_expires(client: &ClientFacts) -> Result<Timestamp, &'static str> {
    let registered = registered_keys(client)?;
    let ours = registered.iter().find(|key| key.is_ours == Some(true));
    // A key that just got a token is the only one there is.
    let got_token = connection(client)?.token.is_some();
    let only = match registered {
        [only] if got_token && only.is_ours.is_none() => Some(only),
        _ => None,
    };
    ours.or(only).and_then(|key| key.expires).ok_or("keys-not-told")
}

/// A token was just issued for the key in the file, and none of those that the services tell of is it: they tell of it
/// in another way than is known here.
pub(super) fn is_key_accepted_unseen(client: &ClientFacts) -> bool {
    let got_token = connection(client).is_ok_and(|connection| connection.token.is_some());
    let told = registered_keys(client);
    got_token && told.is_ok_and(|keys| keys.iter().all(|key| key.is_ours == Some(false)))
}

/// The scopes that are not approved, those of the profile's API first.
pub(super) fn not_approved<'a>(
    client: &'a ClientFacts,
    policy: &Policy,
) -> Result<Vec<NotApproved<'a>>, &'static str> {
    let connection = connection(client)?;
    let approvals = connection.approvals.value().map(Vec::as_slice).unwrap_or_default();
    let mut rejected = connection.token.iter().flat_map(|token| &token.rejected_scopes).peekable();
    if approvals.is_empty() && rejected.peek().is_none() {
        return Err("approvals-not-told");
    }
    let decisive = |scope: &str| {
        let resource = policy.login.resource.as_ref();
        resource.is_some_and(|resource| resource.scopes.iter().any(|one| one == scope))
    };
    let pending = approvals.iter().filter(|one| !is_approved(one));
    let pending = pending.map(|one| (&one.of, one.status.as_str()));
    let rejected = rejected.map(|scope| (scope, "terms-not-accepted"));
    let mut found: Vec<NotApproved> = Vec::new();
    for (scope, reason) in pending.chain(rejected) {
        if !found.iter().any(|one| one.scope == scope) {
            found.push(NotApproved { scope, reason, decisive: decisive(scope) });
        }
    }
    found.sort_by_key(|one| !one.decisive);
    Ok(found)
}

fn is_approved(approval: &Approval) -> bool {
    approval.status.eq_ignore_ascii_case("ok")
}

/// Why the self-service API told nothing; `None` where it did.
pub(super) fn self_service_silence(
    client: &ClientFacts,
    policy: &Policy,
) -> Result<Option<Silence>, &'static str> {
    let connection = connection(client)?;
    let scope = &policy.login.self_service_scope;
    if connection.fault.is_some() {
        return Err("not-connected");
    }
    if scope.is_empty() {
        return Err("no-self-service");
    }
    let faults = [&connection.approvals_fault, &connection.secrets_fault];
    if let Some(fault) = faults.into_iter().flatten().next() {
        let trouble = Some(Trouble::of(fault, false));
        return Ok(Some(Silence { cause: super::login::cause(fault), asked: true, trouble }));
    }
    let (cause, asked) = match (&connection.approvals, &connection.secrets) {
        (Observed::Seen { .. }, Observed::Seen { .. }) if is_key_accepted_unseen(client) => {
            ("key-not-recognised", false)
        }
        (Observed::Seen { .. }, Observed::Seen { .. }) => return Ok(None),
        (Observed::Failed(_), _) | (_, Observed::Failed(_)) => ("failed", true),
        _ if client.scopes.contains(scope) => ("no-self-service", false),
        _ => ("no-self-service-scope", false),
    };
    Ok(Some(Silence { cause: cause.to_owned(), asked, trouble: None }))
}

fn connection(client: &ClientFacts) -> Result<&ConnectionFacts, &'static str> {
    client.connection.as_ref().ok_or("not-connected")
}

/// The row of the expiry plan for the client's key.
pub(super) fn expiry(dossier: &Dossier, go_live: Option<Timestamp>) -> Option<Expiry> {
    let client = dossier.facts.client.as_ref()?;
    let expires = key_expires(client).ok()?;
    let subject = client.name.as_ref().unwrap_or(&client.client_id).clone();
    let is_valid = |moment: Timestamp| moment <= expires;
    Some(Expiry {
        what: "helseid-key".to_owned(),
        subject,
        valid_on_go_live: go_live.map(is_valid),
        ..thresholds(dossier, expires)
    })
}

/// The client as reported; `None` where none was examined.
pub(super) fn report(dossier: &Dossier, checks: &[CheckResult]) -> Option<ClientReport> {
    let client = dossier.facts.client.as_ref()?;
    let expires = key_expires(client).ok();
    Some(ClientReport {
        environment: environment(client, dossier.policy),
        authority: client.authority.clone(),
        client_id: client.client_id.clone(),
        name: client.name.clone(),
        key: ClientKeyReport {
            algorithm: client.key.algorithm.clone(),
            bits: client.key.bits,
            kid: client.key.kid.clone(),
            thumbprint: client.key.thumbprint.clone(),
            expires,
            days_left: expires.map(|end| calendar::days_between(dossier.at, end)),
        },
        scopes: scopes(client),
        redirect_uris: client.redirect_uris.clone(),
        problems: problems(client, checks),
        connection: connection_report(client, checks),
    })
}

/// Every scope of the file and every one that the services told of, with how far it has been approved.
fn scopes(client: &ClientFacts) -> Vec<ScopeReport> {
    let connection = client.connection.as_ref();
    let approvals = connection.and_then(|connection| connection.approvals.value());
    let approvals = approvals.map(Vec::as_slice).unwrap_or_default();
    let mut scopes: Vec<ScopeReport> = Vec::new();
    let registered = client.scopes.iter().map(|scope| (scope, "registered"));
    let status = |one| if is_approved(one) { "ok" } else { one.status.as_str() };
    let told = approvals.iter().map(|one| (&one.of, status(one)));
    for (scope, status) in registered.chain(told) {
        match scopes.iter_mut().find(|known| known.scope == *scope) {
            Some(known) => known.status = status.to_owned(),
            None => scopes.push(ScopeReport { scope: scope.clone(), status: status.to_owned() }),
        }
    }
    scopes
}

/// What is odd in the file, and what the checks found.
fn problems(client: &ClientFacts, checks: &[CheckResult]) -> Vec<Reason> {
    let odd = client.oddities.iter().map(|one| Reason { code: one.code.clone(), detail: one.detail.clone() });
    let found = checks.iter().filter(|result| result.scope == Scope::Client && result.found);
    // Those that only list the file's oddities would tell them a second time.
    let found = found.filter(|result| !result.evidence.0.contains_key("codes"));
    odd.chain(found.map(|result| Reason { code: result.id.clone(), detail: detail(result) })).collect()
}

/// The evidence in one line, for people who debug.
fn detail(result: &CheckResult) -> String {
    let shown = |value: &Value| match value {
        Value::Number(number) => number.to_string(),
        Value::Date { time } => time.to_string(),
        Value::Person { .. } => String::new(),
        Value::Said { word, .. } => word.clone(),
        Value::List(values) => values.join(" "),
        Value::Text(text) => text.clone(),
    };
    let parts = result.evidence.0.iter().map(|(name, value)| format!("{name}: {}", shown(value)));
    parts.collect::<Vec<_>>().join(", ")
}

fn connection_report(client: &ClientFacts, checks: &[CheckResult]) -> LinkReport {
    let Some(connection) = &client.connection else {
        return LinkReport { verdict: "not-tried".to_owned(), ..LinkReport::default() };
    };
    let verdict = match (&connection.token, &connection.fault) {
        (Some(_), None) => "pass",
        (None, None) => "undetermined",
        (_, Some(_)) => {
            let failed =
                |result: &&CheckResult| result.scope == Scope::Client && result.status == Status::Fail;
            if checks.iter().any(|result| failed(&result)) { "fail" } else { "undetermined" }
        }
    };
    let fault = connection.fault.as_ref();
    LinkReport {
        verdict: verdict.to_owned(),
        reasons: fault.map(super::login::codes).unwrap_or_default(),
        clock_offset_ms: connection.clock.map(|clock| clock.offset_ms),
        steps: connection.steps.clone(),
    }
}
