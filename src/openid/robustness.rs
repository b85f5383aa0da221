//! What holds of any bytes: reading them ends without a panic, and nothing that is said of them has a key in it.

use super::client_file::{self, ClientFile, ClientFileFault};
use super::jose::{PublicKey, SigningKey};
use super::redirect::{AuthorizationResponse, LoopbackRedirect};
use super::sample::{client_file, rsa, text, with, xml};
use super::scrub::scrub;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

/// A change to a good text.
#[derive(Debug, Clone)]
enum Edit {
    Replace(u8),
    Insert(u8),
    Remove(usize),
    Repeat(usize),
    Truncate,
}

impl Edit {
    fn apply(&self, bytes: &mut Vec<u8>, at: Index) {
        if bytes.is_empty() {
            return;
        }
        let at = at.index(bytes.len());
        let until = |length: usize| (at + length).min(bytes.len());
        match self {
            Edit::Replace(byte) => bytes[at] = *byte,
            Edit::Insert(byte) => bytes.insert(at, *byte),
            Edit::Remove(length) => drop(bytes.drain(at..until(*length))),
            Edit::Repeat(length) => {
                let again = bytes[at..until(*length)].to_vec();
                bytes.splice(at..at, again);
            }
            Edit::Truncate => bytes.truncate(at),
        }
    }
}

fn edits() -> impl Strategy<Value = Vec<(Index, Edit)>> {
    let edit = prop_oneof![
        4 => prop::sample::select(br#"{}[]",:<>/\%+=0Aa "#.to_vec()).prop_map(Edit::Replace),
        2 => any::<u8>().prop_map(Edit::Replace),
        2 => any::<u8>().prop_map(Edit::Insert),
        2 => (1..400usize).prop_map(Edit::Remove),
        2 => (1..400usize).prop_map(Edit::Repeat),
        1 => Just(Edit::Truncate),
    ];
    vec((any::<Index>(), edit), 1..5)
}

/// Good texts: configuration files in several forms, and keys.
fn samples() -> Vec<String> {
    let file = client_file();
    vec![
        text(file.clone()),
        serde_json::to_string_pretty(&file).unwrap(),
        text(with(file.clone(), "privateJwk", json!(rsa()))),
        text(with(file, "privateJwk", json!(null))),
        text(rsa()),
        xml(&rsa()),
    ]
}

/// Everything that is said about bytes.
fn told(bytes: &[u8]) -> Vec<String> {
    let mut told = Vec::new();
    match client_file::parse(bytes) {
        Ok(ClientFile { oddities, .. }) => {
            told.extend(oddities.iter().map(|oddity| format!("{} {oddity} {oddity:?}", oddity.code())));
        }
        Err(fault) => {
            told.push(format!("{} {fault} {fault:?}", fault.code()));
            if let ClientFileFault::Key { fault, .. } = fault {
                told.push(format!("{} {fault} {fault:?}", fault.code()));
            }
        }
    }
    let text = String::from_utf8_lossy(bytes);
    for fault in [
        SigningKey::from_jwk(&text).err(),
        SigningKey::from_rsa_key_value(&text).err(),
        PublicKey::from_jwk(&text).err(),
    ] {
        told.extend(fault.map(|fault| format!("{} {fault} {fault:?}", fault.code())));
    }
    told
}

/// Whether a text has sixteen characters in a row of any member of the key, in either alphabet.
fn leaks(told: &str) -> bool {
    let key = rsa();
    let url = key.values().filter_map(|value| value.as_str()).filter(|value| value.len() >= 16);
    let all = url.flat_map(|value| [value.to_owned(), value.replace('-', "+").replace('_', "/")]);
    let told: Vec<char> = told.chars().collect();
    let windows: Vec<String> = told.windows(16).map(|window| window.iter().collect()).collect();
    all.collect::<Vec<String>>().iter().any(|value| windows.iter().any(|window| value.contains(window)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_read_to_the_end(bytes in vec(any::<u8>(), 0..300)) {
        told(&bytes);
        let text = String::from_utf8_lossy(&bytes);
        let _ = LoopbackRedirect::parse(&text);
        let _ = AuthorizationResponse::from_request_line(&bytes, "/callback");
        prop_assert!(scrub(&text).chars().count() <= 500);
    }

    #[test]
    fn any_query_is_read_to_the_end(query in "[a-z%+=&0-9]{0,60}") {
        let _ = AuthorizationResponse::from_request_line(format!("GET /?{query} HTTP/1.1").as_bytes(), "/");
    }

    #[test]
    fn nothing_that_is_said_has_a_key_in_it(which in 0..6usize, edits in edits()) {
        let mut bytes = samples()[which].clone().into_bytes();
        for (at, edit) in edits {
            edit.apply(&mut bytes, at);
        }
        for told in told(&bytes) {
            prop_assert!(!leaks(&told), "{told}");
        }
    }
}

#[test]
fn a_key_in_the_wrong_place_is_not_repeated() {
    let secret = rsa()["d"].clone();
    for member in ["clientName", "clientId", "authority", "secretType"] {
        for told in told(text(with(client_file(), member, secret.clone())).as_bytes()) {
            assert!(!leaks(&told), "{told}");
        }
    }
    for member in ["scopes", "grantTypes", "redirectUris", "postLogoutRedirectUris"] {
        for told in told(text(with(client_file(), member, json!([secret]))).as_bytes()) {
            assert!(!leaks(&told), "{told}");
        }
    }
    for member in ["kty", "alg", "use", "kid", "e", "crv"] {
        for told in told(text(with(rsa(), member, secret.clone())).as_bytes()) {
            assert!(!leaks(&told), "{told}");
        }
    }
    assert!(leaks(&format!("said: {}", &secret.as_str().unwrap()[5..21])));
}
