//! The providers that logins are tested at prove themselves first, to a client that is not ours.

use crate::support::browser::Browser;
use crate::support::idp;
use std::path::Path;
use std::process::Command;

#[test]
fn the_provider_does_what_helseid_does() {
    selftest(None);
}

#[test]
fn chromium_logs_in_with_and_without_a_certificate() {
    let browser = Browser::chromium_with_certificate();
    selftest(Some(&browser.program()));
}

#[test]
fn no_registry_stands_in_what_is_committed() {
    let lock = std::fs::read_to_string(idp::folder().join("package-lock.json")).unwrap();
    assert!(!lock.contains("\"resolved\""), "npm wrote addresses: see .npmrc");
}

#[track_caller]
fn selftest(browser: Option<&Path>) {
    idp::install();
    let out = Command::new("node").arg(idp::folder().join("selftest.mjs")).args(browser).output().unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stdout));
}
