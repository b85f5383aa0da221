//! `roster check`: what is wrong in a staff list, before anyone queues up.

use super::super::args::{FailOn, ListFormat, RosterCheckArgs};
use super::super::exit::Exit;
use super::super::output;
use super::super::problem::{self, read_bytes};
use super::super::profile;
use super::super::words::say;
use super::{columns, place, refuse, words};
use crate::identity::problem::{Gravity, Problem};
use crate::identity::roster::Roster;
use crate::judge::text::Lang;
use crate::report::csv_table;
use serde_json::json;

/// Reads, and lists every problem.
///
/// # Errors
/// The file cannot be read.
pub(in crate::cli) fn run(args: &RosterCheckArgs, lang: Lang) -> Result<Exit, problem::Problem> {
    let policy = profile::without_readers(args.profile.as_deref())?;
    let roster = Roster::read(&read_bytes(&args.file)?, &columns(&policy));
    let refused = refuse(&args.file, &roster.problems, lang);
    match args.output.format {
        ListFormat::Text => show_text(&roster, args, refused.is_some(), lang)?,
        ListFormat::Short => output::to_person(&summary(&roster, lang))?,
        ListFormat::Json => output::to_person(&format!("{:#}", as_json(&roster, args, lang)))?,
        ListFormat::Csv => show_table(&roster, lang)?,
    }
    Ok(refused.unwrap_or(match roster.gravity() {
        Some(Gravity::Wrong | Gravity::Unusable) => Exit::NotReady,
        Some(Gravity::Hint) if args.fail_on == Some(FailOn::Warn) => Exit::Warned,
        Some(Gravity::Hint) | None => Exit::Ready,
    }))
}

/// What makes a list unusable has been said on stderr; the result holds the rest.
fn show_text(
    roster: &Roster,
    args: &RosterCheckArgs,
    refused: bool,
    lang: Lang,
) -> Result<(), problem::Problem> {
    let told = roster.problems.iter().filter(|problem| problem.gravity() != Gravity::Unusable);
    let mut lines: Vec<String> = told
        .map(|problem| format!("{} {}: {}", mark(problem), place(problem, lang), words(problem, lang)))
        .collect();
    match refused {
        true if lines.is_empty() => return Ok(()),
        true => {}
        false => {
            lines.insert(0, format!("{}: {}", args.file.display(), written(roster, lang)));
            lines.push(summary(roster, lang));
        }
    }
    output::to_person(&lines.join("\n"))
}

fn mark(problem: &Problem) -> char {
    match problem.gravity() {
        Gravity::Hint => '!',
        Gravity::Wrong | Gravity::Unusable => '✗',
    }
}

/// How many there are, and how the file was written.
fn written(roster: &Roster, lang: Lang) -> String {
    let written = &roster.written;
    let separator = written.separator.map(|separator| match separator {
        '\t' => say(lang, "list-tab", &[]),
        other => other.to_string(),
    });
    let count = ("count", roster.rows.len().to_string());
    match (separator, &written.sheet) {
        (Some(separator), _) => {
            let holes = [count, ("encoding", written.encoding.to_owned()), ("separator", separator)];
            say(lang, "list-of-text", &holes)
        }
        (None, sheet) => say(lang, "list-of-sheet", &[count, ("sheet", sheet.clone().unwrap_or_default())]),
    }
}

fn summary(roster: &Roster, lang: Lang) -> String {
    let count = |gravity| roster.problems.iter().filter(|problem| problem.gravity() == gravity).count();
    let unusable = count(Gravity::Unusable);
    let wrong = (count(Gravity::Wrong) + unusable).to_string();
    let key = match roster.gravity() {
        Some(Gravity::Unusable) => "list-unusable",
        Some(Gravity::Wrong) => "list-wrong",
        Some(Gravity::Hint) => "list-hints",
        None => "list-sound",
    };
    say(lang, key, &[("wrong", wrong), ("hints", count(Gravity::Hint).to_string())])
}

fn severity(problem: &Problem) -> &'static str {
    match problem.gravity() {
        Gravity::Hint => "warn",
        Gravity::Wrong => "fail",
        Gravity::Unusable => "error",
    }
}

fn as_json(roster: &Roster, args: &RosterCheckArgs, lang: Lang) -> serde_json::Value {
    let problems: Vec<_> = roster
        .problems
        .iter()
        .map(|problem| {
            json!({
                "line": problem.place.line,
                "column": problem.place.column,
                "code": problem.fault.code(),
                "severity": severity(problem),
                "text": words(problem, lang),
            })
        })
        .collect();
    json!({
        "file": args.file.display().to_string(),
        "format": roster.written.format,
        "encoding": roster.written.encoding,
        "separator": roster.written.separator,
        "sheet": roster.written.sheet,
        "rows": roster.rows.len(),
        "verdict": match roster.gravity() {
            Some(Gravity::Unusable) => "unusable",
            Some(Gravity::Wrong) => "not-ready",
            Some(Gravity::Hint) => "ready-with-warnings",
            None => "ready",
        },
        "problems": problems,
    })
}

fn show_table(roster: &Roster, lang: Lang) -> Result<(), problem::Problem> {
    let head = ["list-line", "list-column", "list-severity", "list-code", "list-problem"];
    let head = head.map(|key| say(lang, key, &[])).to_vec();
    let rows = roster.problems.iter().map(|problem| {
        vec![
            problem.place.line.to_string(),
            problem.place.column.to_string(),
            severity(problem).to_owned(),
            problem.fault.code().to_owned(),
            words(problem, lang),
        ]
    });
    let bytes = csv_table(std::iter::once(head).chain(rows), lang)
        .map_err(|error| problem::Problem::new("problem-render", &[("why", &error.to_string())]))?;
    output::to_stdout(&bytes)
}
