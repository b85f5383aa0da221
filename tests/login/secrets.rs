//! Nothing confidential comes out, whatever goes wrong.

use crate::login::bench::Bench;
use crate::support::run::Ran;
use serde_json::json;
use std::path::Path;

/// National numbers of the persons in tests/idp/people.mjs.
const NUMBERS: [&str; 4] = ["12838530093", "04907240121", "17897930226", "25819021018"];

#[test]
fn nothing_confidential_comes_out_of_a_good_login() {
    for format in ["json", "text", "short", "html", "junit", "csv"] {
        let bench = Bench::good();
        let out = bench.folder.path().join("out");
        let words = format!(
            "--eid buypass --format {format} --capture {0}.capture --output {format}:{0}",
            out.display()
        );
        let mut command = crate::support::run::binary();
        command
            .args(["login", "--login-timeout", "20", "--config"])
            .arg(&bench.file)
            .args(words.split_whitespace());
        bench.browser.serve(&mut command);
        hold(&bench, &crate::login::bench::ran(command), &[&out, &out.with_extension("capture")]);
    }
}

#[test]
fn nor_of_a_bad_one() {
    for mode in [
        "signature-wrong",
        "nonce-other",
        "level-3",
        "tokens-bearer",
        "garbage@token",
        "person-other",
        "expired",
    ] {
        let bench = Bench::hostile(mode);
        let capture = bench.folder.path().join("capture.json");
        let ran = bench.login(&format!("--eid buypass --capture {}", capture.display()));
        hold(&bench, &ran, &[&capture]);
    }
}

#[test]
fn nor_where_a_provider_repeats_what_it_was_told() {
    let told = NUMBERS[0];
    let refuse =
        json!({ "token": { "error": "invalid_grant", "error_description": format!("bruker {told}") } });
    let bench = Bench::helseid(json!({ "refuse": refuse }));
    hold(&bench, &bench.login("--eid buypass"), &[]);
}

#[test]
fn nor_of_the_client() {
    let bench = Bench::good();
    hold(&bench, &bench.client("--connect"), &[]);
}

#[test]
fn not_even_where_everything_is_logged() {
    let bench = Bench::good();
    let mut command = bench.command("login", "--eid buypass");
    command.env("RUST_LOG", "trace").env("RUST_BACKTRACE", "full");
    hold(&bench, &crate::login::bench::ran(command), &[]);
}

/// Looks for everything confidential in the output and in files.
#[track_caller]
fn hold(bench: &Bench, ran: &Ran, files: &[&Path]) {
    let mut places = vec![("stdout", ran.stdout.clone()), ("stderr", ran.stderr.clone())];
    for file in files {
        let text = std::fs::read(file).expect("what was asked for");
        places.push(("a file", String::from_utf8_lossy(&text).into_owned()));
    }
    assert_ne!(ran.code, 2, "{ran:?}");
    let mut secrets = bench.idp.secrets();
    assert!(!secrets.is_empty(), "nothing was asked: {ran:?}");
    secrets.extend(bench.client.secrets());
    secrets.extend(NUMBERS.map(str::to_owned));
    for (place, text) in &places {
        for secret in &secrets {
            assert!(!text.contains(secret.as_str()), "{place} has {secret} in it");
        }
        assert!(!text.contains("eyJ"), "{place} has a token in it: {text}");
    }
}
