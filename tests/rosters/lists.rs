//! `roster check` and `roster template`.

use super::{list, written};
use crate::support::run::{arg, run, words};
use crate::support::seeded::seeded;
use eid_ready::identity::problem::Gravity;
use eid_ready::identity::roster::{Columns, Roster};
use proptest::prelude::*;
use serde_json::Value;

/// The problems as `line:column code`, and the rest of the JSON.
#[track_caller]
fn checked(path: &str, code: i32) -> (Vec<String>, Value) {
    let json = run(["roster", "check", path, "--format", "json", "--lang", "en"]).ended(code).json();
    let problems = json["problems"].as_array().unwrap().iter();
    let problems =
        problems.map(|one| format!("{}:{} {}", one["line"], one["column"], one["code"].as_str().unwrap()));
    (problems.collect(), json)
}

#[test]
fn every_form_of_one_list_is_the_same_list() {
    let columns = Columns::default();
    let read = |name: &str| Roster::read(&std::fs::read(list(name)).unwrap(), &columns);
    let first = read("excel-utf8.csv");
    assert_eq!(first.rows.len(), 7);
    for name in ["excel-windows-1252.csv", "commas.csv", "tabs.tsv", "excel.xlsx"] {
        let other = read(name);
        let names = |roster: &Roster| roster.rows.iter().map(|row| row.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&other), names(&first), "{name}");
        let numbers =
            |roster: &Roster| roster.rows.iter().map(|row| row.employee.clone()).collect::<Vec<_>>();
        assert_eq!(numbers(&other), numbers(&first), "{name}");
        assert!(other.gravity() <= Some(Gravity::Hint), "{name}: {:?}", other.problems);
    }
}

#[test]
fn how_a_list_was_written_is_said() {
    let (problems, json) = checked(arg(&list("excel-windows-1252.csv")), 0);
    assert_eq!(problems, ["1:1 older-encoding", "2:5 unusual-organisation", "3:5 unusual-organisation"]);
    assert_eq!((&json["encoding"], &json["separator"]), (&"windows-1252".into(), &";".into()));
    assert_eq!(json["verdict"], "ready-with-warnings");
    let (_, json) = checked(arg(&list("excel.xlsx")), 0);
    assert_eq!(
        (&json["format"], &json["sheet"], &json["rows"]),
        (&"xlsx".into(), &"Ansatte".into(), &7.into())
    );
}

#[test]
fn problems_have_line_and_column_in_both_languages() {
    let text = "ansattnummer;fornavn;etternavn;enhet;fødselsnummer\n1;Kari;Dal;123456789;01817000000\n1;Kari;Dal;;\n";
    let (_folder, path) = written("liste.csv", text);
    let (problems, json) = checked(arg(&path), 1);
    assert_eq!(problems, ["2:4 organisation-number", "2:5 national-number", "3:1 person-twice"]);
    assert_eq!(json["verdict"], "not-ready");
    for (lang, said) in [("nb", "linje 2, kolonne 4"), ("en", "line 2, column 4")] {
        let ran = run(["roster", "check", arg(&path), "--lang", lang]).ended(1);
        assert!(ran.stdout.contains(said), "{ran:?}");
        for personal in ["Kari", "Dal", "01817000000", "123456789"] {
            assert!(!ran.stdout.contains(personal), "{personal} in {ran:?}");
        }
    }
    let ran = run(["roster", "check", arg(&path), "--format", "csv", "--lang", "nb"]).ended(1);
    assert!(
        ran.stdout.starts_with("\u{feff}Linje;Kolonne;") && ran.stdout.contains("\r\n2;4;fail;"),
        "{ran:?}"
    );
    let ran = run(["roster", "check", arg(&path), "--format", "short", "--lang", "nb"]).ended(1);
    assert_eq!(ran.stdout.lines().count(), 1, "{ran:?}");
}

#[test]
fn kinds_of_national_numbers_are_known_and_never_shown() {
    let text = "navn;fødselsnummer\nA Aa;06828399789\nB Bb;47906701517\nC Cc;12345678901\n";
    let (_folder, path) = written("liste.csv", text);
    let ran = run(["roster", "check", arg(&path), "--format", "json"]).ended(1);
    for number in ["06828399789", "47906701517", "12345678901"] {
        assert!(!ran.stdout.contains(number), "{ran:?}");
    }
    let codes: Vec<String> = checked(arg(&path), 1).0.into_iter().filter(|one| one.contains(":2 ")).collect();
    assert_eq!(codes, ["2:2 synthetic-number", "3:2 synthetic-number", "4:2 national-number"]);
}

#[test]
fn hints_alone_are_no_failure_unless_asked() {
    let (_folder, path) = written("liste.csv", "fornavn;etternavn\nAnne-Lise;Moholt\nKari;Berg Dal\n");
    assert_eq!(checked(arg(&path), 0).0, ["2:1 double-name", "3:2 double-name"]);
    run(["roster", "check", arg(&path), "--fail-on", "warn"]).ended(4);
    let (_folder, path) = written("liste.csv", "fornavn;etternavn\nKari;Dal\n");
    let ran = run(["roster", "check", arg(&path), "--fail-on", "warn", "--lang", "nb"]).ended(0);
    assert!(ran.stdout.ends_with("Listen er i orden.\n"), "{ran:?}");
}

#[test]
fn the_template_is_a_list_of_nobody_with_headers_that_are_known() {
    for lang in ["nb", "en"] {
        let template = words(&format!("roster template --lang {lang}")).ended(0).stdout;
        assert!(
            template.starts_with('\u{feff}') && template.ends_with("\r\n") && template.contains(';'),
            "{template}"
        );
        let filled = format!("{template}1001;Kari;Berg;Dal;;lege;Buypass\r\n");
        let roster = Roster::read(filled.as_bytes(), &Columns::default());
        assert_eq!((roster.rows.len(), roster.problems.len()), (1, 0), "{:?}", roster.problems);
        assert_eq!(roster.rows[0].employee.as_deref(), Some("1001"));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ansatte.csv");
    run(["roster", "template", arg(&path)]).ended(0);
    let ran = run(["roster", "template", arg(&path), "--lang", "nb"]).ended(2);
    assert!(ran.stderr.contains("finnes allerede"), "{ran:?}");
}

#[test]
fn a_profile_may_name_columns_of_its_own() {
    let (_folder, path) = written("liste.csv", "Ressurs;Fullt navn;Favorittfarge\n7;Ola Demostad;rød\n");
    let (_other, profile) = written(
        "mine.toml",
        "name = \"mine\"\nenvironment = \"test\"\n[roster.columns]\nRessurs = \"employee\"\nFavorittfarge = \"ignore\"\n",
    );
    let ran = run(["roster", "check", arg(&path), "--profile", arg(&profile), "--lang", "nb"]).ended(0);
    assert!(ran.stdout.contains("Personer: 1 "), "{ran:?}");
    assert_eq!(run(["roster", "check", arg(&path)]).code, 2);
}

proptest! {
    #![proptest_config(seeded(300))]

    /// Any bytes: no panic, and every problem has a place.
    #[test]
    fn any_bytes_are_a_list_or_a_problem(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let roster = Roster::read(&bytes, &Columns::default());
        prop_assert!(roster.problems.iter().all(|problem| problem.place.line > 0));
        prop_assert!(!roster.rows.is_empty() || !roster.problems.is_empty());
    }

    /// A list with a few bytes changed, a workbook too.
    #[test]
    fn a_damaged_list_is_read_or_refused(name in prop::sample::select(vec!["excel-utf8.csv", "excel.xlsx"]),
                                          changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut bytes = std::fs::read(list(name)).unwrap();
        for (place, byte) in changes {
            let at = place.index(bytes.len());
            bytes[at] = byte;
        }
        let _ = Roster::read(&bytes, &Columns::default());
    }

    /// Nothing of a sound list is lost.
    #[test]
    fn every_row_is_a_person(rows in prop::collection::vec("[a-zæøå]{2,6};[a-zæøå]{2,6}", 1..40)) {
        let text = format!("fornavn;etternavn\n{}\n", rows.join("\n"));
        prop_assert_eq!(Roster::read(text.as_bytes(), &Columns::default()).rows.len(), rows.len());
    }
}
