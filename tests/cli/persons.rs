//! Nothing that leaves the terminal names a person, unless it was asked for.

use super::DEMO;
use crate::support::run::{arg, run};
use serde_json::Value;
use std::collections::BTreeSet;

const FORMATS: &[&str] = &["text", "short", "json", "junit", "html", "csv", "nagios"];

/// Who the list says should hold the card: another spelling of the same person.
const EXPECTED: &str = "Oppdiktet Listenavn";

/// Names and numbers of a simulated card's holder, as the report shows them when asked to.
fn personal(card: &str) -> BTreeSet<String> {
    let shown = run([
        "check",
        "--simulate",
        card,
        "--expect-name",
        EXPECTED,
        "--format",
        "json",
        "--show-identifiers",
    ]);
    let report: Value = shown.json();
    let mut found: BTreeSet<String> = EXPECTED.split(' ').map(str::to_owned).collect();
    let mut take = |value: &Value| found.extend(value.as_str().map(str::to_owned));
    for one in report["cards"].as_array().unwrap() {
        take(&one["token"]["serial"]);
        for certificate in one["certificates"].as_array().unwrap() {
            take(&certificate["serial"]);
            for part in ["common_name", "given_name", "surname", "serial_number"] {
                take(&certificate["subject"][part]);
            }
        }
    }
    assert!(found.len() > 6, "{card}: {found:?}");
    found
}

/// Whether the words of `personal` stand in `text`, by themselves, in whichever case.
fn stands_in(text: &str, personal: &str) -> bool {
    let (text, personal) = (text.to_lowercase(), personal.to_lowercase());
    text.match_indices(&personal).any(|(at, found)| {
        let joins = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        !joins(text[..at].chars().next_back()) && !joins(text[at + found.len()..].chars().next())
    })
}

#[test]
fn no_output_and_no_file_names_the_holder() {
    let folder = tempfile::tempdir().unwrap();
    for (card, ..) in DEMO {
        let personal = personal(card);
        for format in FORMATS {
            let path = folder.path().join("report");
            let output = format!("{format}:{}", arg(&path));
            let ran = run([
                "check",
                "--simulate",
                card,
                "--expect-name",
                EXPECTED,
                "--format",
                format,
                "--output",
                &output,
            ]);
            let written = std::fs::read_to_string(&path).unwrap();
            for text in [&ran.stdout, &ran.stderr, &written] {
                let told: Vec<&String> = personal.iter().filter(|datum| stands_in(text, datum)).collect();
                assert!(told.is_empty(), "{card}, {format}: {told:?} in\n{text}");
            }
        }
    }
}

#[test]
fn asked_for_they_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let personal = personal("commfides-ready");
    let path = folder.path().join("report.json");
    let output = format!("json:{}", arg(&path));
    let start = ["check", "--simulate", "commfides-ready", "--expect-name", EXPECTED, "--show-identifiers"];
    for format in ["text", "html", "json"] {
        let ran = run(start.iter().copied().chain(["--format", format, "--output", &output]));
        assert!(stands_in(&ran.stdout, "Ola Demostad"), "{format}: {}", ran.stdout);
        assert!(stands_in(&ran.stdout, EXPECTED), "{format}");
    }
    let written = std::fs::read_to_string(&path).unwrap();
    for datum in personal {
        assert!(stands_in(&written, &datum), "{datum}");
    }
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["redacted"], false);
}

#[test]
fn the_same_person_is_the_same_token_within_a_report() {
    let ran =
        run(["check", "--simulate", "commfides-ready", "--expect-name", "Ola Demostad", "--format", "json"])
            .ended(0);
    let report = ran.json();
    assert_eq!(report["redacted"], true);
    let certificates = report["cards"][0]["certificates"].as_array().unwrap();
    let names: BTreeSet<&str> =
        certificates.iter().filter_map(|one| one["subject"]["common_name"].as_str()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(report["cards"][0]["name"]["expected"].as_str(), names.first().copied());
    let serials: BTreeSet<&str> = certificates.iter().filter_map(|one| one["serial"].as_str()).collect();
    assert_eq!(serials.len(), 3, "{serials:?}");
}
