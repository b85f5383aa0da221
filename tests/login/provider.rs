//! The providers that logins are tested at prove themselves first, to a client that is not ours.

use crate::support::browser::Browser;
use crate::support::client_file::TestClient;
use crate::support::idp::{self, Idp};
use serde_json::{Value, json};
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
fn every_provider_starts_and_tells_what_it_was_asked() {
    let client = TestClient::new();
    let providers = [
        Idp::helseid(&client, json!({})),
        Idp::idporten(&client, json!({})),
        Idp::over_tls(&client),
        Idp::with_certificates(&client),
        Idp::hostile(&client, "slow:10@metadata"),
    ];
    for provider in providers {
        assert_eq!(provider.seen(), [] as [Value; 0]);
        let walker = Browser::walker();
        let address = format!("{}/.well-known/openid-configuration", provider.issuer);
        assert!(Command::new(walker.program()).arg(&address).status().unwrap().success());
        assert_eq!(walker.pages(), [format!("200 {address}")], "{}", provider.log());
        assert_eq!(walker.opened(), [address]);
        assert_eq!(provider.seen_at("/.well-known/openid-configuration").len(), 1);
        assert_eq!(provider.secrets(), [] as [&str; 0]);
    }
}

#[test]
fn a_configuration_file_holds_one_key_twice() {
    let folder = tempfile::tempdir().unwrap();
    let path = TestClient::new().write("https://issuer.example", folder.path());
    let text = std::fs::read_to_string(path).unwrap();
    assert!(
        text.contains("\\u003CRSAKeyValue\\u003E") && text.contains("\\u0022kty\\u0022"),
        "as .NET escapes it"
    );
    let content: Value = serde_json::from_str(&text).unwrap();
    let key: Value = serde_json::from_str(content["privateJwk"].as_str().unwrap()).unwrap();
    let modulus = key["n"].as_str().unwrap().replace('-', "+").replace('_', "/");
    assert!(content["rsaPrivateKey"].as_str().unwrap().contains(&format!("<Modulus>{modulus}==</Modulus>")));
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
