//! Files that are no configuration file, or a broken one: each takes one line, and stops before anybody is asked anything.

use crate::login::files::{with, written};
use crate::support::client_file;
use crate::support::run::run;
use serde_json::{Map, Value, json};

/// What cannot be used, and a word of the line about it in both languages.
fn faults() -> Vec<(&'static str, Vec<u8>, [&'static str; 2])> {
    let text = |member: &str, value: Value| with(member, value).to_string().into_bytes();
    let good = with("pkceRequired", json!(true)).to_string();
    let jwk = |change: &dyn Fn(&mut Map<String, Value>)| {
        let mut key = client_file::key("synthetic-rsa-2048");
        change(key.as_object_mut().unwrap());
        text("privateJwk", key.to_string().into())
    };
    let only = |key: Value| {
        let mut file = with("rsaPrivateKey", Value::Null);
        file["privateJwk"] = key.to_string().into();
        file.to_string().into_bytes()
    };
    let stranger = client_file::xml(&client_file::key("stranger-rsa"));
    let public =
        |key: &mut Map<String, Value>| key.retain(|name, _| ["kty", "n", "e"].contains(&name.as_str()));
    let torn = |key: &mut Map<String, Value>| drop(key.insert("qi".into(), "AQAB".into()));
    let encrypted = b"PK\x03\x04\x33\x00\x01\x00\x63\x00rest".to_vec();
    vec![
        ("empty", Vec::new(), ["tom", "empty"]),
        ("blank", b" \r\n".to_vec(), ["tom", "empty"]),
        ("huge", vec![b' '; 2 << 20], ["stor", "large"]),
        ("cut short", good.as_bytes()[..300].to_vec(), ["slutter", "ends"]),
        ("comma", good.replacen("\",", "\",,", 1).into_bytes(), ["linje", "line"]),
        ("no text", b"{\"a\": \"\xe5\"}".to_vec(), ["JSON", "JSON"]),
        ("a list", b"[]".to_vec(), ["JSON", "JSON"]),
        ("no client", text("clientId", Value::Null), ["clientId", "clientId"]),
        ("no authority", text("authority", Value::Null), ["authority", "authority"]),
        ("no address", text("authority", json!("helseid")), ["authority", "authority"]),
        ("another type", text("scopes", json!("openid")), ["scopes", "scopes"]),
        ("twice", good.replacen('{', "{\"clientId\": \"x\", ", 1).into_bytes(), ["clientId", "clientId"]),
        (
            "no key",
            {
                let mut file = with("privateJwk", Value::Null);
                file["rsaPrivateKey"] = Value::Null;
                file.to_string().into()
            },
            ["privateJwk", "privateJwk"],
        ),
        ("public only", jwk(&public), ["offentlig", "public"]),
        ("torn", jwk(&torn), ["hører ikke sammen", "belong"]),
        ("broken key", text("privateJwk", json!("{\"kty\":\"RSA\",")), ["privateJwk", "privateJwk"]),
        ("broken XML", text("rsaPrivateKey", json!("<RSAKeyValue>")), ["rsaPrivateKey", "rsaPrivateKey"]),
        ("two keys", text("rsaPrivateKey", json!(stranger)), ["to ulike", "two different"]),
        ("symmetric", only(json!({ "kty": "oct", "k": "c2VjcmV0" })), ["slag", "kind"]),
        (
            "another curve",
            only(json!({ "kty": "EC", "crv": "secp256k1", "x": "AQ", "y": "AQ", "d": "AQ" })),
            ["slag", "kind"],
        ),
        ("the zip", encrypted, ["zip", "zip"]),
        ("another zip", b"PK\x03\x04\x14\x00\x00\x00\x08\x00rest".to_vec(), ["zip", "zip"]),
        ("a page", b"<!DOCTYPE html><html>".to_vec(), ["JSON", "JSON"]),
        ("a PEM file", b"-----BEGIN PRIVATE KEY-----\nAAAA".to_vec(), ["JSON", "JSON"]),
        ("the key alone", client_file::key("synthetic-rsa-2048").to_string().into_bytes(), ["JSON", "JSON"]),
    ]
}

#[test]
fn what_cannot_be_used_takes_one_line_in_either_language() {
    for (name, bytes, words) in faults() {
        let (_folder, path) = written(&bytes);
        for (lang, word) in ["nb", "en"].iter().zip(words) {
            let ran = run(["client", "--config", &path, "--lang", lang]);
            assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{name} {lang}: {ran:?}");
            assert!(ran.stderr.contains(word) && ran.stderr.contains(&path), "{name} {lang}: {}", ran.stderr);
            assert!(!ran.stderr.contains(['{', '}']) && ran.stdout.is_empty(), "{name} {lang}: {ran:?}");
        }
    }
}

#[test]
fn the_same_line_stops_a_login() {
    let (_folder, path) = written(b"");
    for line in [vec!["login"], vec!["check", "--login", "--eid", "bankid"]] {
        let ran = run(line.iter().chain(&["--config", path.as_str()]));
        assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{ran:?}");
    }
    for line in [vec!["login"], vec!["client"], vec!["login", "--config", "/no/such/file"]] {
        let ran = run(&line);
        assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{ran:?}");
    }
}
