//! The registry of checks and remedies as a whole: nothing missing, nothing left over, both languages alike.

use crate::support::case;
use crate::support::run::words as run_words;
use eid_ready::judge::check::{Check, Scope};
use eid_ready::judge::text::{CheckWords, Lang, RemedyWords};
use eid_ready::judge::{checks, remedies};
use eid_ready::policy::Severity;
use eid_ready::report::{self, Format, Options};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Files under `src/judge/checks` that are no check: the areas' lists, and what their checks share.
const HELPERS: &[&str] = &[
    "mod.rs",
    "line.rs",
    "provider.rs",
    "client/oddities.rs",
    "login/accepted.rs",
    "module/looked.rs",
    "card/skeleton.rs",
    "cert/certificate.rs",
    "name/holder.rs",
    "name/roster.rs",
    "pin/pins.rs",
    "station/service.rs",
];

fn judge_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/judge")
}

/// Files below `folder`, by their paths with `/`.
fn files(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
        let name = entry.file_name().into_string().unwrap();
        match entry.file_type().unwrap().is_dir() {
            true => found.extend(files(&entry.path()).into_iter().map(|below| format!("{name}/{below}"))),
            false => drop(found.insert(name)),
        }
    }
    found
}

fn both(check: &Check) -> [CheckWords; 2] {
    let words = check.words().unwrap_or_else(|error| panic!("{}: {error}", check.id));
    [words.nb, words.en]
}

fn holes(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).map(|part| part.split_once('}').expect("a hole that ends").0.to_owned()).collect()
}

#[test]
fn every_id_is_its_files_path_and_no_file_is_left_over() {
    let mut expected: BTreeSet<String> = HELPERS.iter().map(|helper| (*helper).to_owned()).collect();
    for check in checks::all() {
        let (area, fault) = check.id.split_once('.').unwrap();
        expected.insert(format!("{area}/mod.rs"));
        for extension in ["rs", "toml"] {
            let file = format!("{area}/{fault}.{extension}");
            assert!(expected.insert(file.clone()), "{file} twice");
        }
        let source = std::fs::read_to_string(judge_folder().join(format!("checks/{area}/{fault}.rs")));
        let source = source.unwrap_or_else(|error| panic!("{}: {error}", check.id));
        assert!(source.contains(&format!("id: \"{}\"", check.id)), "{} stands in another's file", check.id);
        assert!(
            source.contains(&format!("include_str!(\"{fault}.toml\")")),
            "{} has another's words",
            check.id
        );
    }
    assert_eq!(files(&judge_folder().join("checks")), expected);
}

#[test]
fn ids_are_unique_and_plain() {
    let mut seen = BTreeSet::new();
    for check in checks::all() {
        assert!(seen.insert(check.id), "{} twice", check.id);
        let plain = |part: &str| {
            !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
        };
        let (area, fault) = check.id.split_once('.').unwrap();
        assert!(plain(area) && plain(fault), "{}", check.id);
        assert_eq!(check.area(), area);
        assert!(checks::find(check.id).is_some_and(|found| std::ptr::eq(found, check)));
    }
    assert!(seen.len() > 40);
}

#[test]
fn the_words_of_a_check_have_the_same_holes_and_each_is_evidence() {
    for check in checks::all() {
        let [nb, en] = both(check);
        assert_eq!(holes(&nb.message), holes(&en.message), "{}", check.id);
        for hole in holes(&nb.message) {
            assert!(check.evidence.contains(&hole.as_str()), "{}: {{{hole}}} is not declared", check.id);
        }
        for words in [nb, en] {
            for text in [&words.title, &words.passed, &words.why] {
                assert!(holes(text).is_empty(), "{}: {text}", check.id);
            }
            for text in [&words.title, &words.passed, &words.why, &words.message] {
                assert!(text.trim() == text && text.chars().count() > 10, "{}: {text:?}", check.id);
            }
            // A title and what stands when all is well are labels, a reason is sentences.
            assert!(!words.title.ends_with('.') && !words.passed.ends_with('.'), "{}", check.id);
            assert!(words.why.ends_with('.') && words.message.ends_with('.'), "{}", check.id);
            assert_ne!(words.title, words.passed, "{}", check.id);
        }
    }
}

#[test]
fn needs_are_earlier_checks_of_the_same_or_a_wider_scope() {
    let wide = |scope: Scope| match scope {
        Scope::Station => 0,
        Scope::Reader => 1,
        Scope::Card => 2,
        Scope::Certificate => 3,
        Scope::Module => 4,
        Scope::Client => 5,
        Scope::Login => 6,
    };
    let all: Vec<&Check> = checks::all().collect();
    for (at, check) in all.iter().enumerate() {
        for need in check.needs {
            let needed = all[..at].iter().find(|earlier| earlier.id == *need);
            let needed = needed.unwrap_or_else(|| panic!("{} needs {need}, which is not earlier", check.id));
            assert!(wide(needed.scope) <= wide(check.scope), "{} needs {need} of a narrower scope", check.id);
        }
        assert_eq!(check.needs.iter().collect::<BTreeSet<_>>().len(), check.needs.len(), "{}", check.id);
    }
}

#[test]
fn what_blocks_says_what_to_do() {
    for check in checks::all() {
        assert!(check.severity == Severity::Info || !check.remedies.is_empty(), "{} and no remedy", check.id);
        assert!(!check.cites.is_empty() && check.cites.iter().all(|cite| !cite.is_empty()), "{}", check.id);
        let since: Vec<u64> = check.since.split('.').map(|part| part.parse().unwrap()).collect();
        let now: Vec<u64> = env!("CARGO_PKG_VERSION").split('.').map(|part| part.parse().unwrap()).collect();
        assert!(since.len() == 3 && since <= now, "{} is of {}", check.id, check.since);
    }
}

#[test]
fn every_remedy_exists_and_none_is_orphaned() {
    let used: BTreeSet<&str> = checks::all().flat_map(|check| check.remedies.iter().copied()).collect();
    let there: BTreeSet<&str> = remedies::all().iter().map(|remedy| remedy.id).collect();
    assert_eq!(used, there);
    let files: BTreeSet<String> = files(&judge_folder().join("remedies"));
    assert_eq!(files, there.iter().map(|id| format!("{id}.toml")).collect());
}

#[test]
fn every_remedy_says_who_where_and_how_to_see_that_it_worked() {
    for remedy in remedies::all() {
        assert_eq!(remedy.nb.steps.len(), remedy.en.steps.len(), "{}", remedy.id);
        for RemedyWords { short, steps, worked } in [&remedy.nb, &remedy.en] {
            assert!(!steps.is_empty(), "{}", remedy.id);
            for text in steps.iter().chain([short, worked]) {
                assert!(text.trim() == text && text.len() > 15, "{}: {text:?}", remedy.id);
                assert!(!text.contains('{') || text.contains("${"), "{}: {text}", remedy.id);
            }
        }
        let link = remedy.link.as_deref().unwrap_or("https://");
        assert!(link.starts_with("https://"), "{}: {link}", remedy.id);
    }
}

#[test]
fn the_two_languages_are_two() {
    for check in checks::all() {
        let [nb, en] = both(check);
        assert!(nb.title != en.title && nb.message != en.message && nb.why != en.why, "{}", check.id);
    }
    for remedy in remedies::all() {
        assert!(remedy.nb.short != remedy.en.short && remedy.nb.worked != remedy.en.worked, "{}", remedy.id);
    }
}

#[test]
fn every_check_has_a_case_that_fires_and_one_that_stays_quiet() {
    let cases = case::all();
    for check in checks::all() {
        for (fires, word) in [(true, "fires"), (false, "stays quiet")] {
            let there = cases.iter().any(|case| case.check == check.id && case.fires() == fires);
            assert!(there, "{}: no case in which it {word}", check.id);
        }
    }
    for case in &cases {
        assert!(checks::find(&case.check).is_some(), "{} is of no check", case.title());
    }
    let known = |name: &str| checks::find(name.split('/').next().unwrap()).is_some();
    let left_over: Vec<String> = files(&case::folder()).into_iter().filter(|file| !known(file)).collect();
    assert_eq!(left_over, Vec::<String>::new());
}

#[test]
fn evidence_is_as_declared_and_fills_every_hole() {
    for case in case::all() {
        let report = case.report();
        for result in &report.checks {
            let check = checks::find(&result.id).unwrap();
            for name in result.evidence.0.keys() {
                assert!(
                    check.evidence.contains(&name.as_str()),
                    "{}: {} gives {name}",
                    case.title(),
                    check.id
                );
            }
            if result.found {
                for hole in both(check).iter().flat_map(|words| holes(&words.message)) {
                    let value = result.evidence.0.get(&hole);
                    assert!(value.is_some(), "{}: {} does not give {hole}", case.title(), check.id);
                }
            }
        }
    }
}

#[test]
fn no_message_has_a_hole_left() {
    for case in case::all() {
        let report = case.report();
        for lang in [Lang::Nb, Lang::En] {
            let options = Options { lang, color: false, show_persons: true };
            let json = report::render(&report, Format::Json, &options).unwrap();
            let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
            for check in json["checks"].as_array().unwrap() {
                let message = check["message"].as_str().unwrap();
                let unfilled = message.is_empty() || message.contains('{');
                assert!(!unfilled, "{}: {} says {message:?}", case.title(), check["id"]);
                let forgotten =
                    ["(ukjent)", "(unknown)", ": .", " ,", "  "].iter().any(|gap| message.contains(gap));
                assert!(!forgotten, "{}: {} says {message:?}", case.title(), check["id"]);
            }
            for format in [Format::Text, Format::Html, Format::Short] {
                let text = String::from_utf8(report::render(&report, format, &options).unwrap()).unwrap();
                for hole in checks::all().flat_map(|check| check.evidence) {
                    assert!(!text.contains(&format!("{{{hole}}}")), "{}, {format}: {hole}", case.title());
                }
            }
        }
    }
}

#[test]
fn explain_knows_every_check_in_both_languages() {
    for lang in ["nb", "en"] {
        let all = run_words(&format!("explain --all --lang {lang}")).ended(0).stdout;
        let list = run_words(&format!("explain --lang {lang}")).ended(0).stdout;
        for check in checks::all() {
            let [nb, en] = both(check);
            let words = if lang == "nb" { nb } else { en };
            let heading = format!("{}  {}\n\n{}", check.id, words.title, words.why);
            assert!(all.contains(&heading), "{lang} {}", check.id);
            let line = list.lines().find(|line| line.split("  ").next() == Some(check.id));
            assert!(line.is_some_and(|line| line.ends_with(&words.title)), "{lang} {}", check.id);
        }
        for remedy in remedies::all() {
            let words = if lang == "nb" { &remedy.nb } else { &remedy.en };
            for text in words.steps.iter().chain([&words.worked]) {
                assert!(all.contains(text.as_str()), "{lang} {}: {text}", remedy.id);
            }
        }
    }
    let one = run_words("explain pin.blocked --lang nb").ended(0).stdout;
    assert!(one.starts_with("pin.blocked  ") && one.matches("▸").count() == 1, "{one}");
}
