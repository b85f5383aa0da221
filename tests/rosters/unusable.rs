//! Lists that cannot be used: one clear line with line and column for each thing, exit code 2, nothing on stdout.

use super::written;
use crate::forge::workbook::{Cell, workbook};
use crate::support::run::{arg, run};

/// Refused by `roster check` and by `check --roster`, in one line that says all of `said`.
#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>, said: &[&str]) {
    let (_folder, path) = written(name, content);
    for lang in ["nb", "en"] {
        let commands = [
            vec!["roster", "check", arg(&path)],
            vec!["check", "--simulate", "commfides-ready", "--roster", arg(&path)],
        ];
        for command in commands {
            let ran = run(command.iter().copied().chain(["--lang", lang])).ended(2);
            assert_eq!(ran.stdout, "", "{ran:?}");
            assert_eq!(ran.stderr.lines().count(), 1, "{ran:?}");
            for part in said.iter().copied().chain([arg(&path)]) {
                let part = if lang == "nb" { norwegian(part) } else { part.to_owned() };
                assert!(ran.stderr.contains(&part), "{part} is not in {ran:?}");
            }
        }
    }
}

fn norwegian(part: &str) -> String {
    part.replace("line ", "linje ").replace("column ", "kolonne ")
}

#[test]
fn columns() {
    refused(
        "a.csv",
        "navn;favorittfarge\nKari Dal;rød\n",
        &["line 1, column 2", "favorittfarge", "[roster.columns]"],
    );
    refused("a.csv", "fornavn;rolle\nKari;lege\n", &["line 1, column 1"]);
    refused("a.csv", "navn;Fullt navn\nKari Dal;Kari Dal\n", &["line 1, column 2", "Fullt navn"]);
}

#[test]
fn encodings() {
    let mixed = ["ansattnummer;navn\n1;Åse Dal\n".as_bytes(), b"2;\xD8ystein Vik\n"].concat();
    refused("a.csv", mixed, &["line 3, column 2", "UTF-8"]);
    refused("a.csv", b"\x00\x01\x02\x03", &["line 1, column 1"]);
}

#[test]
fn cells() {
    refused("a.csv", "rolle;navn\nlege;=A1&\" Dal\"\n", &["line 2, column 2", "navn"]);
    refused("a.csv", "navn;rolle\nDal;Kari;lege\n", &["line 2, column 3", "2"]);
    refused("a.csv", "rolle;navn\nlege;\"Kari Dal\n", &["line 2, column 2"]);
}

#[test]
fn empty_lists() {
    refused("a.csv", "", &["line 1, column 1"]);
    refused("a.csv", "fornavn;etternavn\n", &["line 2, column 1"]);
}

#[test]
fn a_million_rows() {
    let text = format!("fornavn;etternavn\n{}", "Kari;Dal\n".repeat(1_000_000));
    refused("a.csv", text, &["line 200002, column 1", "200000"]);
    refused("a.csv", vec![b'a'; (64 << 20) + 1], &["line 1, column 1"]);
}

fn head() -> Vec<Cell<'static>> {
    vec![Cell::Text("Ansattnummer"), Cell::Text("Navn")]
}

#[test]
fn workbooks() {
    let person = || vec![Cell::Number(1.0), Cell::Text("Kari Dal")];
    let sheet = |row: Vec<Cell<'static>>| workbook(&[head(), person(), row], &[]);
    let at = "line 3, column 2";
    refused("a.xlsx", sheet(vec![Cell::Number(2.0), Cell::Formula("A1&amp;B1", "Ola Vik")]), &[at, "Navn"]);
    refused("a.xlsx", sheet(vec![Cell::Number(2.0), Cell::Error]), &[at]);
    refused(
        "a.xlsx",
        sheet(vec![Cell::Date(46_000.0), Cell::Text("Ola Vik")]),
        &["line 3, column 1", "Ansattnummer"],
    );
    let merged = workbook(&[head(), person(), vec![Cell::Empty, Cell::Text("Ola Vik")]], &["A2:A3"]);
    refused("a.xlsx", merged, &["line 2, column 1"]);
    refused("a.xlsx", b"PK\x03\x04 and nothing more", &["line 1, column 1"]);
}

#[test]
fn workbooks_with_a_password_and_those_of_old() {
    let mut bytes = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    refused("a.xls", &bytes, &["line 1, column 1", ".xlsx"]);
    bytes.resize(2048, 0);
    bytes.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    refused("a.xlsx", &bytes, &["line 1, column 1", "Excel", "CSV"]);
}

#[test]
fn several_things_are_several_lines_and_nothing_is_lost() {
    let (_folder, path) = written("a.csv", "navn;farge\n=A1;x\nKari;y\n");
    let ran = run(["roster", "check", arg(&path), "--lang", "nb"]).ended(2);
    assert_eq!(ran.stderr.lines().count(), 2, "{ran:?}");
    assert!(ran.stdout.contains("linje 3, kolonne 1"), "{ran:?}");
    let json = run(["roster", "check", arg(&path), "--format", "json"]);
    assert_eq!((json.code, json.json()["problems"].as_array().unwrap().len()), (2, 3));
    assert_eq!(json.json()["verdict"], "unusable");
}

#[test]
fn a_file_that_is_not_there_and_a_folder() {
    for path in ["no-such-list.csv", "src"] {
        let ran = run(["roster", "check", path, "--lang", "nb"]).ended(2);
        assert!(
            ran.stderr.starts_with("Feil: ") && ran.stderr.contains(path) && ran.stdout.is_empty(),
            "{ran:?}"
        );
    }
}

#[test]
fn pairs_of_names() {
    for (text, said) in [
        ("expected;expected-midle;cn\na b;c;d\n", "linje 1, kolonne 2"),
        ("expected;note\na b;c\n", "linje 1, kolonne 1"),
        ("expected;cn\n", "linje 2, kolonne 1"),
        ("expected;cn\nKari Dal;=A1\n", "linje 2, kolonne 2"),
    ] {
        let (_folder, path) = written("pairs.csv", text);
        let ran = run(["name", "compare", "--pairs", arg(&path), "--lang", "nb"]).ended(2);
        assert!(
            ran.stderr.contains(said) && ran.stderr.lines().count() == 1 && ran.stdout.is_empty(),
            "{ran:?}"
        );
    }
    for (arguments, said) in [
        (vec!["--cn", "KARI DAL"], "--expected"),
        (vec!["--expected", "Kari Dal"], "--cn"),
        (vec!["--expected", "Kari Dal", "--expected-given", "Kari", "--cn", "KARI DAL"], "--expected-given"),
        (vec!["--pairs", "a.csv", "--cn", "KARI DAL"], "--pairs"),
    ] {
        let ran = run(["name", "compare", "--lang", "nb"].into_iter().chain(arguments)).ended(2);
        assert!(ran.stderr.contains(said) && ran.stderr.lines().count() == 1, "{ran:?}");
    }
}
