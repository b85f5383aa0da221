//! `login`: the level-high test login, alone or beside a card.

pub(super) mod cardless;
pub(super) mod client_file;
mod desk;

use super::args::{LoginArgs, LoginWishes, OutputArgs};
use super::cards::{Ended, Waited, until_stopped};
use super::exit::Exit;
use super::problem::Problem;
use super::roster::List;
use super::words::say;
use super::{check, output};
use crate::capture::Capture;
use crate::facts::{Expected, ExpectedName, LoginFacts, LoginFaultKind};
use crate::gather;
use crate::gather::login::{LoginWish, NoOrder};
use crate::judge::dossier::Dossier;
use crate::judge::report::{LoginVerdict, Report};
use crate::judge::text::Lang;
use crate::ports::{ExpectedNumber, Farewell, LoggedIn, Session, World};
use cardless::Cardless;
use client_file::Opened;
use std::sync::Arc;
use std::time::Duration;

/// What the run may take beside the time that the person has, seconds.
const BESIDE: u64 = 120;

/// Logs in, judges, shows, logs out.
///
/// # Errors
/// The person can put it right (a flag, a file), or the run was stopped.
pub(super) fn run(args: &LoginArgs, lang: Lang) -> Result<Exit, Ended> {
    let question = check::question(&args.run.judge)?;
    let Cardless { world, policy, opened } = Cardless::open(&args.client, &args.run, lang)?;
    let list = List::open(&args.roster, &policy, lang)?;
    if list.is_some() && args.roster.person.is_none() {
        return Err(Problem::new("problem-roster-person", &[]).into());
    }
    let named = args.expect_name.as_ref().map(ExpectedName::whole);
    let name = named.or_else(|| list.as_ref().and_then(List::name));
    let expected = Expected { name, ..Expected::default() };
    let mut capture = cardless::capture(&world, policy, expected, lang)?;
    let number = list.as_ref().and_then(|list| list.number(&capture));
    let wishes = Wishes {
        wishes: &args.wishes,
        eid: args.wishes.eid.clone(),
        bounded: args.run.timeout.is_some(),
        number,
    };
    let session = attach(&mut capture, &world, opened, wishes, lang, args.run.output.format.is_machine())?;
    finish(&capture, &question, &args.run.output, lang, session, |capture| {
        args.run.capture.as_ref().map_or(Ok(()), |path| check::write_capture(capture, path))
    })
}

/// What the person wants of the login.
pub(super) struct Wishes<'a> {
    /// As they said it.
    pub wishes: &'a LoginWishes,
    /// The e-ID: theirs, or the card's.
    pub eid: Option<String>,
    /// The whole run has a bound that they chose.
    pub bounded: bool,
    /// Who it must be, by number.
    pub number: Option<ExpectedNumber>,
}

/// Logs in, and puts what was seen with the facts.
///
/// # Errors
/// There is no such e-ID, nowhere to come back to, or the run was stopped.
pub(super) fn attach(
    capture: &mut Capture,
    world: &World,
    opened: Opened,
    wishes: Wishes<'_>,
    lang: Lang,
    quiet: bool,
) -> Result<Option<Box<dyn Session>>, Ended> {
    let policy = &mut capture.policy;
    let wish = LoginWish {
        eid: wishes.eid,
        seconds: wishes.wishes.login_timeout,
        no_browser: wishes.wishes.no_browser,
        number: wishes.number,
    };
    let seconds = wish.seconds.unwrap_or(policy.login.seconds);
    if !wishes.bounded {
        policy.bounds.run_ms = policy.bounds.run_ms.max(seconds.saturating_add(BESIDE).saturating_mul(1000));
    }
    let exchange = Duration::from_millis(policy.bounds.exchange_ms);
    let order =
        gather::login::login_order(&opened.client, &policy.login, exchange, wish).map_err(no_order)?;
    let desk = Arc::new(desk::OnStderr { lang, no_browser: wishes.wishes.no_browser, quiet });
    let logging_in = gather::login::log_in(world, order, desk);
    let logged_in = match until_stopped(world, &capture.policy, lang, logging_in)? {
        Waited::Ended(logged_in) => LoggedIn { facts: in_time(logged_in.facts), ..logged_in },
        Waited::Stopped(Some(logged_in)) => logged_in,
        Waited::Stopped(None) => {
            output::aside(&say(lang, "login-stopped", &[]));
            return Err(Ended::Exit(Exit::Cancelled));
        }
    };
    capture.facts.client = Some(opened.facts);
    capture.facts.login = Some(logged_in.facts);
    Ok(logged_in.session)
}

/// A login that was stopped, and by nobody, ran out of time.
fn in_time(mut facts: LoginFacts) -> LoginFacts {
    if let Some(fault) = facts.fault.as_mut().filter(|fault| fault.kind == LoginFaultKind::Stopped) {
        fault.kind = LoginFaultKind::NobodyCame;
        fault.detail = "the time for the whole run is up".to_owned();
    }
    facts
}

/// Judges, shows, lets `keep` write what else was asked for, and takes leave of the provider: after the verdict, which
/// nobody should wait for.
///
/// # Errors
/// As [`check::show`].
pub(super) fn finish(
    capture: &Capture,
    question: &crate::judge::Question,
    args: &OutputArgs,
    lang: Lang,
    session: Option<Box<dyn Session>>,
    keep: impl FnOnce(&Capture) -> Result<(), Problem>,
) -> Result<Exit, Ended> {
    let shown = check::show(capture, question, args, lang);
    if let Some(session) = session {
        let passed = shown.as_ref().is_ok_and(|(_, report)| report.login.verdict == LoginVerdict::Pass);
        if let Err(error) = session.end(&farewell(passed, lang)) {
            output::aside(&say(lang, "login-not-ended", &[("why", error.to_string())]));
        }
    }
    let (exit, report) = shown?;
    keep(capture)?;
    Ok(of(&report, exit, args))
}

/// A login that somebody broke off is cancelled, whatever else was found.
fn of(report: &Report, exit: Exit, args: &OutputArgs) -> Exit {
    let plugin = args.format == crate::report::Format::Nagios;
    match report.login.verdict == LoginVerdict::Cancelled && !plugin {
        true => Exit::Cancelled,
        false => exit,
    }
}

/// The e-ID of the card that was read, if there is one and the policy knows it: another would prove nothing about it.
pub(super) fn eid_of_the_card(capture: &Capture) -> Option<String> {
    let dossier = Dossier::new(capture, capture.facts.captured_at);
    let mut companies: Vec<&str> = dossier.cards.iter().filter_map(|card| card.company()).collect();
    companies.dedup();
    match companies[..] {
        [company] if capture.policy.login.eids.contains_key(company) => Some(company.to_owned()),
        _ => None,
    }
}

fn no_order(why: NoOrder) -> Problem {
    match why {
        NoOrder::UnknownEid(known) => Problem::new("problem-eid", &[("known", &known.join(", "))]),
        NoOrder::NoLoopbackRedirect => Problem::new("problem-no-redirect", &[]),
    }
}

fn farewell(passed: bool, lang: Lang) -> Farewell {
    let title = if passed { "farewell-passed" } else { "farewell-failed" };
    Farewell {
        language: match lang {
            Lang::Nb => "nb",
            Lang::En => "en",
        },
        title: say(lang, title, &[]),
        text: say(lang, "farewell-text", &[]),
    }
}
