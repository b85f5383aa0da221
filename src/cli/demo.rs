//! `demo`: `check` against the built-in simulated readers, so that the tool can be tried without a card.

use super::args::DemoArgs;
use super::cards::{self, Ended};
use super::exit::Exit;
use super::output;
use super::profile;
use super::progress::OnStderr;
use super::roster;
use super::world;
use crate::adapters::http::ProxyChoice;
use crate::adapters::simulator::{self, CardFile};
use crate::facts::{Expected, ExpectedName};
use crate::gather::Request;
use crate::judge::text::Lang;
use crate::judge::{Question, Selection, judge};
use crate::policy::Policy;
use crate::report::Titled;
use std::sync::Arc;

/// Shows each simulated card that has a story to tell: those whose file says who should hold them.
///
/// # Errors
/// A file could not be written, or the run was stopped.
pub(super) fn run(args: &DemoArgs, lang: Lang) -> Result<Exit, Ended> {
    let names: Vec<String> = simulator::builtin().iter().map(|card| card.name.to_owned()).collect();
    let policy = profile::choose(None, true)?;
    let mut reports = Vec::new();
    let list = roster::List::open(&args.roster, &policy, lang)?;
    for card in world::card_files(&names)?.iter().filter(|card| card.expect_name.is_some()) {
        reports.push(one(card, args, list.as_ref(), &policy, lang)?);
    }
    output::deliver(&reports, &args.output, lang)?;
    Ok(Exit::Ready)
}

fn one(
    card: &CardFile,
    args: &DemoArgs,
    list: Option<&roster::List>,
    policy: &Policy,
    lang: Lang,
) -> Result<Titled, Ended> {
    let observer = Arc::new(OnStderr::new(lang, true));
    let world = world::simulated(std::slice::from_ref(card), policy, ProxyChoice::default(), observer);
    let name = card.expect_name.clone().filter(|_| list.is_none()).map(ExpectedName::whole);
    let expected = Expected { name, ..Expected::default() };
    let request = Request { ask_services: true, expected, ..Request::default() };
    let mut capture = cards::capture(&world, policy.clone(), &request, lang)?;
    if let Some(list) = list {
        list.attach(&mut capture);
    }
    let question = Question { at: args.at, go_live: args.go_live, selection: Selection::default() };
    let about = match lang {
        Lang::Nb => &card.about.nb,
        Lang::En => &card.about.en,
    };
    let title = Some(format!("{} – {about}", card.name));
    Ok(Titled { title, report: judge(&capture, &question) })
}
