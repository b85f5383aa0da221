//! For which organisation somebody logs in, as a profile file says it.

use crate::login::bench::Bench;
use crate::login::checks::*;
use crate::support::run::Ran;
use serde_json::{Value, json};

const SINGLE: &str = "[login.organisation]\ntenancy = \"single\"\nchild = \"999999997\"\n";
const MULTI: &str =
    "[login.organisation]\ntenancy = \"multi\"\nparent = \"999999998\"\nchild = \"999999997\"\n";
const PARENT: &str = "[login.organisation]\ntenancy = \"multi\"\nparent = \"999999998\"\n";

/// HelseID takes them in a signed request object only (HID-1009).
#[test]
fn a_login_names_the_unit_in_a_request_object() {
    for (profile, system, value) in FORMS {
        let bench = Bench::good();
        with(&bench, profile, "login --eid buypass");
        let pushed = &bench.idp.seen_at("/connect/par")[0];
        let object = &pushed["request_object"];
        assert_eq!(
            identifier(&object["details"]),
            json!({ "system": system, "type": "ENH", "value": value })
        );
        for claim in ["iss", "aud", "exp", "client_id", "jti", "authorization_details"] {
            assert!(object["claims"].as_array().unwrap().contains(&claim.into()), "{claim}: {object}");
        }
        assert!(!pushed["parameters"].as_array().unwrap().contains(&"authorization_details".into()));
    }
}

/// Without a person it stands in the client assertion of the token request (FK5).
#[test]
fn a_client_names_the_unit_in_its_assertion() {
    for (profile, system, value) in FORMS {
        let bench = Bench::good();
        with(&bench, profile, "client --connect");
        let tokens = bench.idp.seen_at("/connect/token");
        assert!(tokens.iter().all(|one| {
            identifier(&one["assertion"]["details"])
                == json!({ "system": system, "type": "ENH", "value": value })
        }));
    }
}

const FORMS: [(&str, &str, &str); 3] = [
    (SINGLE, "urn:oid:2.16.578.1.12.4.1.4.101", "999999997"),
    (MULTI, "urn:oid:1.0.6523", "NO:ORGNR:999999998:999999997"),
    (PARENT, "urn:oid:1.0.6523", "NO:ORGNR:999999998:"),
];

#[test]
fn without_an_organisation_there_is_none() {
    let bench = Bench::good();
    bench.login("--eid buypass").passed();
    let pushed = &bench.idp.seen_at("/connect/par")[0];
    assert_eq!(pushed["request_object"], Value::Null);
    assert!(bench.idp.seen_at("/connect/token").iter().all(|one| one["assertion"]["details"].is_null()));
}

#[test]
fn what_the_provider_says_of_the_unit() {
    let told = |child: &str| json!({ "claims": { "helseid://claims/client/claims/orgnr_child": child } });
    let ran = with(&Bench::helseid(told("999999997")), SINGLE, "login --eid buypass").passed();
    assert_eq!(ran.json()["login"]["organisation"]["child"], "999999997");
    assert!(!ran.spoken().iter().any(|one| one == ORGANISATION_DIFFERS), "{:?}", ran.spoken());
    with(&Bench::helseid(told("999999996")), SINGLE, "login --eid buypass").says(ORGANISATION_DIFFERS);
}

#[test]
fn a_unit_that_is_refused() {
    for code in ["1001", "1002", "1003", "1004", "1005", "1006"] {
        let bench = Bench::hostile(&format!("hid:{code}@par"));
        let ran = with(&bench, SINGLE, "login --eid buypass").stopped_by(ORGANISATION_REFUSED);
        assert!(ran.stdout.contains(&format!("HID-{code}")), "{ran:?}");
    }
}

fn with(bench: &Bench, profile: &str, line: &str) -> Ran {
    let (_folder, path) = Bench::profile(profile);
    let (command, words) = line.split_once(' ').unwrap();
    crate::login::bench::ran(bench.command(command, &format!("{words} --profile {}", path.display())))
}

fn identifier(details: &Value) -> Value {
    assert_eq!(details["type"], "helseid_authorization", "{details}");
    details["practitioner_role"]["organization"]["identifier"].clone()
}
