//! The configuration file: what it tells, and what is odd in it and read past. Nobody is asked anything.

use crate::login::bench::{Bench, ran};
use crate::login::checks::*;
use crate::support::client_file::{self, TestClient};
use crate::support::run::{Ran, arg, run};
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt;

#[test]
fn a_good_file_is_good() {
    let bench = Bench::good();
    let ran = bench.client("");
    assert_eq!(ran.code, 0, "{ran:?}");
    let client = &ran.json()["client"];
    assert_eq!(client["key"]["algorithm"], "RSA");
    assert_eq!(client["key"]["bits"], 2048);
    assert_eq!(client["authority"], bench.idp.issuer.as_str());
    assert!(bench.idp.seen().is_empty(), "nobody asked to connect");
}

/// A member with another value; the code that reading gives; the check that tells of it.
fn oddities() -> Vec<(&'static str, Value, &'static str, &'static str)> {
    let authority = |end: &str| json!(format!("https://helseid-sts.test.nhn.no{end}"));
    let scopes = |without: &str| {
        let kept = client_file::SCOPES.into_iter().filter(|scope| !scope.contains(without));
        json!(kept.collect::<Vec<_>>())
    };
    let key = client_file::key("synthetic-rsa-2048");
    let encoded: String = key.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    vec![
        ("authority", authority("/"), "authority-slash", CLIENT_AUTHORITY_EDITED),
        ("authority", authority("/connect/token"), "authority-token-endpoint", CLIENT_AUTHORITY_EDITED),
        (
            "authority",
            authority("/.well-known/openid-configuration"),
            "authority-metadata",
            CLIENT_AUTHORITY_EDITED,
        ),
        (
            "authority",
            json!("https://helseid-sts.helseid.no"),
            "authority-retired-host",
            CLIENT_AUTHORITY_UNFIT,
        ),
        ("authority", json!("http://helseid-sts.test.nhn.no"), "authority-insecure", CLIENT_AUTHORITY_UNFIT),
        ("privateJwk", json!(encoded), "jwk-percent-encoded", CLIENT_FILE_EDITED),
        ("privateJwk", key, "jwk-as-object", CLIENT_FILE_EDITED),
        ("privateJwk", Value::Null, "one-key-member", CLIENT_FILE_ODDITY),
        ("rsaPrivateKey", Value::Null, "one-key-member", CLIENT_FILE_ODDITY),
        ("clientId", json!("epj"), "client-id-not-guid", CLIENT_FILE_EDITED),
        ("rsaKeySizeBits", json!(4096), "key-size-differs", CLIENT_FILE_EDITED),
        ("secretType", json!("client_secret"), "secret-type-unknown", CLIENT_FILE_EDITED),
        ("pkceRequired", json!(false), "pkce-not-required", CLIENT_FILE_EDITED),
        ("grantTypes", json!(["client_credentials"]), "no-authorization-code", CLIENT_NO_USER_LOGIN),
        ("redirectUris", json!([]), "no-loopback-redirect", CLIENT_NO_LOOPBACK_REDIRECT),
        (
            "redirectUris",
            json!(["https://epj.example/callback"]),
            "redirect-not-loopback",
            CLIENT_NO_LOOPBACK_REDIRECT,
        ),
        (
            "redirectUris",
            json!(["http://localhost/callback"]),
            "redirect-no-port",
            CLIENT_NO_LOOPBACK_REDIRECT,
        ),
        ("scopes", scopes("openid"), "scope-openid-missing", CLIENT_SCOPES_MISSING),
        ("scopes", scopes("security_level"), "scope-security-level-missing", CLIENT_SCOPES_MISSING),
        ("scopes", scopes("identity/pid"), "scope-pid-missing", CLIENT_SCOPES_MISSING),
        ("scopes", scopes("kjernejournal"), "scope-kjernejournal-missing", CLIENT_SCOPES_MISSING),
        ("scopes", scopes("selvbetjening"), "scope-selvbetjening-missing", CLIENT_FILE_ODDITY),
    ]
}

#[test]
fn every_oddity_is_read_past_and_told() {
    let wrong: Vec<String> = oddities()
        .into_iter()
        .filter_map(|(member, value, code, check)| {
            let ran = examined(&with(member, value.clone()).to_string().into_bytes());
            let problems = ran.json()["client"]["problems"].clone();
            let codes: Vec<&str> =
                problems.as_array().unwrap().iter().filter_map(|one| one["code"].as_str()).collect();
            let good = codes.contains(&code) && ran.spoken().iter().any(|one| one == check);
            (!good).then(|| format!("{member} {value}: {code} {check}, but {codes:?} {:?}", ran.spoken()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without these no login tells the level that was reached, or none is safe, whoever asks; the rest is a warning at most.
#[test]
fn only_what_stops_every_login_stops_the_verdict() {
    for (member, value, code, _) in oddities() {
        let stops =
            ["scope-openid-missing", "scope-security-level-missing", "authority-insecure"].contains(&code);
        let ran = examined(&with(member, value).to_string().into_bytes());
        assert_eq!(ran.code, i32::from(stops), "{code}: {:?}", ran.spoken());
    }
}

/// A client of an EHR on the web may be in order; only nobody can log in with it from here.
#[test]
fn without_an_address_on_this_machine_nobody_can_log_in() {
    let file = with("redirectUris", json!(["https://epj.example/callback"]));
    let (_folder, path) = written(file.to_string().as_bytes());
    let ran = run(["login", "--config", &path]);
    assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{ran:?}");
}

#[test]
fn the_editors_of_windows_are_read_past() {
    let text = with("clientName", json!("FIKTIV KOMMUNE – Åsgård")).to_string();
    let utf16 = |bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    };
    for (bytes, code) in [
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "byte-order-mark"),
        (utf16(u16::to_le_bytes), "utf-16"),
        (utf16(u16::to_be_bytes), "utf-16"),
    ] {
        let ran = examined(&bytes);
        assert_eq!(ran.code, 0, "{ran:?}");
        assert_eq!(ran.json()["client"]["problems"][0]["code"], code);
    }
}

#[test]
fn a_file_that_others_can_read() {
    let bench = Bench::good();
    for (mode, is_told) in [(0o644, true), (0o640, true), (0o604, true), (0o600, false), (0o400, false)] {
        std::fs::set_permissions(&bench.file, std::fs::Permissions::from_mode(mode)).unwrap();
        let spoken = bench.client("").spoken();
        assert_eq!(spoken.iter().any(|one| one == CLIENT_FILE_READABLE), is_told, "{mode:o}: {spoken:?}");
    }
}

/// A file of one environment under the profile of the other.
#[test]
fn the_environment_is_the_files() {
    let file = with("authority", json!("https://helseid-sts.test.nhn.no"));
    let ran = examined(file.to_string().as_bytes());
    assert_eq!(ran.json()["profile"], "helseid-test", "the file alone is enough");
    assert_eq!(ran.json()["client"]["environment"], "test");
    let (_folder, path) = written(file.to_string().as_bytes());
    let ran = run(["client", "--config", &path, "--profile", "helseid-prod", "--format", "json"]);
    assert_eq!(ran.says("client.other_environment").code, 1);
}

/// A profile can name the file; then nothing more is needed.
#[test]
fn a_profile_can_name_the_file() {
    let bench = Bench::good();
    let (_folder, profile) = Bench::profile(&format!("[login]\nconfig = \"{}\"\n", bench.file.display()));
    let ran = run(["client", "--profile", arg(&profile), "--format", "json"]);
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(ran.json()["client"]["authority"], bench.idp.issuer.as_str());
}

/// What is put right when the file is read is right in the login, too.
#[test]
fn a_login_works_with_what_was_put_right() {
    let bench = Bench::good();
    let mut content = bench.client.content(&format!("{}/connect/token", bench.idp.issuer));
    let key = content["privateJwk"].as_str().unwrap();
    content["privateJwk"] = key.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>().into();
    client_file::write(&content, bench.folder.path());
    let text = std::fs::read(&bench.file).unwrap();
    std::fs::write(&bench.file, [&b"\xef\xbb\xbf"[..], &text].concat()).unwrap();
    let spoken = ran(bench.command("login", "--eid buypass")).passed().spoken();
    assert!(spoken.iter().any(|one| one == CLIENT_AUTHORITY_EDITED), "{spoken:?}");
    assert!(spoken.iter().any(|one| one == CLIENT_FILE_EDITED), "{spoken:?}");
}

/// The file of HelseID's test environment with one member changed; null takes it away.
pub fn with(member: &str, value: Value) -> Value {
    let mut client = TestClient::new();
    client.key["kid"] = "synthetic".into();
    let mut content = client.content("https://helseid-sts.test.nhn.no");
    match value {
        Value::Null => drop(content.as_object_mut().unwrap().remove(member)),
        value => content[member] = value,
    }
    content
}

/// A file that its owner alone can read, and its path.
pub fn written(bytes: &[u8]) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("helseid.json");
    std::fs::write(&path, bytes).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    (folder, arg(&path).to_owned())
}

fn examined(bytes: &[u8]) -> Ran {
    let (_folder, path) = written(bytes);
    run(["client", "--config", &path, "--format", "json"])
}
