//! The corpus of names: labelled by hand, compared by the product.

use crate::forge::names::{self, PAIRS, Result};
use crate::support::run::{arg, run};
use crate::support::seeded::seeded;
use eid_ready::identity::Kind;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(PAIRS)
}

fn results() -> Vec<Result> {
    names::results(&std::fs::read(corpus()).unwrap())
}

#[test]
fn every_pair_comes_out_as_it_is_labelled() {
    let wrong: Vec<String> = results()
        .iter()
        .filter(|result| result.verdict.as_str() != result.label)
        .map(|result| {
            format!("{}: {} is {:?} by {:?}", result.line, result.phenomenon, result.verdict, result.codes)
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_corpus_is_wide_and_not_heavy_on_anything() {
    let results = results();
    let mut phenomena: BTreeMap<&str, usize> = BTreeMap::new();
    for result in &results {
        *phenomena.entry(&result.phenomenon).or_default() += 1;
        assert!(!result.rule.is_empty(), "{}", result.line);
    }
    assert!(results.len() >= 300 && phenomena.values().all(|count| *count <= 10), "{phenomena:?}");
    assert!(results.iter().filter(|result| result.label == "mismatch").count() >= 100);
    let told: BTreeSet<&str> = results.iter().flat_map(|result| result.codes.iter().copied()).collect();
    for (_, code) in Kind::ALL {
        assert!(told.contains(code), "no pair shows {code}");
    }
}

#[test]
fn the_binary_says_the_same_for_the_whole_file() {
    let path = corpus();
    let json = run(["name", "compare", "--pairs", arg(&path), "--format", "json"]).ended(1).json();
    let rows = json.as_array().unwrap();
    let results = results();
    assert_eq!(rows.len(), results.len());
    for (row, result) in rows.iter().zip(&results) {
        assert_eq!(row["line"], result.line);
        assert_eq!(row["verdict"], result.verdict.as_str(), "{row}");
        let told = row["differences"].as_array().unwrap();
        let mut codes: Vec<&str> = told.iter().map(|one| one["code"].as_str().unwrap()).collect();
        codes.dedup();
        assert_eq!(codes, result.codes, "{row}");
        assert!(told.iter().all(|one| one.get("card").is_none() && one["text"].as_str().unwrap().len() > 3));
    }
}

#[test]
fn one_pair_ends_with_its_verdict() {
    for (expected, cn, code, verdict) in [
        ("Kari Nordmo", "KARI NORDMO", 0, "match"),
        ("Åse Ødegård", "AASE OEDEGAARD", 0, "match-with-difference"),
        ("Håkon Vik", "HAKON VIK", 1, "mismatch"),
        (" ", "KARI NORDMO", 3, "not-checked"),
    ] {
        let arguments = ["name", "compare", "--expected", expected, "--cn", cn, "--format", "json"];
        assert_eq!(run(arguments).ended(code).json()["verdict"], verdict, "{expected}");
    }
    let parts = ["--expected-given", "Kari", "--expected-middle", "Berg", "--expected-family", "Dal"];
    let ran =
        run(["name", "compare", "--gn", "KARI", "--sn", "BERG DAL", "--show-identifiers", "--format=json"]
            .iter()
            .chain(&parts));
    let json = ran.ended(0).json();
    assert_eq!(json["differences"][0]["code"], "middle-name-moved");
    assert_eq!(json["differences"][0]["card"], "BERG");
}

#[test]
fn what_is_said_of_a_pair_names_nobody_unless_asked() {
    let pair = ["name", "compare", "--expected", "Kari Nordmo", "--cn", "KARI HEGGDAL"];
    for lang in ["nb", "en"] {
        for format in ["text", "short", "json", "csv"] {
            let ran = run(pair.iter().chain(&["--format", format, "--lang", lang])).ended(1);
            let said = ran.stdout.to_lowercase();
            assert!(!said.contains("heggdal") && !said.contains("nordmo"), "{format} {lang}: {said}");
        }
    }
    let nb = run(pair.iter().chain(&["--lang", "nb", "--show-identifiers"])).ended(1).stdout;
    assert!(
        nb.starts_with("Navnet stemmer ikke\n") && nb.contains("«Nordmo»") && nb.contains("«HEGGDAL»"),
        "{nb}"
    );
    let en = run(pair.iter().chain(&["--lang", "en", "--show-identifiers"])).ended(1).stdout;
    assert!(en.starts_with("The name does not match\n") && en.contains("The surname is another"), "{en}");
}

#[test]
fn a_profile_may_have_rules_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    std::fs::write(&path, "name = \"mine\"\nenvironment = \"test\"\n[names]\naccent = \"difference\"\n")
        .unwrap();
    let pair = ["name", "compare", "--expected", "André Dal", "--cn", "ANDRE DAL", "--format", "json"];
    assert_eq!(run(pair).ended(1).json()["verdict"], "mismatch");
    let ran = run(pair.iter().chain(&["--profile", arg(&path)])).ended(0);
    assert_eq!(ran.json()["verdict"], "match-with-difference");
}

proptest! {
    #![proptest_config(seeded(400))]

    /// Whatever stands in a name, it is the same as itself, in capitals too, and a word more on the card never passes.
    #[test]
    fn a_name_is_itself_and_no_more(words in prop::collection::vec("[a-zæøåáčé]{2,8}", 2..5)) {
        use eid_ready::identity::{CardName, ExpectedName, NameVerdict, Rules, compare};
        use eid_ready::policy::NameRules;
        let rules = Rules::new(NameRules::default().pairs());
        let name = words.join(" ");
        let verdict = |held: String| {
            let card = CardName { common_name: Some(held), ..CardName::default() };
            compare(&ExpectedName::Whole(name.clone()), &card, &rules).verdict
        };
        prop_assert_eq!(verdict(name.clone()), NameVerdict::Match);
        prop_assert_eq!(verdict(name.to_uppercase()), NameVerdict::Match);
        prop_assert_eq!(verdict(format!("{name} QQQQQQQQ")), NameVerdict::Mismatch);
    }

    #[test]
    fn no_text_makes_comparing_fail(expected in ".{0,80}", held in ".{0,80}", given in ".{0,20}") {
        use eid_ready::identity::{CardName, ExpectedName, Rules, compare};
        let rules = Rules::new([("order", "difference")]);
        let card = CardName { common_name: Some(held), given_name: Some(given), surname: Some(expected.clone()) };
        let _ = compare(&ExpectedName::Whole(expected), &card, &rules);
    }
}
