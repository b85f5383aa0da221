//! Nothing confidential comes out, whatever goes wrong.

use crate::login::bench::{Bench, all_hold, ran};
use crate::support::run::{Ran, arg};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use serde_json::json;
use std::process::Command;

/// National numbers of the persons in tests/idp/people.mjs.
const NUMBERS: [&str; 4] = ["12838530093", "04907240121", "17897930226", "25819021018"];

const FORMATS: [&str; 7] = ["json", "text", "short", "html", "junit", "csv", "nagios"];

/// Logins that go wrong at every point where something confidential is at hand.
const WRONG: &[&str] = &[
    "good",
    "signature-wrong",
    "nonce-other",
    "level-3",
    "tokens-bearer",
    "tokens-id-missing",
    "token-encrypted",
    "token-garbage",
    "claims-changed",
    "audience-other",
    "subject-missing",
    "callback-code-unknown",
    "callback-state-other",
    "callback-error-hid",
    "garbage@token",
    "shape:text@token",
    "truncated@token",
    "garbage@par",
    "person-other",
    "expired",
    "kid-never-found",
    "nonce-for-ever",
    "error:invalid_client@par",
    "status:500@revocation",
];

/// The report in every form, the capture, and what the program says of itself when everything is logged.
#[test]
fn nothing_confidential_comes_out_of_any_login() {
    all_hold(WRONG, |mode| {
        let bench = Bench::hostile(mode);
        let mut command = bench.command("login", "--eid buypass --login-timeout 3 --show-identifiers");
        write_everything(&bench, &mut command);
        found(&bench, &ran(command)).map(|what| format!("{mode}: {what}"))
    });
}

/// Logs of a provider that can be believed have other things in them.
#[test]
fn nor_out_of_one_at_a_certified_provider() {
    for words in ["--eid buypass", "--eid buypass --show-identifiers"] {
        let bench = Bench::good();
        let mut command = bench.command("login", words);
        write_everything(&bench, &mut command);
        assert_eq!(found(&bench, &ran(command)), None);
    }
}

/// A claim that should be a word can hold anything; a profile can name the wrong claim.
#[test]
fn nor_where_a_number_stands_in_another_claim() {
    for behaviour in
        [json!({ "idp": NUMBERS[0] }), json!({ "level": NUMBERS[0] }), json!({ "network": NUMBERS[0] })]
    {
        let bench = Bench::helseid(behaviour);
        let mut command = bench.command("login", "--eid buypass");
        write_everything(&bench, &mut command);
        assert_eq!(found(&bench, &ran(command)), None);
    }
}

#[test]
fn nor_where_a_provider_repeats_what_it_was_told() {
    let told = NUMBERS[0];
    let parted = format!("{} {}", &told[..6], &told[6..]);
    for said in
        [format!("bruker {told}"), format!("bruker {parted}"), format!("token eyJhbGciOiJub25lIn0.{told}.x")]
    {
        let refuse = json!({ "token": { "error": "invalid_grant", "error_description": said } });
        let bench = Bench::helseid(json!({ "refuse": refuse }));
        let mut command = bench.command("login", "--eid buypass");
        write_everything(&bench, &mut command);
        let ran = ran(command);
        assert_eq!(found(&bench, &ran), None);
        assert!(!ran.stdout.contains(&parted), "{ran:?}");
    }
}

#[test]
fn nor_of_the_client() {
    all_hold(["good", "error:invalid_client@token", "garbage@client", "shape:text@client-secret"], |mode| {
        let bench = Bench::hostile(mode);
        let mut command = bench.command("client", "--connect --show-identifiers");
        command.args(["--self-service-url", &bench.idp.issuer]);
        write_everything(&bench, &mut command);
        found(&bench, &ran(command)).map(|what| format!("{mode}: {what}"))
    });
}

/// The one line about a file that cannot be used quotes nothing of it.
#[test]
fn nor_of_a_file_that_is_broken() {
    let bench = Bench::good();
    let good = std::fs::read_to_string(&bench.file).unwrap();
    let torn = [
        good.replacen("privateJwk\": \"{", "privateJwk\": \"{{", 1),
        good[..good.len() - 200].to_owned(),
        good.replacen("\\u003CD\\u003E", "\\u003CD\\u003EBBBB", 1),
    ];
    for text in torn {
        assert_ne!(text, good);
        std::fs::write(&bench.file, text).unwrap();
        let ran = bench.login("--eid buypass");
        assert_eq!(ran.code, 2, "{ran:?}");
        assert_eq!(told(&bench, &format!("{}{}", ran.stdout, ran.stderr)), None);
    }
}

/// Makes a run write all that it can.
fn write_everything(bench: &Bench, command: &mut Command) {
    for format in FORMATS {
        command.args([
            "--output",
            &format!("{format}:{}", bench.folder.path().join(format!("out.{format}")).display()),
        ]);
    }
    command.args(["--capture", arg(&bench.folder.path().join("out.capture"))]);
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
}

/// Something confidential in what a run said or wrote.
fn found(bench: &Bench, ran: &Ran) -> Option<String> {
    assert!(ran.code != 2 && ran.code != 101, "{ran:?}");
    let read = |name: &str| {
        let path = bench.folder.path().join(format!("out.{name}"));
        String::from_utf8_lossy(&std::fs::read(path).expect("what was asked for")).into_owned()
    };
    let mut places = vec![("stdout", ran.stdout.clone()), ("stderr", ran.stderr.clone())];
    places.extend(FORMATS.iter().chain(&["capture"]).map(|name| (*name, read(name))));
    places.iter().find_map(|(place, text)| Some(format!("{place} has {}", told(bench, text)?)))
}

/// Something confidential in a text.
fn told(bench: &Bench, text: &str) -> Option<String> {
    let mut secrets = bench.idp.secrets();
    secrets
        .extend(NUMBERS.iter().flat_map(|number| forms(number.as_bytes())).chain(NUMBERS.map(str::to_owned)));
    for member in ["d", "p", "q", "dp", "dq", "qi"] {
        let value = bench.client.key[member].as_str().unwrap();
        secrets.extend(forms(&URL_SAFE_NO_PAD.decode(value).unwrap()));
    }
    // `{"` in base64url: the beginning of every token.
    secrets.push("eyJ".to_owned());
    secrets.into_iter().filter(|secret| !secret.is_empty()).find(|secret| text.contains(secret.as_str()))
}

/// The ways in which bytes stand in texts.
fn forms(bytes: &[u8]) -> Vec<String> {
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![hex.to_uppercase(), hex];
    for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
        forms.push(engine.encode(bytes));
    }
    forms
}
