//! `check`: the main job.

use super::args::{CheckArgs, ClientArgs, JudgeArgs, OutputArgs};
use super::cards::{self, Ended, Opened};
use super::exit::Exit;
use super::login::{self, Wishes, client_file};
use super::modules;
use super::output;
use super::problem::Problem;
use super::roster;
use crate::adapters::files;
use crate::adapters::http::ProxyChoice;
use crate::capture::Capture;
use crate::cards::sketch;
use crate::facts::{CardInterest, Expected, ExpectedName};
use crate::gather::Request;
use crate::judge::report::Report;
use crate::judge::text::Lang;
use crate::judge::{Question, Selection, calendar, checks, judge};
use crate::policy::Policy;
use crate::report::Titled;
use std::path::Path;

/// Gathers, judges, shows.
///
/// # Errors
/// The person can put it right (a flag, a file), or the run was stopped.
pub(super) fn run(args: &CheckArgs, lang: Lang) -> Result<Exit, Ended> {
    let question = question(&args.judge)?;
    if !args.login && !args.wishes.are_none() {
        return Err(Problem::new("problem-needs-login", &[]).into());
    }
    let modules = modules::wanted(&args.module, !args.source.simulate.is_empty())?;
    let quiet = args.output.format.is_machine();
    let way = proxy(args.proxy.as_deref())?;
    let opened = cards::open("check", &args.source, way, lang, quiet)?;
    let Opened { world, mut policy, recording, modules: recorded_modules } = opened;
    let modules = recorded_modules.unwrap_or(modules);
    let chosen = args.source.profile.is_some() || !args.source.simulate.is_empty();
    let client = ClientArgs {
        config: args.config.clone(),
        profile: args.source.profile.clone(),
        ..ClientArgs::default()
    };
    let opened = args.login.then(|| client_file::open(&client, &mut policy, chosen)).transpose()?;
    let list = roster::List::open(&args.roster, &policy, lang)?;
    let any_module = modules.installed;
    let request = Request {
        readers: args.source.reader.clone(),
        readers_only: false,
        modules,
        ask_services: true,
        expected: Expected {
            name: args.expect_name.as_ref().map(ExpectedName::whole),
            offline: args.source.offline,
            any_module,
            cards: interest(args, &policy),
            ..Expected::default()
        },
    };
    let mut capture = cards::capture(&world, policy, &request, lang)?;
    let recorded = recording.end();
    if let Some(list) = &list {
        list.attach(&mut capture);
    }
    let session = match opened {
        None => None,
        Some(opened) => {
            let eid = args.wishes.eid.clone().or_else(|| login::eid_of_the_card(&capture));
            let number = list.as_ref().and_then(|list| list.number(&capture));
            let bounded = args.source.timeout.is_some();
            let wishes = Wishes { wishes: &args.wishes, eid, bounded, number };
            login::attach(&mut capture, &world, opened, wishes, lang, quiet)?
        }
    };
    login::finish(&capture, &question, &args.output, lang, session, |capture| {
        recorded?;
        args.capture.as_ref().map_or(Ok(()), |path| write_capture(capture, path))?;
        args.card_sketch.as_ref().map_or(Ok(()), |path| write_sketch(capture, path))
    })
}

/// Whether there must be a card: a login by an e-ID that has none can do without.
fn interest(args: &CheckArgs, policy: &Policy) -> CardInterest {
    let eid = args.wishes.eid.as_ref().filter(|_| args.login).and_then(|word| policy.login.eids.get(word));
    match eid.is_some_and(|eid| !eid.card) {
        true => CardInterest::Optional,
        false => CardInterest::Required,
    }
}

/// The way to the network: as the machine has it, or through `--proxy`.
///
/// # Errors
/// That is no proxy.
pub(super) fn proxy(text: Option<&str>) -> Result<ProxyChoice, Problem> {
    let Some(text) = text else { return Ok(ProxyChoice::System) };
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
) -> Result<(Exit, Report), Problem> {
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
    let sheet = Titled { title: None, report };
    output::deliver(std::slice::from_ref(&sheet), args, lang)?;
    Ok((exit, sheet.report))
}

/// Writes a capture.
///
/// # Errors
/// The file cannot be written.
pub(super) fn write_capture(capture: &Capture, path: &Path) -> Result<(), Problem> {
    let text =
        capture.to_json().map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
    files::write_whole(path, text.as_bytes()).map_err(|error| Problem::unwritable(path, &error))
}

fn write_sketch(capture: &Capture, path: &Path) -> Result<(), Problem> {
    let cards: Vec<_> =
        capture.facts.cards.iter().map(|card| sketch(card.direct.as_deref().unwrap_or(card))).collect();
    let text = serde_json::to_string_pretty(&cards)
        .map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
    files::write_whole(path, (text + "\n").as_bytes()).map_err(|error| Problem::unwritable(path, &error))
}
