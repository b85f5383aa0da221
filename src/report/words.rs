//! The fixed words of the reports, out of `words.toml`.

use crate::judge::text::{Both, Lang};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The word of that group and key; the key itself where there is none, so that a report is never lost for a word.
pub(super) fn word<'k>(lang: Lang, group: &str, key: &'k str) -> &'k str {
    find(lang, group, key).unwrap_or(key)
}

/// The word of that group and key, if there is one.
pub(super) fn find(lang: Lang, group: &str, key: &str) -> Option<&'static str> {
    all().get(group)?.get(key).map(|both| both.get(lang).as_str())
}

/// The word for an enum's value, by the name that the JSON report gives it.
pub(super) fn named(lang: Lang, group: &str, value: impl Serialize) -> String {
    let key = key_of(value);
    word(lang, group, &key).to_owned()
}

/// The name that the JSON report gives an enum's value.
pub(super) fn key_of(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(key)) => key,
        _ => String::new(),
    }
}

/// One difference between an expected name and a card's, in a sentence; without the words themselves where they are not
/// to be seen.
pub fn difference_between(lang: Lang, code: &str, expected: &str, card: &str) -> String {
    if expected.is_empty() && card.is_empty() {
        return word(lang, "value", code).to_owned();
    }
    super::fill::fill_line(word(lang, "difference", code), &[("expected", expected), ("card", card)])
}

type Groups = BTreeMap<String, BTreeMap<String, Both<String>>>;

fn all() -> &'static Groups {
    static ALL: OnceLock<Groups> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str(include_str!("words.toml")).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::report::{Status, Verdict, Who};
    use std::collections::BTreeSet;

    fn holes(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(hole, _)| hole).collect()
    }

    #[test]
    fn every_word_is_there_in_both_languages_with_the_same_holes() {
        let groups: Groups = toml::from_str(include_str!("words.toml")).unwrap();
        assert!(groups.len() > 10);
        for (group, words) in &groups {
            for (key, both) in words {
                assert!(!both.nb.trim().is_empty() && !both.en.trim().is_empty(), "{group}.{key}");
                assert_eq!(holes(&both.nb), holes(&both.en), "{group}.{key}");
            }
        }
    }

    #[test]
    fn enums_have_their_words() {
        assert_eq!(named(Lang::Nb, "verdict", Verdict::NotReady), "IKKE KLAR");
        assert_eq!(named(Lang::En, "verdict", Verdict::ReadyWithWarnings), "READY WITH WARNINGS");
        assert_eq!(named(Lang::Nb, "who", Who::Helpdesk), "brukerstøtte");
        assert_eq!(named(Lang::Nb, "who", Who::ServiceOwner), "Norsk helsenett");
        for status in [Status::Pass, Status::Warn, Status::Fail, Status::Skip, Status::Error] {
            assert!(find(Lang::Nb, "status", &key_of(status)).is_some());
        }
    }

    #[test]
    fn a_word_that_is_not_there_is_shown_as_it_is() {
        assert_eq!(word(Lang::Nb, "skip", "something-new"), "something-new");
    }

    /// The words that a source file asks for by name, as `("group", "key")` or `.line("key"`.
    fn asked(source: &str) -> Vec<(String, String)> {
        let groups: Groups = toml::from_str(include_str!("words.toml")).unwrap();
        let mut found = Vec::new();
        for group in groups.keys() {
            for part in source.split(&format!("(\"{group}\", \"")).skip(1) {
                found.push((group.clone(), part.split('"').next().unwrap_or_default().to_owned()));
            }
        }
        for part in source.split(".line(").skip(1) {
            if let Some(key) = part.trim_start().strip_prefix('"') {
                found.push(("line".to_owned(), key.split('"').next().unwrap_or_default().to_owned()));
            }
        }
        found
    }

    #[test]
    fn every_word_that_the_code_asks_for_is_there() {
        let sources = [
            include_str!("voice.rs"),
            include_str!("fill.rs"),
            include_str!("findings.rs"),
            include_str!("short.rs"),
            include_str!("csv.rs"),
            include_str!("html.rs"),
            include_str!("nagios.rs"),
            include_str!("junit.rs"),
            include_str!("plan.rs"),
            include_str!("files.rs"),
            include_str!("text/mod.rs"),
            include_str!("text/findings.rs"),
            include_str!("text/sections.rs"),
            include_str!("session.rs"),
            include_str!("stores.rs"),
        ];
        let asked: Vec<_> = sources.into_iter().flat_map(asked).collect();
        assert!(asked.len() > 30);
        for (group, key) in asked {
            assert!(find(Lang::Nb, &group, &key).is_some(), "{group}.{key}");
        }
    }

    /// The stable words that a source file gives: what stands in quotes after `=> ` or another of those marks.
    fn given(source: &str, marks: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        let product = source.split("#[cfg(test)]").next().unwrap_or_default();
        for mark in marks {
            for part in product.split(mark).skip(1) {
                let part = part.trim_start();
                let word = part.strip_prefix('"').and_then(|rest| rest.split('"').next());
                found.extend(word.map(str::to_owned));
            }
        }
        found
    }

    #[test]
    fn every_stable_word_of_the_judging_is_said_in_both_languages() {
        let evidence = [
            include_str!("../pki/path/reason.rs"),
            include_str!("../pki/path/revocation/mod.rs"),
            include_str!("../pki/path/revocation/lists.rs"),
            include_str!("../pki/ocsp/refusal.rs"),
            include_str!("../pki/crl/reason.rs"),
            include_str!("../facts/login.rs"),
            include_str!("../facts/observed.rs"),
            include_str!("../judge/login/trouble.rs"),
            include_str!("../judge/exchanges.rs"),
            include_str!("../judge/profile.rs"),
        ];
        let marks = ["=> ", "Some(", "Err(", "push((", "unwrap_or(", "self.add(", "found.add("];
        let mut words: Vec<String> = evidence.iter().flat_map(|source| given(source, &marks)).collect();
        let quoted = include_str!("../judge/profile.rs").split('"').skip(1).step_by(2);
        words.extend(quoted.filter(|word| word.starts_with("qc-")).map(str::to_owned));
        let codes = include_str!("../judge/login/trouble.rs").split('"').skip(1).step_by(2);
        words.extend(codes.filter(|word| word.starts_with("HID-1") && word.len() == 8).map(str::to_owned));
        let reasons = include_str!("../judge/checks/login/other_person.rs").split("unknown(\"").skip(1);
        words.extend(reasons.filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        assert!(words.len() > 120, "{words:?}");
        // Kinds of questions and outcomes of probes, which stand in the report as they are.
        let fixed = ["", "ok", "issuer", "good", "answered"];
        for word in words.iter().filter(|word| !fixed.contains(&word.as_str())) {
            assert!(find(Lang::Nb, "value", word).is_some(), "value.{word}");
        }
    }

    #[test]
    fn every_reason_for_skipping_is_said_in_both_languages() {
        let mut sources = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src/judge"))];
        let mut words = Vec::new();
        while let Some(path) = sources.pop() {
            match std::fs::read_dir(&path) {
                Ok(folder) => sources.extend(folder.map(|entry| entry.unwrap().path())),
                Err(_) if path.extension().is_some_and(|extension| extension == "rs") => {
                    words.extend(given(&std::fs::read_to_string(&path).unwrap(), &["NotApplicable("]));
                }
                Err(_) => {}
            }
        }
        assert!(words.len() > 20, "{words:?}");
        words.extend(given(include_str!("../judge/engine.rs"), &["Some(", "=> ", "unwrap_or("]));
        for word in words {
            let is_role = find(Lang::Nb, "value", &word).is_some() && find(Lang::Nb, "role", &word).is_some();
            assert!(is_role || find(Lang::Nb, "skip", &word).is_some(), "skip.{word}");
        }
    }
}
