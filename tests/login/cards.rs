//! `check --login`: the login of whoever holds the card.

use crate::login::bench::{Bench, ran};
use crate::login::checks::*;
use crate::support::run::Ran;
use serde_json::{Value, json};

#[test]
fn the_person_on_the_card() {
    let ran = with_card(json!({ "person": "ase" }), "--eid buypass");
    assert_eq!(ran.json()["login"]["same_person_as_card"], true, "{ran:?}");
    ran.passed();
    let ran = with_card(json!({ "person": "ola" }), "--eid buypass").stopped_by(OTHER_PERSON);
    assert_eq!(ran.json()["login"]["same_person_as_card"], false, "{ran:?}");
    assert_eq!(ran.code, 1, "{ran:?}");
}

/// Another e-ID would say nothing about the card.
#[test]
fn the_card_says_which_eid() {
    let bench = Bench::good();
    let ran = check(&bench, "--simulate buypass-ready").passed();
    assert_eq!(ran.json()["login"]["eid"], "buypass");
    assert_eq!(asked(&bench), "Level4 idp:buypass-oidc bp:amr:sc");
    let bench = Bench::helseid(json!({ "person": "ola" }));
    check(&bench, "--simulate commfides-ready").passed();
    assert_eq!(asked(&bench), "Level4 idp:commfides-oidc");
}

/// Two cards of two companies choose nothing: the person does, at the provider.
#[test]
fn two_cards_choose_none() {
    let bench = Bench::good();
    let ran = check(&bench, "--simulate buypass-ready --simulate commfides-ready");
    assert_eq!(asked(&bench), "Level4", "{ran:?}");
}

#[test]
fn a_card_that_is_not_ready_is_not_made_so_by_a_login() {
    let tore = json!({ "name": "Tore Prøvesen", "given_name": "Tore", "family_name": "Prøvesen" });
    let bench = Bench::helseid(json!({ "claims": tore }));
    let ran = check(&bench, "--simulate buypass-expired --eid buypass");
    assert_eq!(ran.verdict(), "pass", "{ran:?}");
    assert_eq!(ran.code, 1, "{:?}", ran.spoken());
}

#[test]
fn an_eid_without_a_card_needs_no_reader() {
    let ran = check(&Bench::good(), "--eid bankid");
    assert_eq!(ran.verdict(), "pass", "{ran:?}");
    assert_eq!(ran.code, 0, "{:?}", ran.spoken());
}

fn with_card(behaviour: Value, words: &str) -> Ran {
    check(&Bench::helseid(behaviour), &format!("--simulate buypass-ready {words}"))
}

fn check(bench: &Bench, words: &str) -> Ran {
    ran(bench.command("check", &format!("--login {words}")))
}

fn asked(bench: &Bench) -> String {
    bench.idp.seen_at("/connect/par")[0]["values"]["acr_values"].as_str().unwrap().to_owned()
}
