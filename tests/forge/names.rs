//! What comparing the corpus of names gives, as a table to read.

use eid_ready::identity::{NameVerdict, Rules, compare, pairs};
use eid_ready::policy::NameRules;
use std::collections::BTreeMap;

/// The corpus, and what it gives.
pub const PAIRS: &str = "testdata/names/pairs.csv";
pub const RESULTS: &str = "testdata/names/results.md";

/// One pair of the corpus, compared.
pub struct Result {
    pub line: u32,
    /// As it was labelled by hand.
    pub phenomenon: String,
    pub rule: String,
    pub label: String,
    /// As it came out.
    pub verdict: NameVerdict,
    pub codes: Vec<&'static str>,
}

/// Every pair of the corpus, compared by the issuers' own rules.
pub fn results(corpus: &[u8]) -> Vec<Result> {
    let (pairs, problems) = pairs::read(corpus);
    assert_eq!(problems, []);
    let rules = Rules::new(NameRules::default().pairs());
    let labels = csv::ReaderBuilder::new().delimiter(b';').from_reader(corpus).into_records();
    let labels: Vec<csv::StringRecord> = labels.map(|record| record.unwrap()).collect();
    assert_eq!(labels.len(), pairs.len());
    let compared = pairs.iter().zip(labels).map(|(pair, label)| {
        let comparison = compare(&pair.expected, &pair.card, &rules);
        let mut codes: Vec<&'static str> =
            comparison.differences.iter().map(|difference| difference.kind.code()).collect();
        codes.dedup();
        Result {
            line: pair.line,
            phenomenon: label[0].to_owned(),
            rule: label[1].to_owned(),
            label: label[2].to_owned(),
            verdict: comparison.verdict,
            codes,
        }
    });
    compared.collect()
}

/// The table.
pub fn table(corpus: &[u8]) -> String {
    let results = results(corpus);
    let mut text = String::from(
        "# What comparing the corpus of names gives\n\nMade by `cargo run --example forge` from `pairs.csv`; a test \
         holds it. `≠` marks a pair that comes out otherwise than\nits label says.\n\n| phenomenon | rule | pairs | \
         verdict | differences told |\n|---|---|---|---|---|\n",
    );
    let mut phenomena: Vec<&str> = Vec::new();
    for result in &results {
        if !phenomena.contains(&result.phenomenon.as_str()) {
            phenomena.push(&result.phenomenon);
        }
    }
    for phenomenon in phenomena {
        let of: Vec<&Result> = results.iter().filter(|result| result.phenomenon == phenomenon).collect();
        let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
        for code in of.iter().flat_map(|result| &result.codes) {
            *codes.entry(code).or_default() += 1;
        }
        let codes: Vec<String> = codes.iter().map(|(code, count)| format!("{code} {count}")).collect();
        let wrong = of.iter().any(|result| result.verdict.as_str() != result.label);
        let mark = if wrong { "≠ " } else { "" };
        let (rule, count, label) = (&of[0].rule, of.len(), &of[0].label);
        text.push_str(&format!(
            "| {phenomenon} | {rule} | {count} | {mark}{label} | {} |\n",
            codes.join(", ")
        ));
    }
    text.push_str("\n| line | verdict | differences told |\n|---|---|---|\n");
    for result in &results {
        let mark = if result.verdict.as_str() == result.label { "" } else { "≠ " };
        let told = result.codes.join(", ");
        text.push_str(&format!("| {} | {mark}{} | {told} |\n", result.line, result.verdict.as_str()));
    }
    text
}
