//! What a client signs with: every kind of key that HelseID registers, by every algorithm of it.

use crate::login::bench::{Bench, all_hold};
use crate::support::client_file::TestClient;
use crate::support::idp::Idp;
use serde_json::json;

/// The keys of testdata/openid, and the algorithms that a JSON Web Key of that kind can name.
const KEYS: [(&str, &str); 9] = [
    ("synthetic-rsa-2048", "RS256"),
    ("synthetic-rsa-2048", "RS384"),
    ("synthetic-rsa-2048", "RS512"),
    ("synthetic-rsa-2048", "PS256"),
    ("synthetic-rsa-2048", "PS384"),
    ("synthetic-rsa-2048", "PS512"),
    ("synthetic-ec-p256", "ES256"),
    ("synthetic-ec-p384", "ES384"),
    ("synthetic-ec-p521", "ES512"),
];

#[test]
fn a_key_signs_by_the_algorithm_that_it_names() {
    all_hold(KEYS, |(key, algorithm)| {
        let mut client = TestClient::with_key(key);
        client.key["alg"] = (*algorithm).into();
        client.key["kid"] = "synthetic".into();
        let bench = Bench::with(client, |client| Idp::helseid(client, json!({})));
        let ran = bench.client("--connect");
        let tokens = bench.idp.seen_at("/connect/token");
        let signed = |one: &serde_json::Value| {
            one["assertion"]["alg"] == *algorithm && one["assertion"]["kid"] == true
        };
        let good = ran.code == 0 && !tokens.is_empty() && tokens.iter().all(signed);
        (!good).then(|| format!("{key} {algorithm}: {tokens:?} {ran:?}"))
    });
}

#[test]
fn a_key_that_names_none_signs_by_that_of_its_kind() {
    let kinds = [
        ("synthetic-rsa-2048", ["RS256", "PS256"]),
        ("synthetic-ec-p256", ["ES256", "ES256"]),
        ("synthetic-ec-p384", ["ES384", "ES384"]),
        ("synthetic-ec-p521", ["ES512", "ES512"]),
    ];
    all_hold(kinds, |(key, algorithms)| {
        let bench = Bench::with(TestClient::with_key(key), |client| Idp::helseid(client, json!({})));
        bench.login("--eid buypass").passed();
        let used = bench.idp.seen_at("/connect/par")[0]["assertion"]["alg"].clone();
        (!algorithms.iter().any(|one| used == *one)).then(|| format!("{key}: {used}"))
    });
}

/// The one that is in the file twice may be there once.
#[test]
fn an_rsa_key_in_the_form_of_dotnet_is_enough() {
    let bench = Bench::good();
    let mut content = bench.client.content(&bench.idp.issuer);
    content.as_object_mut().unwrap().remove("privateJwk");
    crate::support::client_file::write(&content, bench.folder.path());
    bench.login("--eid buypass").passed();
}
