//! What goes wrong on the way to a provider: every fault of tests/idp/hostile_faults.mjs, at every endpoint.

use crate::login::bench::{Bench, all_hold};
use crate::login::checks::*;
use crate::login::hostile::{Case, complaint};
use std::path::PathBuf;
use tempfile::TempDir;

/// Faults of an answer without which there is no login: the exit code, a reason, the check. The hanging ones come last.
const DECISIVE: &[Case] = &[
    ("reset", 1, "unreachable", PROVIDER_UNREACHABLE),
    ("truncated", 1, "unreachable", PROVIDER_UNREACHABLE),
    ("huge", 1, "too-large", PROVIDER_UNREACHABLE),
    ("huge-headers", 1, "unreachable", PROVIDER_UNREACHABLE),
    ("garbage", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("empty", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("shape:array", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("shape:null", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("shape:number", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("shape:text", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("deep", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("portal", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("proxy", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("redirect", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("redirect-loop", 1, "not-understood", PROVIDER_NOT_UNDERSTOOD),
    ("status:500", 3, "service-down", PROVIDER_DOWN),
    ("status:503", 3, "service-down", PROVIDER_DOWN),
    ("error:temporarily_unavailable", 3, "temporarily_unavailable", PROVIDER_DOWN),
    ("slow", 1, "timeout", PROVIDER_UNREACHABLE),
    ("drip", 1, "timeout", PROVIDER_UNREACHABLE),
];

/// What only the endpoints say that a client's form is sent to.
const REFUSALS: &[Case] = &[
    ("error:invalid_client", 1, "invalid_client", CLIENT_REFUSED),
    ("error:unauthorized_client", 1, "unauthorized_client", CLIENT_REFUSED),
    ("error:invalid_scope", 1, "invalid_scope", SCOPE_REFUSED),
    ("error:invalid_redirect_uri", 1, "invalid_redirect_uri", REDIRECT_REFUSED),
    ("error:invalid_grant", 1, "invalid_grant", REQUEST_REFUSED),
    ("error:invalid_dpop_proof", 1, "invalid_dpop_proof", REQUEST_REFUSED),
    ("error:something_new", 1, "something_new", REQUEST_REFUSED),
    ("hid:1001", 1, "HID-1001", ORGANISATION_REFUSED),
    ("hid:1002", 1, "HID-1002", ORGANISATION_REFUSED),
    ("hid:1003", 1, "HID-1003", ORGANISATION_REFUSED),
    ("hid:1004", 1, "HID-1004", ORGANISATION_REFUSED),
    ("hid:1005", 1, "HID-1005", ORGANISATION_REFUSED),
    ("hid:1006", 1, "HID-1006", ORGANISATION_REFUSED),
    ("hid:1007", 1, "HID-1007", REQUEST_REFUSED),
    ("hid:1008", 1, "HID-1008", REQUEST_REFUSED),
    ("hid:1009", 1, "HID-1009", REQUEST_REFUSED),
    ("hid:1010", 1, "HID-1010", REQUEST_REFUSED),
];

/// Faults that are seen where the login can do without.
const ANY: &[&str] = &["reset", "truncated", "garbage", "shape:null", "deep", "status:500", "redirect-loop"];

#[test]
fn metadata() {
    at("metadata", DECISIVE);
}

#[test]
fn keys() {
    at("jwks", DECISIVE);
}

#[test]
fn pushed_request() {
    at("par", DECISIVE);
}

#[test]
fn tokens() {
    at("token", DECISIVE);
}

#[test]
fn refusals() {
    at("par", REFUSALS);
    at("token", REFUSALS);
}

#[test]
fn a_login_does_without_the_list_of_identity_providers_and_without_a_farewell() {
    for endpoint in ["availableidps", "revocation", "endsession"] {
        let cases: Vec<Case> = ANY.iter().map(|fault| (*fault, 0, "", "")).collect();
        at(endpoint, &cases);
    }
}

/// The browser's own troubles are seen by the person, and are over when they close it.
#[test]
fn the_log_in_page() {
    at(
        "authorize",
        &[("reset", 3, "nobody-came", NOBODY_CAME), ("status:500", 3, "nobody-came", NOBODY_CAME)],
    );
}

#[track_caller]
fn at(endpoint: &str, cases: &[Case]) {
    let (_folder, profile) = impatient();
    all_hold(cases, |(fault, code, reason, check)| {
        let hangs = ["slow", "drip"].contains(fault);
        let words = if hangs { format!("--profile {}", profile.display()) } else { String::new() };
        complaint(&(&format!("{fault}@{endpoint}"), *code, reason, check), &words)
    });
}

/// A profile that waits for no answer longer than a second.
fn impatient() -> (TempDir, PathBuf) {
    Bench::profile("[bounds]\nexchange_ms = 1000\n")
}
