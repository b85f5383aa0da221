//! `client --connect`: the "test button", and what the self-service API knows of the client.

use crate::login::bench::{Bench, all_hold, ran};
use crate::login::checks::*;
use crate::support::client_file;
use crate::support::run::Ran;
use crate::support::web::{Reply, Web};
use serde_json::{Value, json};

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
    assert_eq!(bench.idp.seen_at("/connect/revocation").len(), 1, "nothing is kept");
    let report = ran.json();
    assert_eq!(report["client"]["connection"]["verdict"], "pass");
    let status = |scope: &str| {
        let scopes = report["client"]["scopes"].as_array().unwrap();
        scopes.iter().find(|one| one["scope"] == scope).unwrap()["status"].clone()
    };
    assert_eq!(status("nhn:kjernejournal/api"), "ok");
    assert_eq!(status("helseid://scopes/hpr/hpr_number"), "registered");
}

/// The key's end stands in the plan of what must be renewed, beside the certificates.
#[test]
fn the_key_expires_in_so_many_days() {
    for (days, code, check) in [(200, 0, ""), (20, 0, CLIENT_KEY_EXPIRES_SOON), (-1, 1, CLIENT_KEY_EXPIRED)] {
        let ran = connected(json!({ "key_days": days }));
        assert_eq!(ran.code, code, "{days}: {ran:?}");
        let plan = ran.json()["expiry_plan"].clone();
        let key = plan.as_array().unwrap().iter().find(|one| one["what"] == "helseid-key").unwrap().clone();
        let left = key["days_left"].as_i64().unwrap();
        assert!((days - 1..=days).contains(&left), "{days}: {key}");
        assert!(
            check.is_empty() || ran.spoken().iter().any(|one| one == check),
            "{days}: {:?}",
            ran.spoken()
        );
    }
}

#[test]
fn what_is_not_approved_yet() {
    // The way into kjernejournal goes through the first; the second is of no use here.
    let ran = connected(json!({ "pending_scopes": ["nhn:kjernejournal/api"] })).says(CLIENT_NOT_APPROVED);
    assert_eq!(ran.code, 1, "{ran:?}");
    let ran = connected(json!({ "pending_scopes": ["profile"] })).says(CLIENT_NOT_APPROVED);
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn which_of_the_registered_keys_is_ours() {
    let key = client_file::key("synthetic-rsa-2048");
    let public = |key: &Value| json!({ "kty": "RSA", "n": key["n"], "e": key["e"] });
    let secret = |days: i64, public: Value| {
        let ends = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * days);
        json!({ "expiration": ends.to_string(), "publicJwk": public.to_string(), "origin": "Gui" })
    };
    let told = |secrets: Value| connected(json!({ "client-secret": { "body": secrets } }));
    let stranger = public(&client_file::key("stranger-rsa"));

    let ran = told(json!([secret(10, stranger.clone()), secret(300, public(&key))]));
    let left = ran.json()["client"]["key"]["days_left"].as_i64().unwrap();
    assert!((299..=300).contains(&left), "that of the other key is nobody's business: {left}");
    // A key that a token was just given for is registered, whatever the list says; only its last day is not known.
    let ran = told(json!([secret(300, stranger)])).says(CLIENT_SELF_SERVICE_SILENT);
    assert_eq!((ran.code, &ran.json()["client"]["key"]["days_left"]), (0, &Value::Null), "{ran:?}");
    assert_eq!(told(json!([])).json()["client"]["key"]["days_left"], Value::Null);
}

/// The test button has been answered by then: silence here takes nothing from that.
#[test]
fn a_self_service_api_that_does_not_answer() {
    let cases = [
        json!({ "client": { "status": 500, "body": {} } }),
        json!({ "client": { "status": 403, "body": { "error": "forbidden" } } }),
        json!({ "client-secret": { "status": 403, "body": {} } }),
        json!({ "client": { "body": [1, 2] } }),
        json!({ "client-secret": { "body": { "a": 1 } } }),
        json!({ "client-secret": { "body": "hei" } }),
    ];
    all_hold(cases, |behaviour| {
        let ran = connected(behaviour.clone());
        let good = ran.spoken().iter().any(|one| one == CLIENT_SELF_SERVICE_SILENT)
            && ran.json()["client"]["connection"]["verdict"] == "pass"
            && ran.code == 0;
        (!good).then(|| format!("{behaviour}: {} {:?}", ran.code, ran.spoken()))
    });
    all_hold(
        ["reset", "garbage", "huge", "deep", "portal", "redirect-loop", "truncated", "status:503", "empty"],
        |fault| {
            let ran = Bench::hostile(&format!("{fault}@client-secret")).client("--connect");
            let good = ran.spoken().iter().any(|one| one == CLIENT_SELF_SERVICE_SILENT) && ran.code == 0;
            (!good).then(|| format!("{fault}: {} {:?}", ran.code, ran.spoken()))
        },
    );
}

/// A fault at the provider; the exit code; the check.
const REFUSED: &[(&str, i32, &str)] = &[
    ("error:invalid_client@token", 1, CLIENT_REFUSED_ALONE),
    ("error:unauthorized_client@token", 1, CLIENT_REFUSED_ALONE),
    ("error:invalid_scope@token", 1, CLIENT_SCOPE_REFUSED),
    ("error:invalid_request@token", 1, CLIENT_REQUEST_REFUSED),
    ("hid:1001@token", 1, CLIENT_REQUEST_REFUSED),
    ("hid:1007@token", 1, CLIENT_REQUEST_REFUSED),
    ("nonce-for-ever", 1, CLIENT_REQUEST_REFUSED),
    ("tokens-bearer", 1, CLIENT_REQUEST_REFUSED),
    ("status:503@token", 3, CLIENT_NO_USEFUL_ANSWER),
    ("portal@metadata", 3, CLIENT_NO_USEFUL_ANSWER),
    ("garbage@token", 3, CLIENT_NO_USEFUL_ANSWER),
    ("issuer-other", 3, CLIENT_NO_USEFUL_ANSWER),
    ("reset@metadata", 1, CLIENT_UNREACHABLE),
    ("huge@token", 1, CLIENT_UNREACHABLE),
    ("clock:300", 1, CLIENT_CLOCK_OFF),
    ("clock:-300", 1, CLIENT_CLOCK_OFF),
];

#[test]
fn what_the_provider_says() {
    all_hold(REFUSED, |(mode, code, check)| {
        let ran = Bench::hostile(mode).client("--connect");
        let good = ran.code == *code && ran.spoken().iter().any(|one| one == check);
        let verdict = ran.json()["client"]["connection"]["verdict"].clone();
        (!good || verdict == "pass")
            .then(|| format!("(\"{mode}\", {code}, {check}): {} {verdict} {:?}", ran.code, ran.spoken()))
    });
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

/// The scope that asks the API may be missing: the button works all the same.
#[test]
fn without_the_scope_nobody_asks_the_api() {
    let mut client = client_file::TestClient::new();
    client.scopes.retain(|scope| !scope.contains("selvbetjening"));
    let bench = Bench::with(client, |client| crate::support::idp::Idp::helseid(client, json!({})));
    let ran = bench.client("--connect");
    assert_eq!(ran.json()["client"]["connection"]["verdict"], "pass", "{ran:?}");
    assert!(bench.idp.seen_at("/v1/client").is_empty());
    assert_eq!(bench.idp.seen_at("/connect/token")[0]["values"]["scope"], "nhn:kjernejournal/api");
}

/// A profile's API belongs to the profile's provider. With a file of another provider it sees no token.
#[test]
fn a_token_of_one_provider_is_not_shown_to_the_api_of_another() {
    let api = Web::serve(|_| Reply::Whole(401, "application/json", b"{}".to_vec()));
    let bench = Bench::good();
    let connect = |issuer: &str| {
        let (_folder, profile) =
            Bench::profile(&format!("[login]\nissuer = \"{issuer}\"\nself_service = \"{}\"\n", api.url("")));
        ran(bench.command("client", &format!("--connect --profile {}", profile.display())))
    };
    let apart = connect("https://helseid-sts.test.nhn.no");
    assert_eq!(apart.json()["client"]["connection"]["verdict"], "pass", "{apart:?}");
    assert!(api.asked().is_empty(), "{:?}", api.asked());
    connect(&bench.idp.issuer).says(CLIENT_SELF_SERVICE_SILENT);
    assert_eq!(api.asked()[0].line, "GET /v1/client");
}

#[test]
fn an_api_that_anybody_on_the_way_could_read_along_with_takes_one_line() {
    let bench = Bench::good();
    let mut command = bench.command("client", "--connect");
    command.args(["--self-service-url", "http://api.example"]);
    let ran = ran(command);
    assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{ran:?}");
    assert!(bench.idp.seen().is_empty());
}

fn connected(behaviour: Value) -> Ran {
    Bench::helseid(behaviour).client("--connect")
}
