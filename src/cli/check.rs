//! `check`: the main job.

use super::args::{CheckArgs, JudgeArgs, OutputArgs};
use super::cards::{self, Ended};
use super::exit::Exit;
use super::output;
use super::problem::Problem;
use super::roster;
use crate::adapters::files;
use crate::adapters::http::ProxyChoice;
use crate::capture::Capture;
use crate::cards::sketch;
use crate::facts::{Expected, ExpectedName};
use crate::gather::Request;
use crate::judge::text::Lang;
use crate::judge::{Question, Selection, calendar, checks, judge};
use crate::report::Titled;
use std::path::Path;

/// Gathers, judges, shows.
///
/// # Errors
/// The person can put it right (a flag, a file), or the run was stopped.
pub(super) fn run(args: &CheckArgs, lang: Lang) -> Result<Exit, Ended> {
    let question = question(&args.judge)?;
    let (world, policy) = cards::open(&args.source, proxy(args)?, lang, args.output.format.is_machine())?;
    let list = roster::List::open(&args.roster, &policy, lang)?;
    let request = Request {
        readers: args.source.reader.clone(),
        readers_only: false,
        ask_services: true,
        expected: Expected {
            name: args.expect_name.as_ref().map(ExpectedName::whole),
            offline: args.source.offline,
            ..Expected::default()
        },
    };
    let mut capture = cards::capture(&world, policy, &request, lang)?;
    if let Some(list) = &list {
        list.attach(&mut capture);
    }
    let exit = show(&capture, &question, &args.output, lang)?;
    if let Some(path) = &args.capture {
        write_capture(&capture, path)?;
    }
    if let Some(path) = &args.card_sketch {
        write_sketch(&capture, path)?;
    }
    Ok(exit)
}

/// The way to the network: as the machine has it, or through `--proxy`.
fn proxy(args: &CheckArgs) -> Result<ProxyChoice, Problem> {
    let Some(text) = &args.proxy else { return Ok(ProxyChoice::System) };
    ProxyChoice::parse(text)
        .map_err(|error| Problem::new("problem-proxy", &[("url", text), ("why", &error.to_string())]))
}

/// How to judge, as the person asked.
///
/// # Errors
/// No check is left: a run that looks at nothing would say nothing.
pub(super) fn question(args: &JudgeArgs) -> Result<Question, Problem> {
    let selection = Selection { include: args.include.clone(), exclude: args.exclude.clone() };
    match checks::all().any(|check| selection.takes(check.id)) {
        true => Ok(Question { at: args.at, go_live: args.go_live, selection }),
        false => Err(Problem::new("problem-selection", &[])),
    }
}

/// Judges a capture and shows the report.
///
/// # Errors
/// The go-live day is over, or the report could not be written.
pub(super) fn show(
    capture: &Capture,
    question: &Question,
    args: &OutputArgs,
    lang: Lang,
) -> Result<Exit, Problem> {
    let today = calendar::local_date(question.at.unwrap_or(capture.facts.captured_at));
    if let Some(day) = question.go_live.filter(|day| *day < today) {
        let holes = [("day", day.to_string()), ("today", today.to_string())];
        return Err(Problem::new(
            "problem-go-live",
            &holes.each_ref().map(|(name, text)| (*name, text.as_str())),
        ));
    }
    let report = judge(capture, question);
    let exit = Exit::of(report.verdict, args);
    output::deliver(&[Titled { title: None, report }], args, lang)?;
    Ok(exit)
}

fn write_capture(capture: &Capture, path: &Path) -> Result<(), Problem> {
    let text =
        capture.to_json().map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
    files::write_whole(path, text.as_bytes()).map_err(|error| Problem::unwritable(path, &error))
}

fn write_sketch(capture: &Capture, path: &Path) -> Result<(), Problem> {
    let cards: Vec<_> = capture.facts.cards.iter().map(sketch).collect();
    let text = serde_json::to_string_pretty(&cards)
        .map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
    files::write_whole(path, (text + "\n").as_bytes()).map_err(|error| Problem::unwritable(path, &error))
}
