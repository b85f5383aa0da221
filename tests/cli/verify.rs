//! `verify` and the expiry plan, as a person reads them.

use crate::support::run::words;

const CERTIFICATES: &str = "testdata/pki/certificates";
const WORLD: &str = "--anchor testdata/pki/authorities/demo-buypass-root.der --intermediate \
    testdata/pki/authorities/demo-buypass-ht-person.der --at 2026-11-22T08:00:00Z";

#[test]
fn each_file_is_told_with_its_path_and_nothing_of_readers() {
    let line = format!(
        "verify {CERTIFICATES}/buypass-seid2-authentication.der {CERTIFICATES}/commfides-g3-encryption.der {WORLD}"
    );
    let text = words(&format!("{line} --lang nb")).ended(1).stdout;
    assert!(text.contains("buypass-seid2-authentication.der: kjeden er godtatt"), "{text}");
    assert!(text.contains("Class 3 CA HT Person → Demo Buypass-like Class 3 Root CA"), "{text}");
    assert!(text.contains("commfides-g3-encryption.der: kjeden er ikke godtatt"), "{text}");
    assert!(text.contains("ingen klarert utsteder ble funnet: C=NO"), "{text}");
    for format in ["text", "html", "csv", "junit"] {
        let shown = words(&format!("{line} --lang nb --format {format}")).ended(1).stdout;
        for absent in
            ["Ingen kortleser", "Arbeidsstasjon", "ARBEIDSSTASJON", "bare filer er kontrollert", "ATR"]
        {
            assert!(!shown.contains(absent), "{format}: {absent} in\n{shown}");
        }
    }
    let json = words(&format!("{line} --format json")).json();
    let path = &json["cards"][0]["certificates"][0]["path"];
    assert_eq!(path["issuers"].as_array().unwrap().len(), 2);
    assert_eq!(path["chain"].as_array().unwrap().len(), 3);
}

#[test]
fn a_sound_file_is_accepted_when_nobody_asks_about_revocation() {
    let line = format!("verify {CERTIFICATES}/buypass-seid2-authentication.der {WORLD} --no-revocation");
    let text = words(&format!("{line} --lang en")).ended(0).stdout;
    assert!(text.contains("The certificates would be accepted."), "{text}");
    assert!(text.contains("Revocation: not asked (it was not demanded)"), "{text}");
}

#[test]
fn the_plan_says_what_to_do_when_and_whether_it_holds_on_the_day() {
    let run = |more: &str| words(&format!("check --simulate commfides-ready --lang nb {more}"));
    let json = run("--go-live 2028-02-12 --format json").json();
    let row = &json["expiry_plan"][0];
    assert_eq!((&row["within"], &row["act_by"]), (&serde_json::Value::Null, &"2028-01-12".into()));
    assert_eq!((&row["decisive"], &row["valid_on_go_live"]), (&true.into(), &false.into()));
    let rows = json["expiry_plan"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["decisive"] == false), "the certificate for encryption");
    // Lines are wrapped.
    let flat = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let late = flat(run("--go-live 2028-02-11").ended(0).stdout);
    assert!(late.contains("bestill nytt kort innen 12.01.2028; gyldig på"), "{late}");
    let near = run("--at 2027-12-13T12:00:00Z --format json").json();
    assert_eq!(near["expiry_plan"][0]["within"], "plan");
    assert_eq!(near["verdict"], "ready");
    let near = flat(run("--at 2027-12-13T12:00:00Z").ended(0).stdout);
    assert!(near.contains("bestill nytt kort nå, senest"), "{near}");
}

#[test]
fn what_is_no_certificate_is_told_without_talk_of_cards() {
    let ran = words("verify testdata/README.md --lang nb --format json");
    assert_eq!(ran.code, 2, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["first_action"]["check"], "cert.unreadable");
    let checks = json["checks"].as_array().unwrap();
    let unreadable = checks.iter().find(|check| check["id"] == "cert.unreadable").unwrap();
    let remedies: Vec<_> = unreadable["remedies"].as_array().unwrap().iter().map(|one| &one["id"]).collect();
    assert_eq!(remedies, ["pick-right-file", "report-certificate"]);
}
