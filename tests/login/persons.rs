//! Who logged in: the person that was meant, through the e-ID that was asked for, at the level that was asked for, now.

use crate::login::bench::{Bench, ran};
use crate::login::checks::*;
use crate::support::run::Ran;
use serde_json::{Value, json};

#[test]
#[ignore = "waits for the checks"]
fn the_person_that_was_meant() {
    as_person("ase", "Åse Marie Eksempelsen").passed();
    as_person("ase", "Åse Eksempelsen").passed();
    as_person("ingrid", "Ingrid Solbakken Myhre").passed();
    as_person("ola", "Åse Marie Eksempelsen").stopped_by(OTHER_PERSON);
}

#[test]
#[ignore = "waits for the checks"]
fn the_person_on_the_card() {
    let ran = with_card("ase");
    assert_eq!(ran.json()["login"]["same_person_as_card"], true, "{ran:?}");
    let ran = with_card("ola").stopped_by(OTHER_PERSON);
    assert_eq!(ran.json()["login"]["same_person_as_card"], false, "{ran:?}");
}

#[test]
#[ignore = "waits for the checks"]
fn the_false_greens() {
    behaving(json!({ "level": "3" })).stopped_by(LEVEL_NOT_REACHED);
    behaving(json!({ "idp": "idporten-oidc" })).stopped_by(OTHER_EID);
    behaving(json!({ "login_age": 7200 })).stopped_by(NOT_FRESH);
}

#[test]
#[ignore = "waits for the checks"]
fn what_is_said_and_stops_nobody() {
    behaving(json!({ "person": "tor" })).passed().says(NO_HPR_NUMBER);
    behaving(json!({ "rejected_scope": ["nhn:kjernejournal/api"] })).says(SCOPE_REJECTED);
    behaving(json!({ "network": "helsenett" })).passed();
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

/// `check --login` with the simulated card of Åse Marie Eksempelsen.
fn with_card(person: &str) -> Ran {
    let bench = Bench::helseid(json!({ "person": person }));
    ran(bench.command("check", "--login --eid buypass --simulate buypass/ready --profile demo --offline"))
}
