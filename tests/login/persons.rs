//! Who logged in: the person that was meant, now, at the level that was asked for.

use crate::login::bench::{Bench, ran};
use crate::login::checks::*;
use crate::support::run::{Ran, arg};
use serde_json::{Value, json};

/// Åse Marie Eksempelsen's, in tests/idp/people.mjs.
const NUMBER: &str = "12838530093";
/// Ola Demostad's.
const ANOTHER: &str = "04907240121";

#[test]
fn the_person_that_was_named() {
    as_person("ase", "Åse Marie Eksempelsen").passed();
    as_person("ase", "Åse Eksempelsen").passed().says(NAME_DIFFERENCE);
    as_person("ingrid", "Ingrid Solbakken Myhre").passed();
    let other = as_person("ola", "Åse Marie Eksempelsen").stopped_by(OTHER_PERSON);
    assert_eq!(other.code, 1, "{other:?}");
}

#[test]
fn the_person_of_a_number() {
    let ran = by_number("ase", NUMBER, "Åse Marie;Eksempelsen").passed();
    assert_eq!(ran.json()["login"]["national_number_matches"], true);
    // Names in lists are what somebody wrote; the number is the register's.
    by_number("ase", NUMBER, "Aase;Eksempelsen-Hansen").passed();
    let ran = by_number("ase", ANOTHER, "Åse Marie;Eksempelsen").stopped_by(OTHER_PERSON);
    assert_eq!(ran.json()["login"]["national_number_matches"], false);
    by_number("ola", NUMBER, "Åse Marie;Eksempelsen").stopped_by(OTHER_PERSON);
}

/// That they can be compared is not enough: a token without the number proves nothing about it.
#[test]
fn a_number_that_is_expected_and_not_told_leaves_it_open() {
    let bench = Bench::hostile("pid-missing");
    let ran = roster(&bench, NUMBER, "Åse Marie;Eksempelsen");
    assert_eq!(ran.verdict(), "undetermined", "{ran:?}");
    assert_eq!(ran.code, 3, "{ran:?}");
}

#[test]
fn the_false_greens() {
    let low = behaving(json!({ "level": "3" })).stopped_by(LEVEL_NOT_REACHED);
    assert_eq!(low.json()["login"]["level_got"], "3");
    assert_eq!(low.json()["login"]["level_asked"], "4");
    behaving(json!({ "idp": "idporten-oidc" })).stopped_by(OTHER_EID);
    behaving(json!({ "login_age": 7200 })).stopped_by(NOT_FRESH);
    // A minute before it was asked for is not this login either.
    behaving(json!({ "login_age": 60 })).stopped_by(NOT_FRESH);
}

#[test]
fn what_is_said_and_stops_nobody() {
    behaving(json!({ "person": "tor" })).passed().says(NO_HPR_NUMBER);
    behaving(json!({ "rejected_scope": ["nhn:kjernejournal/api"] })).says(SCOPE_REJECTED);
    for network in ["helsenett", "internett"] {
        let ran = behaving(json!({ "network": network })).passed().says(NETWORK);
        assert_eq!(ran.json()["login"]["network"], network);
    }
}

fn behaving(behaviour: Value) -> Ran {
    Bench::helseid(behaviour).login("--eid buypass")
}

fn as_person(person: &str, expected: &str) -> Ran {
    let bench = Bench::helseid(json!({ "person": person }));
    let mut command = bench.command("login", "--eid buypass");
    command.args(["--expect-name", expected]);
    ran(command)
}

fn by_number(person: &str, number: &str, name: &str) -> Ran {
    roster(&Bench::helseid(json!({ "person": person })), number, name)
}

/// A login by the one row of a staff list; nobody's number comes out, whoever it is.
#[track_caller]
fn roster(bench: &Bench, number: &str, name: &str) -> Ran {
    let at = |name: &str| bench.folder.path().join(name);
    let list = format!("ansattnummer;fornavn;etternavn;fødselsnummer\n1001;{name};{number}\n");
    std::fs::write(at("list.csv"), list).unwrap();
    let mut command = bench.command("login", "--eid buypass --person 1001 --show-identifiers");
    let (list, capture) = (at("list.csv"), at("capture.json"));
    command.args(["--roster", arg(&list), "--capture", arg(&capture)]);
    let ran = ran(command);
    let kept = std::fs::read_to_string(capture).unwrap_or_else(|error| panic!("{error}: {ran:?}"));
    for text in [&ran.stdout, &ran.stderr, &kept] {
        assert!(!text.contains(NUMBER) && !text.contains(ANOTHER), "{text}");
    }
    ran
}
