//! `readers`: the readers, what is in them, and what that looks like.

use super::args::ReadersArgs;
use super::cards::{self, Ended, Opened};
use super::exit::Exit;
use super::output;
use super::problem::Problem;
use super::table::table;
use super::words::say;
use crate::adapters::http::ProxyChoice;
use crate::capture::Capture;
use crate::facts::{Expected, Observed, ReaderFacts, ReaderState};
use crate::gather::{self, Request};
use crate::judge::text::Lang;
use crate::judge::{Question, Selection, judge};
use crate::policy::Policy;
use crate::ports::World;
use crate::report::{Format, Titled};
use std::time::Duration;

/// Lists, or follows.
///
/// # Errors
/// The person can put it right (a flag, a file), or the run was stopped.
pub(super) fn run(args: &ReadersArgs, lang: Lang) -> Result<Exit, Ended> {
    let Opened { world, policy, recording, .. } =
        cards::open("readers", &args.source, ProxyChoice::default(), lang, true)?;
    let capture = list(&world, policy, args, lang)?;
    let recorded = recording.end();
    let selection = Selection { include: vec!["station.*".into(), "reader.*".into()], exclude: Vec::new() };
    let report = judge(&capture, &Question { selection, ..Question::default() });
    let exit = Exit::of(report.verdict, &args.output);
    let titled = [Titled { title: None, report }];
    let table = (args.output.format == Format::Text && !capture.facts.readers.is_empty())
        .then(|| listing(&capture.facts.readers, lang));
    output::deliver_table(table, exit == Exit::Ready, &titled, &args.output, lang)?;
    recorded?;
    // No reader yet is just what watching is for; without a service there is nothing to wait on.
    match args.watch && capture.facts.station.service.value().is_some() {
        true => Ok(watch(&world, args, capture.facts.readers, lang)?),
        false => Ok(exit),
    }
}

fn list(world: &World, policy: Policy, args: &ReadersArgs, lang: Lang) -> Result<Capture, Ended> {
    let expected = Expected { readers_only: true, offline: args.source.offline, ..Expected::default() };
    let request =
        Request { readers: args.source.reader.clone(), readers_only: true, expected, ..Request::default() };
    cards::capture(world, policy, &request, lang)
}

fn listing(readers: &[ReaderFacts], lang: Lang) -> String {
    let head =
        ["readers-name", "readers-state", "readers-atr", "readers-hint"].map(|key| say(lang, key, &[]));
    let rows = readers.iter().map(|reader| {
        [
            reader.name.clone(),
            say(lang, state_key(reader), &[]),
            reader.atr.as_ref().map(|atr| atr.hex()).unwrap_or_default(),
            reader.family_hint.clone().unwrap_or_default(),
        ]
    });
    table(head, rows)
}

fn state_key(reader: &ReaderFacts) -> &'static str {
    match &reader.state {
        Observed::Seen { value: ReaderState::Empty, .. } => "state-empty",
        Observed::Seen { value: ReaderState::Present, .. } => "state-present",
        Observed::Seen { value: ReaderState::Mute, .. } => "state-mute",
        Observed::Seen { value: ReaderState::Exclusive, .. } => "state-exclusive",
        _ => "state-unavailable",
    }
}

/// How long one wait may last; a new one follows at once.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// How long to let a service that failed come to itself.
const PAUSE: Duration = Duration::from_secs(1);

/// Follows insertions until the person stops: one line an event.
fn watch(world: &World, args: &ReadersArgs, known: Vec<ReaderFacts>, lang: Lang) -> Result<Exit, Problem> {
    if args.output.format == Format::Text {
        output::aside(&say(lang, "watching", &[]));
    }
    cards::runtime()?.block_on(async {
        // The service compares with what it said itself, and it said nothing of families.
        let mut known: Vec<_> =
            known.into_iter().map(|reader| ReaderFacts { family_hint: None, ..reader }).collect();
        loop {
            let (service, before) = (world.cards.clone(), known.clone());
            let (to, from) = tokio::sync::oneshot::channel();
            std::thread::spawn(move || to.send(service.wait_for_change(&before, PATIENCE)));
            let seen = tokio::select! {
                seen = from => seen,
                _ = tokio::signal::ctrl_c() => return Ok(Exit::Cancelled),
            };
            match seen {
                Ok(Ok(now)) => {
                    let asked_for = |reader: &ReaderFacts| gather::wanted(reader, &args.source.reader);
                    for reader in changed(&known, &now).into_iter().filter(asked_for) {
                        output::to_person(&event(gather::hinted(reader), args.output.format, lang))?;
                    }
                    known = now;
                }
                Ok(Err(error)) => {
                    output::complain(&say(lang, "watch-failed", &[("why", error.to_string())]));
                    tokio::select! {
                        () = tokio::time::sleep(PAUSE) => {}
                        _ = tokio::signal::ctrl_c() => return Ok(Exit::Cancelled),
                    }
                }
                Err(_) => return Ok(Exit::Undetermined),
            }
        }
    })
}

/// Readers that are new or look different; those that went away stand as unavailable.
fn changed(before: &[ReaderFacts], now: &[ReaderFacts]) -> Vec<ReaderFacts> {
    let looks =
        |reader: &ReaderFacts| (reader.name.clone(), reader.state.value().copied(), reader.atr.clone());
    let new = now.iter().filter(|reader| !before.iter().any(|old| looks(old) == looks(reader)));
    let gone = before.iter().filter(|old| !now.iter().any(|reader| reader.name == old.name));
    new.cloned()
        .chain(gone.map(|old| ReaderFacts {
            state: Observed::seen(ReaderState::Unavailable),
            atr: None,
            family_hint: None,
            ..old.clone()
        }))
        .collect()
}

fn event(reader: ReaderFacts, format: Format, lang: Lang) -> String {
    let state = say(lang, state_key(&reader), &[]);
    let atr = reader.atr.as_ref().map(|atr| atr.hex());
    if format == Format::Json {
        let word = reader.state.value().and_then(|state| serde_json::to_value(state).ok());
        return serde_json::json!({
            "reader": reader.name, "state": word, "atr": atr, "family_hint": reader.family_hint
        })
        .to_string();
    }
    [Some(reader.name), Some(state), atr, reader.family_hint]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" · ")
}
