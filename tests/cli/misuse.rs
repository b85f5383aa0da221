//! Used wrongly: one clear line on stderr, nothing on stdout, exit code 2.

use crate::support::captures;
use crate::support::run::{Ran, arg, run, words};
use std::path::PathBuf;

/// One line that says all of `said`, in each language.
#[track_caller]
fn refused(arguments: &[&str], said: &[&str]) -> Ran {
    for (lang, start) in [("nb", "Feil: "), ("en", "Error: ")] {
        let ran = run(arguments.iter().copied().chain(["--lang", lang])).ended(2);
        assert_eq!(ran.stdout, "", "{ran:?}");
        assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
        assert!(ran.stderr.starts_with(start), "{ran:?}");
        for part in said {
            assert!(ran.stderr.contains(part), "{part} is not in {ran:?}");
        }
        assert!(!ran.stderr.contains('{') || said.iter().any(|part| part.contains('{')), "{ran:?}");
    }
    run(arguments.iter().copied().chain(["--lang", "nb"]))
}

fn file(name: &str, text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path)
}

#[test]
fn what_is_not_there() {
    refused(&["chekc"], &["chekc", "--help"]);
    refused(&["check", "--bogus"], &["--bogus", "--help"]);
    refused(&["explain", "--format", "json"], &["--format"]);
    refused(&["check", "stray"], &["stray"]);
    refused(&["replay"], &["<", "--help"]);
    refused(&["check", "--capture"], &["--capture"]);
    refused(&["check", "--offline", "--offline"], &["--offline"]);
}

#[test]
fn values_that_cannot_be() {
    refused(&["check", "--format", "yaml"], &["yaml", "--format", "text", "nagios"]);
    refused(&["check", "--output", "report.json"], &["report.json", "--output", "html:"]);
    refused(&["check", "--output", "yaml:report"], &["yaml:report", "nagios"]);
    refused(&["check", "--at", "tomorrow"], &["tomorrow", "--at", "2027-01-01T08:00:00Z"]);
    refused(&["check", "--go-live", "32.13.2026"], &["32.13.2026", "--go-live", "2027-01-11"]);
    refused(&["check", "--timeout", "0"], &["0", "--timeout", "86400"]);
    for nobody in ["", " ", "-"] {
        refused(
            &["check", "--simulate", "buypass-ready", "--expect-name", nobody],
            &["--expect-name", "Kari"],
        );
    }
    refused(&["check", "--fail-on", "never"], &["never", "--fail-on", "warn"]);
    refused(&["completions", "cmd"], &["cmd", "bash", "powershell"]);
    refused(&["check", "--reader", "a", "--simulate", "buypass-ready"], &["--reader", "--simulate"]);
    refused(&["check", "--share", "--show-identifiers"], &["--share", "--show-identifiers"]);
    let norwegian = refused(&["check", "--at", "tomorrow"], &[]);
    assert!(!norwegian.stderr.contains("invalid") && !norwegian.stderr.contains("expected"), "{norwegian:?}");
}

#[test]
fn an_unknown_language_is_refused() {
    let ran = words("--lang sv check").ended(2);
    assert!(ran.stderr.contains("sv") && ran.stderr.contains("nb, en") && ran.stdout.is_empty(), "{ran:?}");
}

#[test]
fn profiles() {
    refused(&["check", "--profile", "helse"], &["helse", "helseid-prod", "helseid-test", "idporten-test"]);
    refused(&["check", "--profile", "demo"], &["demo", "--simulate"]);
    refused(&["readers", "--profile", "demo"], &["demo"]);
    refused(&["check", "--simulate", "buypass-ready", "--profile", "no-such.toml"], &["no-such.toml"]);
    let (_folder, path) = file("mine.toml", "name = \"mine\"\nenvironment = \"moon\"\n");
    refused(&["check", "--simulate", "buypass-ready", "--profile", arg(&path)], &[arg(&path), "2", "15"]);
    let (_folder, path) = file("mine.toml", "name = \"mine\"\nenvironment = \"test\"\nextra = 1\n");
    refused(&["check", "--simulate", "buypass-ready", "--profile", arg(&path)], &["extra", "3"]);
    let (_folder, path) =
        file("mine.toml", "name = \"mine\"\nenvironment = \"test\"\nclock = \"2020-01-01T00:00:00Z\"\n");
    refused(&["check", "--profile", arg(&path)], &[arg(&path)]);
}

#[test]
fn captures_that_are_none() {
    let (_folder, path) = file("capture.json", "{\n  \"format\": 1,\n  \"tool\": }\n");
    refused(&["replay", arg(&path)], &[arg(&path), "3", "11"]);
    let (_folder, path) = file("capture.json", "");
    refused(&["replay", arg(&path)], &[arg(&path), "1"]);
    let (_folder, path) = file("capture.json", "{\"format\": 1}");
    refused(&["replay", arg(&path)], &["tool"]);
    let none = captures::of("none").to_json().unwrap().replacen("\"format\": 1", "\"format\": 0", 1);
    let (_folder, path) = file("capture.json", &none);
    refused(&["replay", arg(&path)], &[arg(&path), "0"]);
    let newer = captures::of("none").to_json().unwrap().replacen("\"format\": 1", "\"format\": 999", 1);
    let (_folder, path) = file("capture.json", &newer);
    refused(&["replay", arg(&path)], &[arg(&path), "999"]);
    refused(&["replay", "no-such-capture.json"], &["no-such-capture.json"]);
    let folder = tempfile::tempdir().unwrap();
    refused(&["replay", arg(folder.path())], &[arg(folder.path())]);
    let path = folder.path().join("latin1.json");
    std::fs::write(&path, b"{\"format\": 1, \"tool\": \"\xE6\"}").unwrap();
    refused(&["replay", arg(&path)], &[arg(&path)]);
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let (_folder, path) =
        file("capture.json", &format!("\u{FEFF}{}", captures::of("buypass-ready").to_json().unwrap()));
    run(["replay", arg(&path)]).ended(0);
}

#[test]
fn simulated_cards() {
    refused(&["check", "--simulate", "buypass"], &["buypass", "buypass-ready", "unknown"]);
    refused(&["check", "--simulate", "no-such-card.toml"], &["no-such-card.toml"]);
    let (_folder, path) = file("card.toml", "name = \"x\"\natr = \"3B ZZ\"\n");
    refused(&["check", "--simulate", arg(&path)], &[arg(&path)]);
}

#[test]
fn no_check_left_is_no_check_made() {
    refused(&["check", "--simulate", "buypass-ready", "--include", "moon.*"], &["--include", "--exclude"]);
    refused(&["check", "--simulate", "buypass-ready", "--exclude", "*"], &["--exclude"]);
    refused(
        &["check", "--simulate", "buypass-ready", "--include", "pin.*", "--exclude", "pin.*"],
        &["--include"],
    );
}

#[test]
fn files_that_cannot_be_written_are_told_and_those_before_stand() {
    let folder = tempfile::tempdir().unwrap();
    let (good, bad) =
        (folder.path().join("good.json"), folder.path().join("no-such-folder").join("bad.json"));
    let outputs = [format!("json:{}", arg(&good)), format!("json:{}", arg(&bad))];
    let ran = shown_but_not_written(&["--output", &outputs[0], "--output", &outputs[1]], arg(&bad));
    assert!(!ran.stderr.contains(".eid-ready-"), "{ran:?}");
    serde_json::from_slice::<serde_json::Value>(&std::fs::read(&good).unwrap()).unwrap();
    shown_but_not_written(&["--capture", arg(&bad)], arg(&bad));
    shown_but_not_written(&["--card-sketch", arg(&bad)], arg(&bad));
    refused(&["certs", "--simulate", "buypass-ready", "--export", arg(&good.join("below"))], &["below"]);
    let names: Vec<_> =
        std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["good.json"], "a draft was left");
}

/// The card has been read and the report shown; only the file is missing.
fn shown_but_not_written(arguments: &[&str], path: &str) -> Ran {
    let check = ["check", "--simulate", "buypass-ready", "--lang", "nb"];
    let ran = run(check.iter().copied().chain(arguments.iter().copied())).ended(2);
    assert!(ran.stdout.starts_with("KLAR"), "{ran:?}");
    assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
    assert!(ran.stderr.starts_with("Feil: ") && ran.stderr.contains(path), "{ran:?}");
    ran
}

#[test]
fn a_go_live_day_that_is_over_is_refused() {
    refused(
        &["check", "--simulate", "buypass-ready", "--go-live", "2026-11-21"],
        &["2026-11-21", "2026-11-22"],
    );
    run(["check", "--simulate", "buypass-ready", "--go-live", "2026-11-22"]).ended(0);
}

#[test]
fn unknown_checks_have_neighbours() {
    refused(&["explain", "cert.expird"], &["cert.expird", "cert.expired"]);
    refused(&["explain", "blocked"], &["pin.blocked"]);
    refused(&["explain", "PIN.BLOCKED.NOT"], &["PIN.BLOCKED.NOT", "eid-ready explain"]);
    refused(&["explain", "cert.expired", "--all"], &["--all"]);
    refused(&["explain", "--schema", "--all"], &["--schema"]);
}
