//! Which e-ID is asked for, and which level is reached through it.

use crate::login::bench::{Bench, all_hold};
use crate::login::checks::*;
use crate::support::client_file::TestClient;
use crate::support::idp::Idp;
use crate::support::run::Ran;
use serde_json::{Value, json};

/// The words of `--eid`, what they ask HelseID for, and who answers.
const EIDS: [(&str, &str, &str); 5] = [
    ("buypass", "Level4 idp:buypass-oidc bp:amr:sc", "buypass-oidc"),
    ("commfides", "Level4 idp:commfides-oidc", "commfides-oidc"),
    ("bankid", "Level4 idp:bankid-oidc", "bankid-oidc"),
    ("idporten", "Level4 idp:idporten-oidc", "idporten-oidc"),
    ("test", "Level4 idp:testidp-oidc", "testidp-oidc"),
];

#[test]
fn every_eid_reaches_level_high() {
    all_hold(EIDS, |(eid, acr_values, idp)| {
        let bench = Bench::good();
        let ran = bench.login(&format!("--eid {eid}")).passed();
        let login = &ran.json()["login"];
        let pushed = &bench.idp.seen_at("/connect/par")[0]["values"];
        let got = json!([
            login["idp"],
            login["level_got"],
            login["issuer"],
            pushed["acr_values"],
            pushed["prompt"]
        ]);
        let wanted = json!([idp, "4", bench.idp.issuer, acr_values, "login"]);
        (got != wanted).then(|| format!("{eid}: {got}"))
    });
}

#[test]
fn without_a_word_the_person_chooses_among_those_of_level_high() {
    let bench = Bench::good();
    bench.login("").passed();
    assert_eq!(bench.idp.seen_at("/connect/par")[0]["values"]["acr_values"], "Level4");
}

/// HelseID's names have changed before; its own list says which is current.
#[test]
fn the_providers_own_list_says_what_an_eid_is_called() {
    let bench = Bench::helseid(json!({ "available_idps": ["buypass", "commfides"], "idp": "commfides" }));
    bench.login("--eid commfides").passed();
    assert_eq!(bench.idp.seen_at("/connect/par")[0]["values"]["acr_values"], "Level4 idp:commfides");
}

/// It stands in no list, and is refused: that is why.
#[test]
fn an_eid_that_is_not_offered_is_said() {
    let refuse = json!({ "pushed_authorization_request": { "error": "invalid_request" } });
    let behaviour = json!({ "available_idps": ["bankid-oidc"], "refuse": refuse });
    Bench::helseid(behaviour).login("--eid buypass").stopped_by(EID_NOT_OFFERED);
}

#[test]
fn an_eid_that_nobody_knows_takes_one_line() {
    let ran = Bench::good().login("--eid minid");
    assert_eq!((ran.code, ran.stderr.lines().count()), (2, 1), "{ran:?}");
    for (eid, ..) in EIDS {
        assert!(ran.stderr.contains(eid), "{ran:?}");
    }
}

#[test]
fn idporten_itself() {
    let bench = idporten(json!({}));
    let ran = bench.login("--profile idporten-test --eid bankid").passed();
    assert_eq!(ran.json()["login"]["level_got"], "idporten-loa-high");
    let pushed = &bench.idp.seen_at("/par")[0]["values"];
    assert_eq!(pushed["acr_values"], "idporten-loa-high");
    assert_eq!(pushed["resource"], Value::Null, "ID-porten knows no resources");
}

#[test]
fn what_idporten_answers_is_held_against_what_was_asked() {
    let behaving =
        |behaviour: Value| -> Ran { idporten(behaviour).login("--profile idporten-test --eid bankid") };
    behaving(json!({ "level": "idporten-loa-substantial" })).stopped_by(LEVEL_NOT_REACHED);
    behaving(json!({ "level": "idporten-loa-low" })).stopped_by(LEVEL_NOT_REACHED);
    behaving(json!({ "amr": ["Buypass"] })).stopped_by(OTHER_EID);
    behaving(json!({ "amr": ["BankID Mobil"] })).passed();
    behaving(json!({ "login_age": 7200 })).stopped_by(NOT_FRESH);
    let refuse = |error: &str| json!({ "error": { "error": error, "error_description": "" } });
    behaving(refuse("login_required")).stopped_by(REQUEST_REFUSED);
    behaving(refuse("temporarily_unavailable")).stopped_by(PROVIDER_DOWN);
    assert_eq!(behaving(refuse("access_denied")).stopped_by(CANCELLED).code, 130);
}

/// The scopes of HelseID mean nothing to ID-porten, which refuses what it does not know.
fn idporten(behaviour: Value) -> Bench {
    let mut client = TestClient::new();
    client.scopes = ["openid", "profile"].map(str::to_owned).to_vec();
    Bench::with(client, |client| Idp::idporten(client, behaviour))
}
