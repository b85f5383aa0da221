//! Formats: what each holds, and where it goes.

use super::DEMO;
use crate::support::run::{arg, binary, run, words};
use crate::support::schema;
use serde_json::Value;
use std::process::Stdio;

const FORMATS: &[&str] = &["text", "short", "json", "junit", "html", "csv", "nagios"];

#[test]
fn demo_shows_each_card_with_its_verdict() {
    let json = words("demo --format json --lang en").ended(0).json();
    assert_eq!(json.as_object().unwrap().keys().collect::<Vec<_>>(), ["reports"]);
    let reports = json["reports"].as_array().unwrap();
    for report in reports {
        assert_eq!(schema::faults(report), Vec::<String>::new());
    }
    let said: Vec<(&str, Option<&str>)> = reports
        .iter()
        .map(|report| (report["verdict"].as_str().unwrap(), report["first_action"]["check"].as_str()))
        .collect();
    let expected: Vec<(&str, Option<&str>)> =
        DEMO.iter().map(|(_, verdict, check)| (*verdict, *check)).collect();
    assert_eq!(said[..expected.len()], expected);
}

#[test]
fn demo_is_the_same_ten_years_from_now() {
    // Its own clock: the same bytes whenever it runs, so nothing in it is of today but how long the computer took.
    let (one, two) = (words("demo --format json"), words("demo --format json"));
    let timeless = |text: &str| -> Vec<String> {
        text.lines().filter(|line| !line.contains("\"ms\": ")).map(str::to_owned).collect()
    };
    assert!(timeless(&one.stdout) == timeless(&two.stdout), "two runs differ");
    for report in one.json()["reports"].as_array().unwrap() {
        assert_eq!(report["judged_at"], "2026-11-22T08:00:00Z");
    }
}

#[test]
fn what_explain_prints_as_the_schema_is_the_schema_of_real_output() {
    let printed = words("explain --schema").ended(0).json();
    let validator = jsonschema::validator_for(&printed).unwrap();
    for arguments in [
        "demo --format json",
        "check --simulate unknown --format json",
        "readers --simulate unknown --format json",
    ] {
        let json = words(arguments).json();
        assert!(validator.is_valid(&json), "{arguments}");
    }
    let mut broken = words("check --simulate unknown --format json").json();
    broken["verdict"] = "perhaps".into();
    assert!(!validator.is_valid(&broken));
}

#[test]
fn text_ends_with_the_line_for_the_phone() {
    for (name, _, check) in DEMO.iter().filter(|(name, ..)| *name != "commfides-double-name") {
        for (lang, ready, not_ready) in
            [("nb", "KLAR · ok · ", "IKKE KLAR · "), ("en", "READY · ok · ", "NOT READY · ")]
        {
            let ran = words(&format!("check --simulate {name} --lang {lang}"));
            let last = ran.stdout.lines().next_back().unwrap();
            let start = check.map_or(ready.to_owned(), |check| format!("{not_ready}{check} · "));
            assert!(last.starts_with(&start), "{name}: {last}");
            assert!(last.split(" · ").nth(2).is_some_and(|turn| turn.len() > 10), "{name}: {last}");
        }
    }
    for (lang, word) in [("nb", "neste: "), ("en", "next: ")] {
        let demo = words(&format!("demo --lang {lang}")).ended(0).stdout;
        let phone = |line: &&str| line.matches(" · ").count() == 2 && line.contains(word);
        assert!(demo.lines().next_back().is_some_and(|line| phone(&line)), "{demo}");
        assert!(demo.lines().filter(phone).count() >= DEMO.len(), "{demo}");
    }
}

#[test]
fn every_format_is_whole_silent_and_without_colour() {
    for format in FORMATS {
        let ran = words(&format!("demo --format {format} --lang nb")).ended(0);
        assert!(!ran.stdout.contains('\u{1B}'), "{format}");
        match *format {
            "json" => drop(ran.json()),
            "junit" => assert!(ran.stdout.starts_with("<?xml") && ran.stdout.contains("</testsuites>")),
            "html" => assert!(
                ran.stdout.to_lowercase().starts_with("<!doctype html") && ran.stdout.contains("</html>")
            ),
            "csv" => {
                let text = ran.stdout.strip_prefix('\u{FEFF}').expect("Excel wants the byte order mark");
                let mut rows = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
                assert!(rows.headers().unwrap().len() > 5 && rows.records().all(|row| row.is_ok()));
            }
            "nagios" => assert!(ran.stdout.starts_with("EID "), "{}", ran.stdout),
            _ => assert!(ran.stdout.contains("IKKE KLAR")),
        }
    }
}

#[test]
fn several_files_at_once_are_each_what_the_format_prints() {
    let folder = tempfile::tempdir().unwrap();
    let wanted = ["json", "html", "csv", "junit", "nagios", "short"];
    let outputs: Vec<String> = wanted
        .iter()
        .map(|format| format!("--output={format}:{}", arg(&folder.path().join(format))))
        .collect();
    let start = ["check", "--simulate", "buypass-expired", "--lang", "nb", "--format", "json"];
    let ran = run(start.iter().copied().chain(outputs.iter().map(String::as_str))).ended(1);
    for format in wanted {
        let written = std::fs::read_to_string(folder.path().join(format)).unwrap();
        let printed = words(&format!("check --simulate buypass-expired --lang nb --format {format}"));
        assert_eq!(written, printed.stdout, "{format}");
    }
    assert_eq!(ran.stdout, std::fs::read_to_string(folder.path().join("json")).unwrap());
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, wanted.len(), "a draft was left");
}

#[test]
fn a_file_that_stood_there_is_replaced_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    std::fs::write(&path, "x".repeat(1_000_000)).unwrap();
    run(["check", "--simulate", "buypass-ready", "--output", &format!("json:{}", arg(&path))]).ended(0);
    serde_json::from_slice::<Value>(&std::fs::read(&path).unwrap()).unwrap();
}

#[test]
fn dates_are_norwegian_in_norwegian() {
    let nb = words("check --simulate buypass-expired --lang nb").ended(1).stdout;
    assert!(nb.contains("14.08.2026") && !nb.contains("2026-08-14"), "{nb}");
    let en = words("check --simulate buypass-expired --lang en").ended(1).stdout;
    assert!(en.contains("2026-08-14") && !en.contains("14.08.2026"), "{en}");
}

#[test]
fn a_reader_that_goes_away_is_no_crash() {
    let mut demo = binary()
        .args(["demo", "--lang", "en"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(demo.stdout.take());
    let out = demo.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
}

#[cfg(unix)]
#[test]
fn head_may_take_the_first_line_only() {
    let piped = format!("'{}' explain --all --lang en | head -1", env!("CARGO_BIN_EXE_eid-ready"));
    let out = std::process::Command::new("sh").args(["-c", &piped]).output().unwrap();
    assert!(out.status.success());
    assert_eq!(String::from_utf8_lossy(&out.stdout).lines().count(), 1);
    assert_eq!(String::from_utf8_lossy(&out.stderr), "");
}

#[test]
fn text_names_each_address_that_was_asked_once() {
    let told = words("check --simulate buypass-unreachable --lang en").ended(3).stdout;
    let network = told.split("NETWORK").nth(1).expect("a section of the network");
    assert_eq!(network.matches("http://ocsp.buypass-lik.example: the name was not found").count(), 1);
    assert!(!words("check --simulate buypass-unreachable --offline --lang en").stdout.contains("NETWORK"));
}
