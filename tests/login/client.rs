//! The HelseID client: its file, and the "test button".

use crate::login::bench::Bench;
use crate::login::checks::*;
use crate::support::client_file::{self, TestClient};
use crate::support::idp::Idp;
use crate::support::run::{Ran, arg, run};
use serde_json::{Value, json};

#[test]
fn a_good_file_is_good() {
    let bench = Bench::good();
    assert_eq!(bench.client("").code, 0);
    assert!(bench.idp.seen().is_empty(), "nobody asked to connect");
}

#[test]
fn the_test_button() {
    let bench = Bench::helseid(json!({ "key_days": 200 }));
    let ran = bench.client("--connect");
    assert_eq!(ran.code, 0, "{ran:?}");
    let tokens = bench.idp.seen_at("/connect/token");
    assert!(tokens.iter().all(|one| one["values"]["grant_type"] == "client_credentials"));
    assert!(tokens.iter().any(|one| one["status"] == 200));
    for path in ["/v1/client", "/v1/client-secret"] {
        let asked = bench.idp.seen_at(path);
        assert!(asked.iter().all(|one| one["dpop"]["ath"] == true), "{path}");
        assert_eq!(asked.last().unwrap()["status"], 200, "{path}");
    }
    let plan = &ran.json()["expiry_plan"];
    let key = plan.as_array().unwrap().iter().find(|one| one["what"] == "helseid-key").unwrap().clone();
    assert!((198..=200).contains(&key["days_left"].as_i64().unwrap()), "{key}");
}

#[test]
fn what_the_self_service_portal_says() {
    connected(json!({ "pending_scopes": ["nhn:kjernejournal/api"] })).says(CLIENT_NOT_APPROVED);
    connected(json!({ "key_days": 20 })).says(CLIENT_KEY_EXPIRES_SOON);
    connected(json!({ "key_days": -1 })).says(CLIENT_KEY_EXPIRED);
    connected(json!({ "client": { "status": 500, "body": {} } })).says(CLIENT_SELF_SERVICE_SILENT);
}

#[test]
fn what_the_provider_says() {
    let refuse = |error: &str, text: &str| json!({ "refuse": { "token": { "error": error, "error_description": text } } });
    connected(refuse("invalid_client", "")).says(CLIENT_REFUSED_ALONE);
    connected(refuse("invalid_request", "HID-1007: feil")).says(CLIENT_REQUEST_REFUSED);
    connected(json!({ "clock": 300 })).says(CLIENT_CLOCK_OFF);
    assert_eq!(Bench::hostile("reset@metadata").client("--connect").says(CLIENT_UNREACHABLE).code, 1);
}

#[test]
fn another_key_than_the_registered_one() {
    let bench = Bench::good();
    let mut content = bench.client.content(&bench.idp.issuer);
    let stranger = client_file::key("stranger-rsa");
    content["privateJwk"] = stranger.to_string().into();
    content["rsaPrivateKey"] = client_file::xml(&stranger).into();
    client_file::write(&content, bench.folder.path());
    bench.client("--connect").says(CLIENT_REFUSED_ALONE);
}

#[test]
fn edits_by_hand_are_put_right_and_said() {
    edited(|content| {
        content["authority"] = format!("{}/connect/token", content["authority"].as_str().unwrap()).into()
    })
    .says(CLIENT_AUTHORITY_EDITED);
    edited(|content| {
        let encoded: String =
            content["privateJwk"].as_str().unwrap().bytes().map(|byte| format!("%{byte:02X}")).collect();
        content["privateJwk"] = encoded.into();
    })
    .says(CLIENT_FILE_EDITED);
    edited(|content| content["redirectUris"] = json!(["https://epj.example/callback"]))
        .says(CLIENT_NO_LOOPBACK_REDIRECT);
    edited(|content| content["scopes"] = json!(["openid"])).says(CLIENT_SCOPES_MISSING);
}

#[test]
fn a_byte_order_mark_is_read_past() {
    let bench = Bench::good();
    let text = std::fs::read(&bench.file).unwrap();
    std::fs::write(&bench.file, [&b"\xef\xbb\xbf"[..], &text].concat()).unwrap();
    assert_eq!(bench.client("").code, 0);
}

#[test]
#[cfg(unix)]
fn a_file_that_all_can_read() {
    use std::os::unix::fs::PermissionsExt;
    let bench = Bench::good();
    std::fs::set_permissions(&bench.file, std::fs::Permissions::from_mode(0o644)).unwrap();
    bench.client("").says(CLIENT_FILE_READABLE);
}

#[test]
fn what_cannot_be_used_takes_one_line() {
    let good = TestClient::new().content("https://helseid-sts.test.nhn.no");
    let with = |change: &dyn Fn(&mut Value)| {
        let mut content = good.clone();
        change(&mut content);
        content.to_string().into_bytes()
    };
    let files: [(&str, Vec<u8>); 7] = [
        ("empty", Vec::new()),
        ("cut short", good.to_string().into_bytes()[..300].to_vec()),
        ("no client", with(&|content| drop(content.as_object_mut().unwrap().remove("clientId")))),
        (
            "public only",
            with(&|content| content["privateJwk"] = r#"{"kty":"RSA","n":"AQAB","e":"AQAB"}"#.into()),
        ),
        ("broken key", with(&|content| content["privateJwk"] = r#"{"kty":"RSA","#.into())),
        (
            "two keys",
            with(&|content| {
                content["rsaPrivateKey"] = client_file::xml(&client_file::key("stranger-rsa")).into()
            }),
        ),
        ("the zip itself", b"PK\x03\x04\x33\x00\x01\x00\x63\x00".to_vec()),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join("helseid.json");
        std::fs::write(&path, bytes).unwrap();
        let ran = run(["client", "--config", arg(&path)]);
        assert_eq!(ran.code, 2, "{name}: {ran:?}");
        assert_eq!(ran.stderr.trim().lines().count(), 1, "{name}: {ran:?}");
    }
}

fn connected(behaviour: Value) -> Ran {
    Bench::with(TestClient::new(), |client| Idp::helseid(client, behaviour)).client("--connect")
}

/// What is said of a file after a change to it.
fn edited(change: impl FnOnce(&mut Value)) -> Ran {
    let bench = Bench::good();
    let mut content = bench.client.content(&bench.idp.issuer);
    change(&mut content);
    client_file::write(&content, bench.folder.path());
    bench.client("")
}
