//! Cards against a staff list: `check --roster`.

use super::{list, written};
use crate::support::run::{arg, run};
use serde_json::Value;

/// A run of `check` on a simulated card with a list.
#[track_caller]
fn checked(card: &str, roster: &str, more: &[&str], code: i32) -> Value {
    let command = ["check", "--simulate", card, "--roster", roster, "--format", "json", "--lang", "en"];
    run(command.iter().chain(more)).ended(code).json()
}

fn found(report: &Value) -> Vec<&str> {
    let checks = report["checks"].as_array().unwrap().iter();
    let names = checks.filter(|one| one["found"] == true && one["id"].as_str().unwrap().starts_with("name."));
    names.map(|one| one["id"].as_str().unwrap()).collect()
}

#[test]
fn the_row_of_a_card_is_found_by_its_name() {
    for name in ["excel-utf8.csv", "excel.xlsx", "excel-windows-1252.csv"] {
        for card in ["commfides-ready", "buypass-ready"] {
            let report = checked(card, arg(&list(name)), &["--show-identifiers"], 0);
            assert_eq!(report["cards"][0]["name"]["verdict"], "match", "{card} {name}");
            assert_eq!(found(&report), [""; 0], "{card} {name}");
        }
        let report = checked("commfides-double-name", arg(&list(name)), &[], 1);
        assert_eq!(found(&report), ["name.not_in_roster"], "{name}");
        let nobody =
            report["checks"].as_array().unwrap().iter().find(|one| one["id"] == "name.not_in_roster");
        assert_eq!(nobody.unwrap()["evidence"]["lines"], serde_json::json!(["8"]));
    }
}

#[test]
fn two_cards_have_each_their_row() {
    let path = list("excel-utf8.csv");
    let report =
        checked("commfides-ready", arg(&path), &["--simulate", "buypass-ready", "--show-identifiers"], 0);
    let names: Vec<&Value> =
        report["cards"].as_array().unwrap().iter().map(|card| &card["name"]["expected"]).collect();
    assert_eq!(names, ["Ola Demostad", "Åse Marie Eksempelsen"]);
}

#[test]
fn a_person_may_be_named() {
    let path = list("excel-utf8.csv");
    let report = checked("commfides-ready", arg(&path), &["--person", "1002"], 0);
    assert_eq!(report["cards"][0]["name"]["verdict"], "match");
    let report = checked("commfides-ready", arg(&path), &["--person", "1001"], 1);
    assert_eq!(found(&report), ["name.mismatch", "name.another_row"]);
    let text = report.to_string();
    assert!(!text.contains("Prøvesen") && !text.contains("Demostad"), "{text}");
}

#[test]
fn persons_of_one_name_and_persons_who_stand_there_twice() {
    let (_folder, path) =
        written("a.csv", "ansattnummer;fornavn;etternavn\n1;Ola;Demostad\n2;Ola;Demostad\n");
    let report = checked("commfides-ready", arg(&path), &[], 0);
    assert_eq!(
        (found(&report), &report["verdict"]),
        (vec!["name.several_in_roster"], &"ready-with-warnings".into())
    );
    checked("commfides-ready", arg(&path), &["--person", "2"], 0);
    let (_folder, path) =
        written("a.csv", "ansattnummer;fornavn;etternavn\n1;Ola;Demostad\n1;Ola;Demostad\n");
    assert_eq!(found(&checked("commfides-ready", arg(&path), &[], 0)), ["name.twice_in_roster"]);
}

#[test]
fn a_person_who_is_not_there_is_told_in_one_line() {
    let (_folder, twice) = written("a.csv", "ansattnummer;navn\n1;Ola Demostad\n1;Kari Dal\n");
    let (_other, without) = written("b.csv", "navn\nOla Demostad\n");
    let whole = list("excel-utf8.csv");
    for (path, id, said) in [(&whole, "4711", "4711"), (&twice, "1", "2, 3"), (&without, "1", "--person")] {
        let command =
            ["check", "--simulate", "commfides-ready", "--roster", arg(path), "--person", id, "--lang", "nb"];
        let ran = run(command).ended(2);
        assert!(
            ran.stderr.contains(said) && ran.stderr.lines().count() == 1 && ran.stdout.is_empty(),
            "{ran:?}"
        );
    }
    for wrong in [vec!["--person", "1"], vec!["--roster", "a.csv", "--expect-name", "Kari Dal"]] {
        run(["check", "--simulate", "commfides-ready"].into_iter().chain(wrong)).ended(2);
    }
}

#[test]
fn a_capture_carries_the_row_of_its_card_and_nobody_elses() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card.json");
    checked("commfides-ready", arg(&list("excel-utf8.csv")), &["--capture", arg(&path)], 0);
    let capture = std::fs::read_to_string(&path).unwrap();
    assert!(capture.contains("Demostad"), "{capture}");
    for other in ["Prøvesen", "Eksempelsen", "Åsendemo", "Solbakken", "1001", "310000000"] {
        assert!(!capture.contains(other), "{other}");
    }
    let again = run(["replay", arg(&path), "--format", "json"]).ended(0).json();
    assert_eq!(again["cards"][0]["name"]["verdict"], "match");
}

#[test]
fn the_demo_takes_a_list_too() {
    let path = list("excel-utf8.csv");
    let json = run(["demo", "--roster", arg(&path), "--format", "json"]).ended(0).json();
    let reports = json["reports"].as_array().unwrap();
    let verdicts: Vec<&Value> = reports.iter().map(|report| &report["cards"][0]["name"]["verdict"]).collect();
    assert_eq!(verdicts.iter().filter(|verdict| ***verdict == "match").count(), 6, "{verdicts:?}");
}
