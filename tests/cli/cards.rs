//! Simulated cards, changed and several at once; `readers` and `certs`.

use crate::support::run::{arg, run, words};
use serde_json::Value;
use std::path::Path;

fn testdata(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cards").join(path)
}

/// The card file without the file of that path.
fn without(card: &str, file: &str) -> String {
    let text = std::fs::read_to_string(testdata(card).join("card.toml")).unwrap();
    let start = format!("[[file]]\npath = \"{file}\"\n");
    let (before, rest) = text.split_once(&start).unwrap_or_else(|| panic!("{card} has no {file}"));
    let end = rest.find("\n[").unwrap_or(rest.len());
    format!("{before}{}", &rest[end..])
}

#[test]
fn a_file_taken_off_the_card_changes_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("card.toml");
    let check = |text: &str| {
        std::fs::write(&path, text).unwrap();
        run(["check", "--simulate", arg(&path), "--format", "json"])
    };
    let whole = check(&std::fs::read_to_string(testdata("commfides/ready/card.toml")).unwrap()).ended(0);
    assert_eq!(whole.json()["cards"][0]["certificates"].as_array().unwrap().len(), 3);
    for (file, code, finding) in [
        ("3F00/5015/4301", 3, "card.certificate_unreadable"),
        ("3F00/5015/4403", 3, "card.directory_unreadable"),
        ("3F00/5015/4401", 3, "card.directory_unreadable"),
        // Without its object directory it is no card of this layout.
        ("3F00/5015/5031", 3, "card.unknown"),
        ("3F00/5015/4304", 3, "card.certificate_unreadable"),
    ] {
        let ran = check(&without("commfides/ready", file)).ended(code);
        let found = ran.json()["checks"]
            .as_array()
            .unwrap()
            .iter()
            .any(|check| check["id"] == finding && check["found"] == true);
        assert!(found, "{file}: {}", ran.json()["first_action"]);
    }
}

#[test]
fn an_unknown_card_is_not_determined_and_the_next_step_is_named() {
    let ran = words("check --simulate unknown --format json --lang en").ended(3);
    let json = ran.json();
    assert_eq!(json["verdict"], "undetermined");
    assert_eq!(json["first_action"]["check"], "card.unknown");
    assert!(json["first_action"]["text"].as_str().unwrap().contains("--card-sketch"), "{json}");
    assert_eq!(json["cards"][0]["family"], Value::Null);
}

#[test]
fn two_cards_stand_in_one_report() {
    let json =
        words("check --simulate buypass-ready --simulate commfides-ready --format json").ended(0).json();
    assert_eq!(json["readers"].as_array().unwrap().len(), 2);
    let families: Vec<&str> =
        json["cards"].as_array().unwrap().iter().filter_map(|card| card["family"]["id"].as_str()).collect();
    assert_eq!(families, ["buypass", "commfides"]);
    let json =
        words("check --simulate buypass-ready --simulate buypass-expired --format json").ended(1).json();
    assert_eq!(json["first_action"]["check"], "cert.expired");
    let failing: Vec<&str> = (json["checks"].as_array().unwrap().iter())
        .filter(|check| check["status"] == "fail")
        .filter_map(|check| check["subject"].as_str())
        .collect();
    assert!(
        !failing.is_empty() && failing.iter().all(|subject| subject.starts_with("Simulated reader 2")),
        "{failing:?}"
    );
    // A token that is no e-ID, beside a card that is one, is information.
    words("check --simulate commfides-ready --simulate unknown --format json").ended(0);
    words("check --simulate unknown --simulate commfides-ready --format json").ended(0);
}

#[test]
fn the_same_card_twice_is_two_cards() {
    let json = words("check --simulate buypass-ready --simulate buypass-ready --format json").ended(0).json();
    assert_eq!(json["cards"].as_array().unwrap().len(), 2);
}

#[test]
fn readers_lists_what_is_in_them() {
    let text = words("readers --simulate buypass-ready --simulate unknown --lang en").ended(0).stdout;
    assert!(text.contains("Simulated reader 1") && text.contains("Simulated reader 2"), "{text}");
    assert!(text.contains("3B9F96400A8031E06B045205024F555555555555"), "{text}");
    assert!(text.contains("Buypass"), "{text}");
    let json = words("readers --simulate buypass-ready --format json").ended(0).json();
    assert_eq!(json["readers"][0]["card_present"], true);
    assert_eq!(json["cards"], Value::Array(Vec::new()));
}

#[test]
fn certs_lists_and_exports_the_very_bytes() {
    for (card, folder, own) in
        [("buypass-ready", "buypass/ready", 2), ("commfides-ready", "commfides/ready", 3)]
    {
        let target = tempfile::tempdir().unwrap();
        let to = target.path().join("new folder");
        let ran =
            run(["certs", "--simulate", card, "--export", arg(&to), "--lang", "en", "--format", "json"])
                .ended(0);
        assert_eq!(ran.json()["cards"][0]["certificates"].as_array().unwrap().len(), own);
        let mut exported: Vec<_> =
            std::fs::read_dir(&to).unwrap().map(|entry| entry.unwrap().path()).collect();
        exported.sort();
        assert!(
            exported.len() >= own
                && exported.iter().all(|path| path.extension().is_some_and(|end| end == "der"))
        );
        for (at, path) in exported.iter().take(own).enumerate() {
            let expected =
                std::fs::read(testdata(folder).join(format!("certificate-{}.der", at + 1))).unwrap();
            assert!(std::fs::read(path).unwrap() == expected, "{}", path.display());
        }
        let text = words(&format!("certs --simulate {card} --lang nb")).ended(0).stdout;
        assert!(text.lines().count() > own, "{text}");
    }
}

#[test]
fn certs_of_a_card_that_is_past_its_end_are_still_certificates() {
    let text = words("certs --simulate buypass-expired --lang nb").ended(0).stdout;
    assert!(text.contains("14.08.2026"), "{text}");
}
