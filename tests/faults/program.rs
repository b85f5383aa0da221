//! The built program on simulated cards that something goes wrong with.

use crate::support::run::{arg, run};
use eid_ready::adapters::simulator::builtin;
use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;

/// The shapes of cards that ship, one of each family: T=0, extended length, two PINs, trusted authorities, data objects
/// instead of files, an employer's, unknown.
pub const FAMILIES: &[&str] = &[
    "buypass-ready",
    "commfides-ready",
    "pkcs15-four-certificates",
    "pkcs15-with-authorities",
    "piv-four-certificates",
    "piv-employer",
    "gids-two-certificates",
    "unknown",
];

/// How long one silent command is waited for here; the cards answer in microseconds.
const BOUNDS: &str = "[bounds]\ncommand_ms = 3000\nsharing_ms = 400\n";

/// What only a lonely card is blamed for: beside an e-ID card it is information.
const BESIDE_AN_EID: [&str; 3] = ["card.unknown", "card.no_certificate", "card.not_eid"];

/// A folder for card files, and a profile that trusts the synthetic issuers and asks nobody.
pub struct Desk(TempDir);

/// One report.
pub struct Report {
    pub code: i32,
    value: Value,
}

impl Desk {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let demo = include_str!("../../src/policy/presets/demo.toml");
        let profile = demo.replace("required = true", "required = false\nask = false");
        std::fs::write(folder.path().join("profile.toml"), format!("{profile}\n{BOUNDS}"))
            .expect("a profile");
        Desk(folder)
    }

    /// The file of a built-in card with these faults.
    pub fn card(&self, family: &str, file: &str, faults: &str) -> PathBuf {
        let card = builtin().iter().find(|card| card.name == family).expect("a built-in card");
        let path = self.0.path().join(format!("{file}.toml"));
        std::fs::write(&path, format!("{}\n{faults}", card.toml)).expect("a card file");
        path
    }

    /// `check` on these cards, one reader each.
    pub fn check(&self, cards: &[PathBuf]) -> Report {
        self.check_with(&[], cards)
    }

    /// The same with more arguments.
    pub fn check_with(&self, more: &[&str], cards: &[PathBuf]) -> Report {
        let profile = self.0.path().join("profile.toml");
        let mut arguments = vec!["check", "--format", "json", "--profile", arg(&profile)];
        arguments.extend(cards.iter().flat_map(|card| ["--simulate", arg(card)]));
        arguments.extend(more);
        let ran = run(arguments);
        assert_eq!(ran.stderr, "", "a machine format writes nothing to stderr");
        Report { code: ran.code, value: ran.json() }
    }
}

/// What a reading comes to: fingerprint and path of every certificate, state and tries of every PIN.
pub type Reading = (Vec<[String; 2]>, Vec<[String; 2]>);

impl Report {
    /// What was read in the reader of that number, from 1.
    pub fn reading(&self, reader: usize) -> Reading {
        let rows = |list: &str, names: [&str; 2]| -> Vec<[String; 2]> {
            let rows = self.card(reader).and_then(|card| card[list].as_array()).cloned().unwrap_or_default();
            rows.iter()
                .map(|row| names.map(|name| row.pointer(name).unwrap_or(&Value::Null).to_string()))
                .collect()
        };
        (rows("certificates", ["/sha256", "/path/verdict"]), rows("pins", ["/state", "/tries_left"]))
    }

    /// Commands that the card in that reader was sent.
    pub fn commands(&self, reader: usize) -> u64 {
        self.card(reader).and_then(|card| card["traffic"]["commands"].as_u64()).unwrap_or_default()
    }

    /// The first check that speaks against the card in that reader.
    pub fn finding(&self, reader: usize) -> Option<&str> {
        let name = name(reader);
        let checks = self.value["checks"].as_array().expect("checks");
        let about_it = |check: &&Value| {
            check["subject"].as_str().is_some_and(|subject| subject.split(" · ").next() == Some(&name))
        };
        let against = |check: &&Value| {
            let id = check["id"].as_str().unwrap_or_default();
            check["found"] == true
                && (check["status"] == "fail" || check["status"] == "error" || BESIDE_AN_EID.contains(&id))
        };
        checks.iter().filter(about_it).find(against).and_then(|check| check["id"].as_str())
    }

    /// Whether the program says that the PINs' tries cannot be told.
    pub fn misses_tries(&self, reader: usize) -> bool {
        let name = name(reader);
        let checks = self.value["checks"].as_array().expect("checks");
        checks
            .iter()
            .any(|check| check["id"] == "pin.unknown" && check["subject"] == name && check["found"] == true)
    }

    fn card(&self, reader: usize) -> Option<&Value> {
        let name = name(reader);
        self.value["cards"].as_array().expect("cards").iter().find(|card| card["reader"] == name)
    }
}

fn name(reader: usize) -> String {
    format!("Simulated reader {reader}")
}
