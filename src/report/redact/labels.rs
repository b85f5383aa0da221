//! Labels: free text that a card's maker wrote, often with the holder's name in it.

use super::needles::{Needles, folded};
use super::persons::is_common;
use crate::judge::report::{CardReport, ModuleTokenReport, Report};
use std::collections::{BTreeMap, BTreeSet};

/// What stands in labels and is neither known to be a person nor known to be harmless, with tokens for it. A label may
/// name a person whose certificate could not be read, or cut a name short.
pub(super) fn unknown_phrases(report: &Report, needles: &Needles) -> BTreeMap<String, String> {
    let harmless = harmless_words(report);
    let mut phrases = BTreeMap::new();
    let mut count = 0;
    let tokens =
        report.modules.iter().flat_map(|module| &module.slots).filter_map(|slot| slot.token.as_ref());
    for label in report.cards.iter().flat_map(labels).chain(tokens.flat_map(labels_of_token)) {
        let label = needles.replace(label);
        for phrase in phrases_of(&label, &harmless) {
            if !phrases.contains_key(&phrase) {
                count += 1;
                let token = format!("label-{count}");
                let words = phrase.split(|c: char| !c.is_alphanumeric());
                for word in words.filter(|word| word.chars().count() > 2) {
                    phrases.entry(word.to_owned()).or_insert_with(|| token.clone());
                }
                phrases.insert(phrase, token);
            }
        }
    }
    phrases
}

fn labels(card: &CardReport) -> impl Iterator<Item = &str> {
    let certificates = card.certificates.iter().filter_map(|certificate| certificate.label.as_deref());
    card.token.label.as_deref().into_iter().chain(certificates)
}

fn labels_of_token(token: &ModuleTokenReport) -> impl Iterator<Item = &str> {
    let certificates = token.certificates.iter().filter_map(|certificate| certificate.label.as_deref());
    std::iter::once(token.label.as_str()).chain(certificates)
}

/// Words that the report itself explains otherwise: makers, families, issuers, readers.
fn harmless_words(report: &Report) -> BTreeSet<String> {
    let mut texts: BTreeSet<&str> = report.readers.iter().map(|reader| reader.name.as_str()).collect();
    for card in &report.cards {
        texts.extend(card.family.iter().map(|family| family.name.as_str()));
        texts.extend(card.token.manufacturer.as_deref());
        texts.extend(card.certificates.iter().map(|certificate| certificate.issuer.dn.as_str()));
    }
    texts.into_iter().flat_map(super::needles::words).collect()
}

/// Runs of unknown words, as they are compared.
fn phrases_of(label: &str, harmless: &BTreeSet<String>) -> Vec<String> {
    let label = folded(label);
    let mut phrases: Vec<String> = Vec::new();
    let mut run = String::new();
    for word in label.split_inclusive(|c: char| !c.is_alphanumeric()) {
        let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let known = is_common(bare) || harmless.contains(bare) || is_token(bare);
        if known && !bare.is_empty() {
            phrases.push(std::mem::take(&mut run));
        } else {
            run.push_str(word);
        }
    }
    phrases.push(run);
    let trimmed = phrases.iter().map(|phrase| phrase.trim_matches(|c: char| !c.is_alphanumeric()));
    trimmed.filter(|phrase| !phrase.is_empty()).map(str::to_owned).collect()
}

/// The words of tokens already put in.
fn is_token(word: &str) -> bool {
    matches!(word, "person" | "serial" | "token" | "label")
}
