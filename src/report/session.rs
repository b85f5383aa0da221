//! The HelseID client and the test login, in lines. A run may be about nothing else.

use super::fill::day;
use super::text::days_left;
use super::voice::Voice;
use super::words::key_of;
use crate::facts::LoginStep;
use crate::judge::check::Scope;
use crate::judge::report::{ClientReport, LoginReport, LoginVerdict, Report};

/// Whether a report is about a login or a client and no card was asked for.
pub(super) fn is_without_cards(report: &Report) -> bool {
    let of_readers = |scope| matches!(scope, Scope::Reader | Scope::Card);
    let mut readers = report.checks.iter().filter(|result| of_readers(result.scope)).peekable();
    readers.peek().is_some() && readers.all(|result| result.blocked_by.as_deref() == Some(NO_CARD_ASKED))
}

/// Why checks of cards are skipped in a run that is about none.
pub(super) const NO_CARD_ASKED: &str = "no-card-asked";

/// Which sentence explains the verdict of such a run.
pub(super) fn sentence(report: &Report) -> String {
    let about = match report.login.verdict {
        LoginVerdict::NotTried => "client",
        _ => "login",
    };
    format!("{about}-{}", key_of(report.verdict))
}

/// The test login, line by line; empty where none was asked for.
pub(super) fn login(report: &Report, voice: Voice) -> Vec<String> {
    let login = &report.login;
    if login.verdict == LoginVerdict::NotTried {
        return Vec::new();
    }
    let mut lines = vec![voice.named("login-verdict", login.verdict)];
    let mut add = |key: &str, value: Option<&str>| {
        lines.extend(value.map(|value| voice.line(key, &[("value", value)])));
    };
    add("login-issuer", login.issuer.as_deref());
    add("login-name", login.name.as_deref());
    add("login-eid", login.idp.as_deref());
    add("login-level", login.level_got.as_deref());
    add("login-network", login.network.as_deref().map(|network| voice.stable(network)));
    add("login-hpr", login.hpr_number.map(|there| yes_or_no(there, voice)));
    add("login-card-holder", login.same_person_as_card.map(|same| yes_or_no(same, voice)));
    add("login-unit", unit(login));
    add("login-steps", steps(&login.steps, voice).as_deref());
    lines
}

/// The HelseID client, line by line; empty where none was examined.
pub(super) fn client(report: &Report, voice: Voice) -> Vec<String> {
    let Some(client) = &report.client else { return Vec::new() };
    let name = client.name.as_ref().unwrap_or(&client.client_id);
    let environment = voice.named("environment", client.environment);
    let mut lines = vec![format!("{name} · {} ({environment})", client.authority), key(client, voice)];
    let open = client.scopes.iter().filter(|one| !matches!(one.status.as_str(), "ok" | "registered"));
    let open: Vec<String> =
        open.map(|one| format!("{} ({})", one.scope, voice.stable(&one.status))).collect();
    let scopes = match open.is_empty() {
        true => client.scopes.len().to_string(),
        false => format!("{} – {}", client.scopes.len(), open.join(", ")),
    };
    lines.push(voice.line("client-scopes", &[("value", &scopes)]));
    if client.connection.verdict != "not-tried" {
        lines.push(voice.word("connection", &client.connection.verdict).to_owned());
        let steps = steps(&client.connection.steps, voice);
        lines.extend(steps.map(|steps| voice.line("login-steps", &[("value", &steps)])));
    }
    lines
}

/// `Nøkkel: RSA 4096 bit, utløper 11.02.2028 (30 dager igjen)`
fn key(client: &ClientReport, voice: Voice) -> String {
    let key = &client.key;
    let kind = format!("{} {}", key.algorithm, key.bits);
    match (key.expires, key.days_left) {
        (Some(expires), Some(days)) => {
            let (when, left) = (day(expires, voice.lang), days_left(days, voice));
            voice.line("client-key", &[("key", &kind), ("date", &when), ("left", &left)])
        }
        _ => voice.line("client-key-open", &[("key", &kind)]),
    }
}

fn unit(login: &LoginReport) -> Option<&str> {
    let organisation = login.organisation.as_ref()?;
    organisation.child.as_deref().or(organisation.parent.as_deref())
}

/// `henting av oppsett 35 ms, nettleser 12040 ms`
fn steps(steps: &[LoginStep], voice: Voice) -> Option<String> {
    let told = steps.iter().map(|step| format!("{} {} ms", voice.stable(step.stage.as_str()), step.ms));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join(", "))
}

fn yes_or_no<'v>(yes: bool, voice: Voice<'v>) -> &'v str {
    voice.word("line", if yes { "yes" } else { "no" })
}
