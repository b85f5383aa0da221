//! `verify`: the certificate part alone, from files.

mod files;

use super::args::VerifyArgs;
use super::cards::{Ended, within_bounds};
use super::exit::Exit;
use super::output;
use super::problem::Problem;
use super::progress::OnStderr;
use super::{check, profile, world};
use crate::adapters::clock::SystemClock;
use crate::adapters::http::ProxyChoice;
use crate::capture::Capture;
use crate::facts::{
    Access, Blob, CardFacts, Exchange, Expected, Facts, ObjectFacts, Observed, StationFacts, Supplied,
    SuppliedFile, TokenFacts, Traffic, VerifyRules,
};
use crate::gather;
use crate::judge::text::Lang;
use crate::judge::{Unreadable, judge_files, parallel};
use crate::policy::Policy;
use crate::ports::Clock;
use crate::report::Titled;
use files::Kind;
use std::path::PathBuf;
use std::sync::Arc;

/// Reads, judges, shows. A file that is not what it was named as costs one line and the exit code; the others are judged.
///
/// # Errors
/// There is no such profile, the report could not be written, or the run was stopped.
pub(super) fn run(args: &VerifyArgs, lang: Lang) -> Result<Exit, Ended> {
    let question = check::question(&args.judge)?;
    let profile = Some(args.profile.as_deref().unwrap_or(profile::DEFAULT));
    let (mut reading, policy) = parallel::both(|| Reading::of(args), || profile::choose(profile, true));
    let policy = policy?;
    reading.problems.iter().for_each(|problem| tell(problem, lang));
    let cards = vec![card(std::mem::take(&mut reading.certificates))];
    let now = args.judge.at.unwrap_or_else(|| policy.clock.unwrap_or_else(|| SystemClock.now()));
    let (exchanges, trusted) = match asks_services(args) {
        true => ask(&policy, &cards, args, lang)?,
        false => (Vec::new(), Vec::new()),
    };
    let expected = Expected { offline: args.offline, verify: Some(rules(args)), ..Expected::default() };
    let facts = Facts {
        cards,
        exchanges,
        trusted,
        supplied: reading.supplied,
        ..Facts::begun(now, StationFacts::not_asked(), expected)
    };
    let capture = Capture::new(policy, facts);
    let (report, unreadable) = judge_files(&capture, &question);
    unreadable.iter().for_each(|file| tell(&odd(file), lang));
    let exit = Exit::of(report.verdict, &args.output);
    let sheet = Titled { title: None, report };
    output::deliver(std::slice::from_ref(&sheet), &args.output, lang)?;
    // The process ends here; to take apart what thousands of certificates left in memory helps nobody.
    std::mem::forget((capture, sheet));
    let unusable = !reading.problems.is_empty() || !unreadable.is_empty();
    Ok(if unusable { Exit::Misused } else { exit })
}

/// Issuers are asked when their answer is demanded and nothing closes the world: neither anchors, which say whom to
/// believe, nor another moment than now, which no answer of today is about.
fn asks_services(args: &VerifyArgs) -> bool {
    args.require_revocation && args.anchor.is_empty() && args.judge.at.is_none() && !args.offline
}

fn ask(
    policy: &Policy,
    cards: &[CardFacts],
    args: &VerifyArgs,
    lang: Lang,
) -> Result<(Vec<Exchange>, Vec<Blob>), Ended> {
    let observer = Arc::new(OnStderr::new(lang, args.output.format.is_machine()));
    let world = world::live(policy, ProxyChoice::System, observer);
    within_bounds(&world, policy, lang, gather::ask_services(&world, policy, cards))
}

fn rules(args: &VerifyArgs) -> VerifyRules {
    VerifyRules {
        policies: args.policy.clone(),
        explicit_policy: args.explicit_policy,
        inhibit_policy_mapping: args.inhibit_policy_mapping,
        inhibit_any_policy: args.inhibit_any_policy,
        purpose: args.purpose.map(Into::into),
        revocation: match (args.require_revocation, args.no_revocation) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
    }
}

/// The certificates as those of a card that was read from files.
fn card(files: Vec<SuppliedFile>) -> CardFacts {
    let object = |file: SuppliedFile| ObjectFacts {
        label: None,
        id: None,
        authority: false,
        path: file.path,
        hash: None,
        bytes: Observed::Seen { value: file.bytes, took_ms: 0 },
    };
    CardFacts {
        reader: String::new(),
        access: Access::Files,
        atr: Blob(Vec::new()),
        connection: Observed::not_tried("files-only"),
        waited_ms: 0,
        family: None,
        token: Observed::<TokenFacts>::not_tried("files-only"),
        applications: Vec::new(),
        files: Vec::new(),
        objects: files.into_iter().map(object).collect(),
        keys: Vec::new(),
        pins: Vec::new(),
        interrupted: None,
        disturbances: Vec::new(),
        differences: Vec::new(),
        restarts: 0,
        traffic: Traffic::default(),
        direct: None,
    }
}

/// What was named, read, and what could not be read.
#[derive(Default)]
struct Reading {
    certificates: Vec<SuppliedFile>,
    supplied: Supplied,
    problems: Vec<Problem>,
}

impl Reading {
    fn of(args: &VerifyArgs) -> Self {
        let mut reading = Reading::default();
        reading.certificates = reading.all(&args.certificates, Kind::Certificate);
        reading.supplied = Supplied {
            anchors: (!args.anchor.is_empty()).then(|| reading.all(&args.anchor, Kind::Certificate)),
            intermediates: reading.all(&args.intermediate, Kind::Certificate),
            lists: reading.all(&args.crl, Kind::RevocationList),
            responses: reading.all(&args.ocsp, Kind::Response),
            unusable: 0,
        };
        reading.supplied.unusable = reading.problems.len();
        reading
    }

    fn all(&mut self, paths: &[PathBuf], kind: Kind) -> Vec<SuppliedFile> {
        let mut found = Vec::with_capacity(paths.len());
        for read in parallel::map(paths, |path| files::read(path, kind)).into_iter().flatten() {
            match read {
                Ok(file) => found.push(file),
                Err(problem) => self.problems.push(problem),
            }
        }
        found
    }
}

fn odd(file: &Unreadable) -> Problem {
    let holes = [("path", file.path.as_str()), ("offset", &file.offset.to_string()), ("what", &file.what)];
    Problem::new("problem-not-what-it-claims", &holes)
}

fn tell(problem: &Problem, lang: Lang) {
    output::complain(&super::words::say(lang, "problem", &[("what", problem.words(lang))]));
}
