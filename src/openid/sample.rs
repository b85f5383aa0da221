//! Synthetic keys and files for tests.

use super::jose::{Curve, SigningKey};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Map, Value, json};

/// The time of everything that is signed in tests: 18 November 2026, 12:00 UTC.
pub(super) const NOW: jiff::Timestamp = jiff::Timestamp::constant(1_795_003_200, 0);

/// The synthetic RSA key, a JWK as Selvbetjening writes it: without `kid` and `alg`.
pub(super) fn rsa() -> Map<String, Value> {
    serde_json::from_str(include_str!("../../testdata/openid/synthetic-rsa-2048.jwk.json")).unwrap()
}

/// The synthetic key on a curve.
pub(super) fn ec(curve: Curve) -> Map<String, Value> {
    let text = match curve {
        Curve::P256 => include_str!("../../testdata/openid/synthetic-ec-p256.jwk.json"),
        Curve::P384 => include_str!("../../testdata/openid/synthetic-ec-p384.jwk.json"),
        Curve::P521 => include_str!("../../testdata/openid/synthetic-ec-p521.jwk.json"),
    };
    serde_json::from_str(text).unwrap()
}

/// An object with one member of another value; `null` takes it away.
pub(super) fn with(mut object: Map<String, Value>, name: &str, value: Value) -> Map<String, Value> {
    match value.is_null() {
        true => object.remove(name),
        false => object.insert(name.to_owned(), value),
    };
    object
}

/// The text of an object.
pub(super) fn text(object: Map<String, Value>) -> String {
    Value::Object(object).to_string()
}

/// The octets of a member.
pub(super) fn octets(jwk: &Map<String, Value>, name: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap()
}

/// An RSA key as .NET writes it.
pub(super) fn xml(jwk: &Map<String, Value>) -> String {
    let names = [
        ("Modulus", "n"),
        ("Exponent", "e"),
        ("P", "p"),
        ("Q", "q"),
        ("DP", "dp"),
        ("DQ", "dq"),
        ("InverseQ", "qi"),
        ("D", "d"),
    ];
    let elements = names
        .iter()
        .filter(|(_, member)| jwk.contains_key(*member))
        .map(|(element, member)| format!("<{element}>{}</{element}>", STANDARD.encode(octets(jwk, member))));
    format!("<RSAKeyValue>{}</RSAKeyValue>", elements.collect::<String>())
}

/// The synthetic RSA key.
pub(super) fn key() -> SigningKey {
    SigningKey::from_jwk(&text(rsa())).unwrap()
}

/// A configuration file with nothing unusual.
pub(super) fn client_file() -> Map<String, Value> {
    let key = with(rsa(), "kid", json!("synthetic"));
    let file = json!({
        "clientName": "FIKTIV KOMMUNE - Eksempel EPJ",
        "authority": "https://helseid-sts.test.nhn.no",
        "clientId": "00000000-0000-4000-8000-000000000000",
        "grantTypes": ["authorization_code", "refresh_token", "client_credentials"],
        "scopes": [
            "openid", "profile", "offline_access", "helseid://scopes/identity/pid",
            "helseid://scopes/identity/security_level", "helseid://scopes/hpr/hpr_number",
            "nhn:kjernejournal/api", "nhn:selvbetjening/client"
        ],
        "redirectUris": ["http://localhost:8089/callback"],
        "postLogoutRedirectUris": [],
        "secretType": "private_key_jwt:RsaPrivateKeyJwtSecret",
        "rsaPrivateKey": xml(&key),
        "rsaKeySizeBits": 2048,
        "privateJwk": text(key),
        "pkceRequired": true
    });
    match file {
        Value::Object(file) => file,
        _ => unreachable!(),
    }
}

/// Header and claims of a JWT, after its signature was verified.
pub(super) fn verified(jwt: &str, key: &SigningKey) -> (Value, Value) {
    let (input, signature) = jwt.rsplit_once('.').unwrap();
    let (header, claims) = input.split_once('.').unwrap();
    let part =
        |text: &str| -> Value { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap() };
    let header = part(header);
    let algorithm = super::jose::Algorithm::named(header["alg"].as_str().unwrap()).unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    assert!(key.public().verifies(algorithm, input.as_bytes(), &signature));
    (header, part(claims))
}
