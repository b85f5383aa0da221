//! The words of the command line, Norwegian and English side by side in `words.toml`.

use crate::judge::text::{Both, Lang};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// All words, by key.
pub(super) fn all() -> &'static BTreeMap<String, Both<String>> {
    static ALL: OnceLock<BTreeMap<String, Both<String>>> = OnceLock::new();
    ALL.get_or_init(|| toml::from_str(include_str!("words.toml")).unwrap_or_default())
}

/// The words under `key`, their holes filled; the key itself if there are none, which a test forbids.
pub(super) fn say(lang: Lang, key: &str, holes: &[(&str, String)]) -> String {
    let text = all().get(key).map_or(key, |both| both.get(lang));
    holes.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_holes() {
        let words: BTreeMap<String, Both<String>> = toml::from_str(include_str!("words.toml")).unwrap();
        assert!(words.len() > 40);
        for (key, both) in words {
            let holes = |text: &str| {
                let mut names: Vec<String> = text
                    .split('{')
                    .skip(1)
                    .filter_map(|part| part.split('}').next().map(str::to_owned))
                    .collect();
                names.sort();
                names.dedup();
                names
            };
            assert_eq!(holes(&both.nb), holes(&both.en), "{key}");
        }
    }
    #[test]
    fn every_fault_of_a_list_has_words() {
        for (fault, code, _) in crate::identity::problem::Fault::ALL {
            assert!(all().contains_key(&format!("fault-{code}")), "{fault:?}");
        }
        let why = ["length", "digits", "date", "check", "d-number", "auxiliary-number"];
        assert!(why.iter().all(|word| all().contains_key(&format!("list-why-{word}"))));
    }
}
