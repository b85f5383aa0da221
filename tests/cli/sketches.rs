//! A card sketch tells the card, and not whose it is.

use crate::support::captures;
use crate::support::run::{arg, run};
use eid_ready::adapters::simulator;
use eid_ready::facts::{CardFacts, hex};
use serde_json::Value;
use std::collections::BTreeSet;

/// Longer than any object identifier that a directory shows.
const WINDOW: usize = 12;

/// Every text of a JSON value, and tags, but for the sketch's own words: names of fields and purposes of files.
fn texts(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|one| texts(one, into)),
        Value::Object(fields) => {
            fields.iter().filter(|(name, _)| *name != "purpose").for_each(|(name, one)| {
                into.extend(
                    Some(name.clone()).filter(|name| name.bytes().all(|byte| byte.is_ascii_hexdigit())),
                );
                texts(one, into);
            })
        }
        Value::Number(number) => into.push(number.to_string()),
        Value::Bool(_) | Value::Null => {}
    }
}

/// The words of every name and number on the card, in upper case: the token's, labels, subjects, their digits alone.
fn personal(card: &CardFacts) -> BTreeSet<String> {
    let token = card.token.value();
    let mut all: Vec<String> =
        token.into_iter().flat_map(|token| [token.label.clone(), token.serial.clone()]).flatten().collect();
    all.extend(card.objects.iter().filter_map(|object| object.label.clone()));
    all.extend(card.keys.iter().filter_map(|key| key.label.clone()));
    all.extend(card.pins.iter().filter_map(|pin| pin.label.clone()));
    for der in card.objects.iter().filter_map(|object| object.bytes.value()) {
        let certificate = eid_ready::pki::Certificate::parse(&der.0).unwrap();
        all.push(certificate.subject.to_string());
        all.push(certificate.issuer.to_string());
        all.push(certificate.serial.clone());
        all.push(hex(&certificate.serial_contents));
    }
    let digits = |text: &String| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let numbers: Vec<String> = all.iter().map(digits).filter(|digits| digits.len() >= 6).collect();
    let words = all.iter().flat_map(|text| text.split(|letter: char| !letter.is_alphanumeric()));
    let words = words.map(str::to_uppercase).chain(numbers);
    // What two letters can say stands in every hex string.
    words.filter(|word| word.chars().count() >= 3).collect()
}

#[test]
fn no_word_number_or_certificate_of_any_card_is_in_its_sketch() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sketch.json");
    for card in simulator::builtin() {
        run(["check", "--simulate", card.name, "--card-sketch", arg(&path), "--format", "json"]);
        let written = std::fs::read_to_string(&path).unwrap();
        let sketch: Value = serde_json::from_str(&written).unwrap();
        let facts = &captures::of(card.name).facts.cards[0];
        let mut shown = Vec::new();
        texts(&sketch, &mut shown);
        assert!(sketch[0]["files"].as_array().is_some_and(|files| !files.is_empty()), "{written}");

        let family = facts.family.as_ref().map(|family| family.id.to_uppercase()).unwrap_or_default();
        let personal: BTreeSet<String> = personal(facts).into_iter().filter(|word| *word != family).collect();
        assert!(card.name == "unknown" || personal.len() > 5, "{}: {personal:?}", card.name);
        for word in &personal {
            let as_hex = hex(word.as_bytes());
            for text in shown.iter().map(|text| text.to_uppercase()) {
                let whole = text.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word);
                assert!(!whole && !text.contains(&as_hex), "{}: {word} in {text}", card.name);
            }
        }
        // Names are in mixed case on the card.
        for text in facts.objects.iter().filter_map(|object| object.label.as_deref()) {
            for word in text.split(' ').filter(|word| word.len() > 2) {
                assert!(!written.contains(&hex(word.as_bytes())), "{}: {word}", card.name);
            }
        }
        let windows: BTreeSet<String> = facts
            .objects
            .iter()
            .filter_map(|object| object.bytes.value())
            .flat_map(|der| der.0.windows(WINDOW).map(hex))
            .collect();
        for text in shown.iter().filter(|text| text.len() >= 2 * WINDOW && text.is_ascii()) {
            let parts = (0..=text.len() - 2 * WINDOW).map(|at| &text[at..at + 2 * WINDOW]);
            let leaked = parts.clone().find(|part| windows.contains(*part));
            assert_eq!(leaked, None, "{}: {text}", card.name);
        }
    }
}
