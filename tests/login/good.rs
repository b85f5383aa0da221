//! Logins as they should be, at a certified provider.

use crate::login::bench::{Bench, finished, until};
use crate::support::browser::Browser;
use crate::support::client_file::TestClient;
use crate::support::idp::Idp;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::process::Command;

#[test]
fn every_request_is_as_helseid_wants_it() {
    let bench = Bench::good();
    bench.login("--eid buypass").passed();
    let seen = bench.idp.seen();
    let signed: Vec<&Value> = seen.iter().filter(|one| one["assertion"].is_object()).collect();
    for request in &signed {
        let assertion = &request["assertion"];
        assert_eq!(assertion["typ"], "client-authentication+jwt");
        assert_eq!(assertion["aud"], bench.idp.issuer.as_str());
        assert!(assertion["lifetime"].as_u64().unwrap() <= 10, "{assertion}");
    }
    assert_distinct(signed.iter().map(|one| &one["assertion"]["jti"]));

    let tokens = bench.idp.seen_at("/connect/token");
    assert_eq!(tokens.iter().map(|one| one["status"].as_u64().unwrap()).collect::<Vec<_>>(), [400, 200]);
    assert_distinct(tokens.iter().map(|one| &one["dpop"]["jti"]));
    assert!(tokens.iter().all(|one| one["dpop"]["private"] == false));
    assert_eq!(tokens[1]["dpop"]["nonce"], true);

    // From the browser's return to the verdict nothing else is asked; leaving comes after it.
    let paths: Vec<&str> = seen.iter().map(|one| one["path"].as_str().unwrap()).collect();
    let asked_once =
        ["/.well-known/openid-configuration", "/.well-known/openid-configuration/jwks", "/connect/par"];
    for path in asked_once {
        assert_eq!(paths.iter().filter(|one| **one == path).count(), 1, "{path}: {paths:?}");
    }
}

#[test]
fn the_browser_is_told_a_name_and_a_reference() {
    let bench = Bench::good();
    bench.login("--eid buypass").passed();
    let address = &bench.browser.opened()[0];
    let (_, query) = address.split_once('?').unwrap();
    let names: BTreeSet<&str> = query.split('&').filter_map(|pair| Some(pair.split_once('=')?.0)).collect();
    assert_eq!(names, BTreeSet::from(["client_id", "request_uri"]));
}

#[test]
fn nothing_is_left_open() {
    let bench = Bench::good();
    bench.login("--eid buypass").passed();
    assert!(!bench.idp.seen_at("/connect/revocation").is_empty());
    let left = until("the session ends", || bench.idp.seen_at("/connect/endsession").into_iter().next());
    let parameters = left["parameters"].as_array().unwrap();
    assert!(parameters.contains(&json!("id_token_hint")));
    assert_eq!(left["method"], "POST", "an ID token in an address stays in the browser's history");
}

#[test]
fn kjernejournal_is_the_one_audience() {
    let bench = Bench::good();
    bench.login("--eid buypass").passed();
    let pushed = &bench.idp.seen_at("/connect/par")[0]["values"];
    assert_eq!(pushed["resource"], "nhn:kjernejournal");
    let scopes: Vec<&str> = pushed["scope"].as_str().unwrap().split(' ').collect();
    assert!(scopes.contains(&"nhn:kjernejournal/api"), "{scopes:?}");
    // One token has one audience; and a test keeps nothing that would outlive it.
    assert!(!scopes.contains(&"nhn:selvbetjening/client"), "{scopes:?}");
    assert!(!scopes.contains(&"offline_access"), "{scopes:?}");
}

#[test]
fn chromium() {
    Bench::good().browsing(Browser::chromium()).login("--eid bankid").passed();
}

#[test]
fn chromium_with_a_certificate() {
    let bench =
        Bench::with(TestClient::new(), Idp::with_certificates).browsing(Browser::chromium_with_certificate());
    bench.login("--eid buypass --expect-name EKSEMPELSEN").stopped_by(crate::login::checks::OTHER_PERSON);
    let bench =
        Bench::with(TestClient::new(), Idp::with_certificates).browsing(Browser::chromium_with_certificate());
    bench.login("--eid buypass").passed();
}

#[test]
fn without_a_browser_the_address_is_written_down() {
    let bench = Bench::good().browsing(Browser::broken());
    let mut child = bench.begin("login", "--eid buypass --no-browser");
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map_while(Result::ok);
    let address = lines.next().expect("an address, and beside a machine's report nothing else");
    assert!(address.starts_with(&bench.idp.issuer) && !address.contains(' '), "{address}");
    let walker = Browser::walker();
    assert!(Command::new(walker.program()).arg(&address).status().unwrap().success());
    assert_eq!(lines.next(), None);
    finished(child).passed();
    assert!(bench.browser.opened().is_empty());
}

#[track_caller]
fn assert_distinct<'v>(values: impl Iterator<Item = &'v Value>) {
    let all: Vec<String> = values.map(Value::to_string).collect();
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len(), "{all:?}");
}
