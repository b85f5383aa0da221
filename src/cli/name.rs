//! `name compare`: would this name pass on a card?

use super::args::{CompareArgs, ListFormat};
use super::exit::Exit;
use super::output;
use super::problem::{Problem, read_bytes};
use super::profile;
use super::roster;
use super::words::say;
use crate::identity::pairs::{self, Pair};
use crate::identity::{CardName, Difference, ExpectedName, NameComparison, NameVerdict, compare};
use crate::judge::naming;
use crate::judge::text::Lang;
use crate::policy::Policy;
use crate::report::{csv_table, difference_between, name_verdict};
use serde_json::{Value, json};

/// Compares one pair, or a file of them.
///
/// # Errors
/// There is nothing to compare, or the file cannot be read.
pub(super) fn run(args: &CompareArgs, lang: Lang) -> Result<Exit, Problem> {
    let policy = profile::without_readers(args.profile.as_deref())?;
    let pairs = match &args.pairs {
        None => vec![one(args)?],
        Some(path) => {
            let (pairs, problems) = pairs::read(&read_bytes(path)?);
            if let Some(exit) = roster::refuse(path, &problems, lang) {
                return Ok(exit);
            }
            pairs
        }
    };
    let compared: Vec<Compared> = pairs.into_iter().map(|pair| Compared::new(pair, &policy)).collect();
    show(&compared, args, lang)?;
    Ok(exit(&compared))
}

/// A pair, and what came of it.
struct Compared {
    pair: Pair,
    comparison: NameComparison,
}

impl Compared {
    fn new(pair: Pair, policy: &Policy) -> Self {
        let comparison = compare(&pair.expected, &pair.card, &naming::rules(policy));
        Compared { pair, comparison }
    }
}

fn one(args: &CompareArgs) -> Result<Pair, Problem> {
    let text = |part: &Option<String>| part.clone().unwrap_or_default();
    let parts = [&args.expected_given, &args.expected_middle, &args.expected_family];
    let expected = match &args.expected {
        Some(whole) => ExpectedName::Whole(whole.clone()),
        None if parts.iter().all(|part| part.is_none()) => {
            return Err(Problem::new("problem-compare-expected", &[]));
        }
        None => {
            let [given, middle, family] = parts.map(text);
            ExpectedName::of_parts(&given, &middle, &family)
        }
    };
    let card =
        CardName { common_name: args.cn.clone(), given_name: args.gn.clone(), surname: args.sn.clone() };
    match card == CardName::default() {
        true => Err(Problem::new("problem-compare-card", &[])),
        false => Ok(Pair { line: 1, expected, card }),
    }
}

/// 1 where a name does not match, else 3 where there was nothing to compare.
fn exit(compared: &[Compared]) -> Exit {
    let any = |verdict| compared.iter().any(|one| one.comparison.verdict == verdict);
    match () {
        () if any(NameVerdict::Mismatch) => Exit::NotReady,
        () if any(NameVerdict::NotChecked) => Exit::Undetermined,
        () => Exit::Ready,
    }
}

fn show(compared: &[Compared], args: &CompareArgs, lang: Lang) -> Result<(), Problem> {
    let persons = output::shows_persons_in_list(&args.output);
    let alone = args.pairs.is_none();
    match args.output.format {
        ListFormat::Text => {
            let texts: Vec<String> = compared.iter().map(|one| text(one, alone, persons, lang)).collect();
            output::to_person(&texts.join("\n"))
        }
        ListFormat::Short => {
            let lines: Vec<String> = compared.iter().map(|one| short(one, alone, lang)).collect();
            output::to_person(&lines.join("\n"))
        }
        ListFormat::Json => {
            let rows: Vec<Value> = compared.iter().map(|one| row(one, alone, persons, lang)).collect();
            let value = match (alone, <[Value; 1]>::try_from(rows)) {
                (true, Ok([only])) => only,
                (false, Ok(one)) => json!(one),
                (_, Err(rows)) => json!(rows),
            };
            output::to_person(&format!("{value:#}"))
        }
        ListFormat::Csv => {
            let head =
                ["list-line", "list-verdict", "list-differences"].map(|key| say(lang, key, &[])).to_vec();
            let rows = compared.iter().map(|one| {
                let told = one.comparison.differences.iter();
                let told: Vec<String> = told.map(|difference| sentence(difference, persons, lang)).collect();
                let verdict = one.comparison.verdict.as_str().to_owned();
                vec![one.pair.line.to_string(), verdict, told.join(" ")]
            });
            let bytes = csv_table(std::iter::once(head).chain(rows), lang)
                .map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
            output::to_stdout(&bytes)
        }
    }
}

fn short(one: &Compared, alone: bool, lang: Lang) -> String {
    let mut line = name_verdict(one.comparison.verdict.as_str(), lang).to_owned();
    let codes: Vec<&str> =
        one.comparison.differences.iter().map(|difference| difference.kind.code()).collect();
    if !codes.is_empty() {
        line = format!("{line} · {}", codes.join(", "));
    }
    if alone { line } else { format!("{} {}: {line}", say(lang, "list-line", &[]), one.pair.line) }
}

fn text(one: &Compared, alone: bool, persons: bool, lang: Lang) -> String {
    let verdict = name_verdict(one.comparison.verdict.as_str(), lang);
    let mut lines = match alone {
        true => vec![verdict.to_owned()],
        false => vec![format!("{} {}: {verdict}", say(lang, "list-line", &[]), one.pair.line)],
    };
    if persons {
        let name = |key, name: String| say(lang, key, &[("name", name)]);
        lines.push(format!("  {}", name("compare-expected", one.pair.expected.full())));
        lines.push(format!("  {}", name("compare-card", one.pair.card.shown())));
    }
    let told = one.comparison.differences.iter();
    lines.extend(told.map(|difference| format!("  · {}", sentence(difference, persons, lang))));
    lines.join("\n")
}

fn row(one: &Compared, alone: bool, persons: bool, lang: Lang) -> Value {
    let difference = |difference: &Difference| {
        let mut fields = json!({
            "code": difference.kind.code(),
            "text": sentence(difference, persons, lang),
        });
        if persons {
            fields["expected"] = json!(difference.expected);
            fields["card"] = json!(difference.card);
        }
        fields
    };
    let differences: Vec<Value> = one.comparison.differences.iter().map(difference).collect();
    let mut fields = json!({ "verdict": one.comparison.verdict.as_str(), "differences": differences });
    if !alone {
        fields["line"] = json!(one.pair.line);
    }
    fields
}

/// A difference in a sentence; without the names themselves where they are not to be seen.
fn sentence(difference: &Difference, persons: bool, lang: Lang) -> String {
    let code = difference.kind.code();
    match persons {
        true => difference_between(lang, code, &difference.expected, &difference.card),
        false => difference_between(lang, code, "", ""),
    }
}
