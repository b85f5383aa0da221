//! Each check against what makes it fire and what leaves it quiet: `testdata/cases/<check-id>/`.

use crate::support::case::{self, Case};
use crate::support::run::{arg, run};
use crate::support::schema;
use eid_ready::capture::Capture;
use eid_ready::judge::judge;
use eid_ready::judge::report::Report;
use eid_ready::judge::text::Lang;
use eid_ready::report::{self, Format, Options};
use serde_json::Value;

#[test]
fn every_case_comes_out_as_it_says() {
    let wrong: Vec<String> =
        case::all().iter().filter_map(|case| disagreement(case, &case.report())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is not as the case says.
fn disagreement(case: &Case, report: &Report) -> Option<String> {
    let expect = &case.expect;
    let results: Vec<Value> =
        case.results(report).into_iter().map(|result| serde_json::to_value(result).unwrap()).collect();
    let fits = |result: &&Value| {
        let evidence =
            expect.evidence.iter().all(|(name, value)| result["evidence"].get(name) == Some(value));
        let subject = expect.subject.as_ref().is_none_or(|subject| result["subject"] == **subject);
        evidence && subject && result["status"] == *expect.status && result["found"] == expect.found
    };
    let agreed = match case.fires() {
        true => results.iter().any(|result| fits(&result)),
        // A quiet check is quiet about everything that it looked at.
        false => {
            !results.is_empty()
                && results.iter().all(|result| result["found"] == false)
                && results.iter().any(|result| fits(&result))
        }
    };
    let verdict = serde_json::to_value(report.verdict).unwrap();
    let verdict_agreed = expect.verdict.as_ref().is_none_or(|expected| verdict == **expected);
    (!agreed || !verdict_agreed).then(|| {
        let results: Vec<String> = results.iter().map(Value::to_string).collect();
        format!("{}: {}\nverdict {verdict}\n{}", case.title(), case.about, results.join("\n"))
    })
}

#[test]
fn a_case_that_expects_the_wrong_thing_is_found_out() {
    let cases = case::all();
    let fires = cases.iter().find(|case| case.title() == "pin.last_try/fires-one-left").unwrap();
    let quiet = cases.iter().find(|case| case.title() == "pin.last_try/quiet-two-left").unwrap();
    assert!(disagreement(fires, &fires.report()).is_none());
    assert!(disagreement(fires, &quiet.report()).is_some());
    assert!(disagreement(quiet, &fires.report()).is_some());
}

#[test]
fn the_names_of_cases_say_what_they_expect() {
    for case in case::all() {
        assert!(case.fires() || case.name.starts_with("quiet-"), "{}", case.title());
        assert_eq!(case.fires(), case.expect.found, "{}", case.title());
        let noted = case.name.starts_with("fires-noted-");
        assert!(!noted || case.expect.status == "pass", "{}", case.title());
        assert!(case.about.ends_with('.'), "{}", case.title());
    }
}

#[test]
fn every_check_has_one_result_for_each_subject_in_every_case() {
    for case in case::all() {
        let report = case.report();
        let mut seen = std::collections::BTreeSet::new();
        for result in &report.checks {
            assert!(seen.insert((&result.id, &result.subject)), "{}: {} twice", case.title(), result.id);
        }
        for check in eid_ready::judge::checks::all() {
            assert!(seen.iter().any(|(id, _)| *id == check.id), "{}: {} is gone", case.title(), check.id);
        }
    }
}

#[test]
fn judging_what_was_written_and_read_gives_the_same_report() {
    for case in case::all() {
        let capture = case.capture();
        let read = Capture::from_json(&capture.to_json().unwrap()).unwrap();
        assert_eq!(read, capture, "{}", case.title());
        assert_eq!(judge(&read, &case.question()), judge(&capture, &case.question()), "{}", case.title());
    }
}

#[test]
fn every_report_is_as_the_schema_says_in_both_languages() {
    for case in case::all() {
        let report = case.report();
        for (lang, show_persons) in [(Lang::Nb, true), (Lang::En, false)] {
            let options = Options { lang, color: false, show_persons };
            let json: Value =
                serde_json::from_slice(&report::render(&report, Format::Json, &options).unwrap()).unwrap();
            let faults = schema::faults(&json);
            assert!(faults.is_empty(), "{}\n{}", case.title(), faults.join("\n"));
        }
    }
}

#[test]
fn the_binary_says_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for title in
        ["cert.expires_soon/fires-thirty-days", "pin.last_try/fires-one-left", "station.no_reader/fires-none"]
    {
        let case = case::all().into_iter().find(|case| case.title() == title).unwrap();
        let path = folder.path().join("capture.json");
        std::fs::write(&path, case.capture().to_json().unwrap()).unwrap();
        let at = case.question().at.map(|at| format!("--at={at}"));
        let ran = run(["replay", arg(&path), "--format=json", "--lang=nb"].into_iter().chain(at.as_deref()));
        let options = Options { lang: Lang::Nb, color: false, show_persons: false };
        let expected = report::render(&case.report(), Format::Json, &options).unwrap();
        assert_eq!(ran.stdout.as_bytes(), expected, "{title}");
        assert_eq!(ran.stderr, "");
    }
}
