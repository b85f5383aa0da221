//! The providers that logins are tested at prove themselves first, to a client that is not ours.

use crate::support::browser::Browser;
use crate::support::idp;
use std::path::Path;
use std::process::Command;

#[test]
fn the_provider_does_what_helseid_does() {
    selftest("selftest.mjs", None);
}

#[test]
fn every_mode_of_the_hostile_provider_shows() {
    selftest("hostile_selftest.mjs", None);
}

#[test]
fn chromium_logs_in_with_and_without_a_certificate() {
    let browser = Browser::chromium_with_certificate();
    selftest("selftest.mjs", Some(&browser.program()));
}

#[test]
fn no_registry_stands_in_what_is_committed() {
    let lock = std::fs::read_to_string(idp::folder().join("package-lock.json")).unwrap();
    assert!(!lock.contains("\"resolved\""), "npm wrote addresses: see .npmrc");
}

#[track_caller]
fn selftest(program: &str, browser: Option<&Path>) {
    idp::install();
    let out = Command::new("node")
        .arg(idp::folder().join(program))
        .args(browser)
        .env("NODE_EXTRA_CA_CERTS", idp::tls_folder().join("authority.pem"))
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}
