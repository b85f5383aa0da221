//! Gathers facts for a command: the runtime, the bound of the whole run, Ctrl-C.

use super::args::SourceArgs;
use super::exit::Exit;
use super::output;
use super::problem::Problem;
use super::profile;
use super::progress::OnStderr;
use super::trace::{self, Recording};
use super::words::say;
use super::world;
use crate::adapters::http::ProxyChoice;
use crate::adapters::trace::Trace;
use crate::capture::Capture;
use crate::facts::Facts;
use crate::gather::{self, ModulesWanted, Request};
use crate::judge::text::Lang;
use crate::policy::Policy;
use crate::ports::World;
use std::sync::Arc;
use std::time::Duration;

/// Why a command ends without its result.
pub(super) enum Ended {
    /// The person can put it right.
    Problem(Problem),
    /// The run was stopped, or did not end in time; whoever needed to know has been told.
    Exit(Exit),
}

impl From<Problem> for Ended {
    fn from(problem: Problem) -> Self {
        Ended::Problem(problem)
    }
}

/// What a command gathers from.
pub(super) struct Opened {
    /// The outside world.
    pub world: World,
    /// What "ready" means.
    pub policy: Policy,
    /// The trace that is written of the run.
    pub recording: Recording,
    /// The modules that the recorded run looked through, where a trace is played back.
    pub modules: Option<ModulesWanted>,
}

/// The world and the policy that `source` asks for, for `command`; `quiet` keeps progress from stderr.
///
/// # Errors
/// A profile, a simulated card or a trace that is not there, or is malformed; a trace that cannot be written.
pub(super) fn open(
    command: &str,
    source: &SourceArgs,
    proxy: ProxyChoice,
    lang: Lang,
    quiet: bool,
) -> Result<Opened, Problem> {
    let played = source.replay_trace.as_deref().map(|path| trace::read(path, lang)).transpose()?;
    let mut policy = match &played {
        Some(played) => trace::policy(played, source.profile.as_deref())?,
        None => profile::choose(source.profile.as_deref(), !source.simulate.is_empty())?,
    };
    if let Some(seconds) = source.timeout {
        policy.bounds.run_ms = seconds * 1000;
    }
    let asked = played.as_ref().map(Trace::modules_asked);
    let modules = asked.map(|(installed, named)| ModulesWanted { installed, named });
    let observer = Arc::new(OnStderr::new(lang, quiet));
    let world = match played {
        Some(played) => world::replayed(played, &policy, observer),
        None if source.simulate.is_empty() => world::live(&policy, proxy, observer),
        None => world::simulated(&world::card_files(&source.simulate)?, &policy, proxy, observer),
    };
    let (world, recording) = trace::begin(world, &policy, source, command)?;
    Ok(Opened { world, policy, recording, modules })
}

/// Gathers the facts and puts them with the policy.
///
/// # Errors
/// The run was stopped, or did not end in time.
pub(super) fn capture(
    world: &World,
    policy: Policy,
    request: &Request,
    lang: Lang,
) -> Result<Capture, Ended> {
    let facts = facts(world, &policy, request, lang)?;
    if facts.readers.is_empty() && !request.readers.is_empty() && facts.station.service.value().is_some() {
        name_the_readers(world, &policy, &request.readers)?;
    }
    Ok(Capture::new(policy, facts))
}

/// `--reader` fits none of the readers that there are: that is a slip of the pen, not a missing reader.
fn name_the_readers(world: &World, policy: &Policy, wanted: &[String]) -> Result<(), Problem> {
    let names = runtime()?.block_on(gather::reader_names(world, policy));
    match names.is_empty() {
        true => Ok(()),
        false => {
            Err(Problem::new("problem-reader", &[("name", &wanted.join(", ")), ("known", &names.join(", "))]))
        }
    }
}

fn facts(world: &World, policy: &Policy, request: &Request, lang: Lang) -> Result<Facts, Ended> {
    within_bounds(world, policy, lang, gather::gather(world, policy, request))
}

/// Waits for what is gathered, for as long as the policy allows and the person has patience.
///
/// # Errors
/// The run was stopped, or did not end in time.
pub(super) fn within_bounds<T>(
    world: &World,
    policy: &Policy,
    lang: Lang,
    gathering: impl Future<Output = T>,
) -> Result<T, Ended> {
    match until_stopped(world, policy, lang, gathering)? {
        Waited::Ended(gathered) => Ok(gathered),
        Waited::Stopped(_) => {
            output::aside(&say(lang, "cancelled", &[]));
            Err(Ended::Exit(Exit::Cancelled))
        }
    }
}

/// How waiting came to its end.
pub(super) enum Waited<T> {
    /// By itself, or because the time was up: what was learnt until then.
    Ended(T),
    /// The person stopped it; what was learnt until then, where that could be told in time.
    Stopped(Option<T>),
}

/// The same for whoever has something to say of a run that was stopped.
///
/// # Errors
/// The run did not end in time.
pub(super) fn until_stopped<T>(
    world: &World,
    policy: &Policy,
    lang: Lang,
    gathering: impl Future<Output = T>,
) -> Result<Waited<T>, Ended> {
    runtime()?.block_on(async {
        let leave = Duration::from_millis(policy.bounds.leave_ms);
        let mut gathering = std::pin::pin!(gathering);
        tokio::select! {
            gathered = &mut gathering => return Ok(Waited::Ended(gathered)),
            _ = tokio::signal::ctrl_c() => {
                // The threads see the wish between two commands, end their transactions and leave the cards as they
                // are. One that hangs in a command is left behind: the process ends without it.
                world.cancel.request();
                return Ok(Waited::Stopped(tokio::time::timeout(leave, gathering).await.ok()));
            }
            () = tokio::time::sleep(Duration::from_millis(policy.bounds.run_ms)) => {}
        }
        world.cancel.request();
        match tokio::time::timeout(leave, gathering).await {
            // What was learnt until then is judged: cards that were not finished say so.
            Ok(gathered) => Ok(Waited::Ended(gathered)),
            Err(_) => {
                let seconds = (policy.bounds.run_ms / 1000).to_string();
                output::complain(&say(lang, "timed-out", &[("seconds", seconds)]));
                Err(Ended::Exit(Exit::Undetermined))
            }
        }
    })
}

/// One thread is enough: whatever blocks has a thread of its own.
///
/// # Errors
/// The operating system gives no event queue.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Problem> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Problem::new("problem-runtime", &[("why", &error.to_string())]))
}

/// Turns an early end into the command's own result.
///
/// # Errors
/// The person can put it right.
pub(super) fn settle(ended: Ended) -> Result<Exit, Problem> {
    match ended {
        Ended::Problem(problem) => Err(problem),
        Ended::Exit(exit) => Ok(exit),
    }
}
