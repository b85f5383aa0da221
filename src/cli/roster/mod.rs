//! Staff lists: read from a file, checked, and looked up for the holder of a card.

pub(super) mod check;
mod look_up;
pub(super) mod template;

pub(super) use look_up::List;

use super::exit::Exit;
use super::output;
use super::words::say;
use crate::identity::problem::{Gravity, Problem};
use crate::identity::roster::Columns;
use crate::judge::text::Lang;
use crate::policy::Policy;
use std::path::Path;

/// What headers mean under a policy, and which issuers there are.
fn columns(policy: &Policy) -> Columns {
    let own = policy.roster.columns.iter().map(|(header, column)| (header.as_str(), column.as_str()));
    let issuers = policy.companies.iter().flat_map(|company| company.claims.iter().cloned());
    Columns::new(own, issuers.collect())
}

/// Says each thing for which a list cannot be used, one line each; `None` when there is none.
pub(super) fn refuse(path: &Path, problems: &[Problem], lang: Lang) -> Option<Exit> {
    let unusable = problems.iter().filter(|problem| problem.gravity() == Gravity::Unusable);
    let said: Vec<String> = unusable
        .map(|problem| {
            let what = format!("{}, {}: {}", path.display(), place(problem, lang), words(problem, lang));
            say(lang, "problem", &[("what", what)])
        })
        .collect();
    said.iter().for_each(|line| output::complain(line));
    (!said.is_empty()).then_some(Exit::Misused)
}

/// Where a problem is: `linje 3, kolonne 2`.
fn place(problem: &Problem, lang: Lang) -> String {
    let key = if problem.place.column == 0 { "list-at-line" } else { "list-at" };
    let holes = [("line", problem.place.line.to_string()), ("column", problem.place.column.to_string())];
    say(lang, key, &holes)
}

/// What is wrong, and what to do.
fn words(problem: &Problem, lang: Lang) -> String {
    let detail = match problem.fault.code() {
        // Why a number is none is a word of its own.
        "national-number" | "temporary-number" => say(lang, &format!("list-why-{}", problem.detail), &[]),
        // A header may be anything; a line stays a line.
        _ => problem.detail.chars().map(|c| if c.is_control() { ' ' } else { c }).collect(),
    };
    say(lang, &format!("fault-{}", problem.fault.code()), &[("detail", detail)])
}
