//! What is written about logins: by the schema, the same from a capture, and whole sentences in both languages.

use crate::login::bench::{Bench, all_hold};
use crate::support::run::{Ran, arg, run};
use crate::support::schema;
use serde_json::Value;
use std::path::Path;

/// One login for every way that one can end, as modes of tests/idp/hostile.mjs.
const ENDS: &[&str] = &[
    "good",
    "idps-without-buypass",
    "hpr-missing",
    "tokens-rejected-scope",
    "date:300",
    "level-3",
    "level-missing",
    "idp-other",
    "idp-missing",
    "auth-time-old",
    "auth-time-missing",
    "person-other",
    "person-none",
    "callback-state-other",
    "callback-error:access_denied",
    "callback-error:login_required",
    "callback-error-hid",
    "callback-error-script",
    "callback-never",
    "tokens-bearer",
    "signature-wrong",
    "issuer-other",
    "clock:300",
    "error:invalid_client@par",
    "error:invalid_scope@par",
    "error:invalid_redirect_uri@par",
    "status:503@token",
    "reset@metadata",
    "portal@metadata",
];

#[test]
fn every_end_of_a_login_is_written_by_the_schema_and_can_be_judged_again() {
    all_hold(ENDS, |mode| {
        let bench = Bench::hostile(mode);
        let capture = bench.folder.path().join("capture.json");
        let words = format!("--eid buypass --login-timeout 2 --capture {}", capture.display());
        let mut command = bench.command("login", &words);
        command.args(["--expect-name", "Åse Marie Eksempelsen"]);
        let ran = crate::login::bench::ran(command);
        faults(&ran, &capture).map(|fault| format!("{mode}: {fault}"))
    });
}

#[test]
fn so_is_every_end_of_a_connection() {
    let ends = [
        "good",
        "error:invalid_client@token",
        "error:invalid_scope@token",
        "hid:1001@token",
        "status:500@client",
        "garbage@client-secret",
        "reset@metadata",
        "clock:-300",
    ];
    all_hold(ends, |mode| {
        let bench = Bench::hostile(mode);
        let capture = bench.folder.path().join("capture.json");
        let ran = bench.client(&format!("--connect --capture {}", capture.display()));
        faults(&ran, &capture).map(|fault| format!("{mode}: {fault}"))
    });
}

/// What is wrong with a report, or with what becomes of its capture.
fn faults(ran: &Ran, capture: &Path) -> Option<String> {
    let report = ran.json();
    let faults = schema::faults(&report);
    if !faults.is_empty() {
        return Some(faults.join("; "));
    }
    let again = run(["replay", arg(capture), "--format", "json"]).json();
    for part in ["verdict", "first_action", "login", "client", "expiry_plan", "checks"] {
        if timeless(&again[part]) != timeless(&report[part]) {
            return Some(format!("{part} of the capture: {} instead of {}", again[part], report[part]));
        }
    }
    let formats = ["text", "short", "html"].iter().flat_map(|format| [(*format, "nb"), (*format, "en")]);
    formats.filter_map(|(format, lang)| unfilled(capture, format, lang)).next()
}

/// The same without how long each check took.
fn timeless(value: &Value) -> Value {
    let mut value = value.clone();
    for check in value.as_array_mut().into_iter().flatten().filter_map(Value::as_object_mut) {
        check.remove("duration_ms");
    }
    value
}

/// A place in a text where something was to be put.
fn unfilled(capture: &Path, format: &str, lang: &str) -> Option<String> {
    let ran = run(["replay", arg(capture), "--format", format, "--lang", lang]);
    let is_name = |text: &str| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let hole = ran.stdout.split('{').skip(1).find_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        (!name.is_empty() && is_name(name)).then(|| name.to_owned())
    });
    match hole {
        Some(hole) => Some(format!("{{{hole}}} in {format} {lang}")),
        None => ran.stdout.trim().is_empty().then(|| format!("nothing in {format} {lang}: {ran:?}")),
    }
}
