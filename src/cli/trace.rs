//! `--trace` and `--replay-trace`: a run is written down as it goes, and played back.

use super::args::SourceArgs;
use super::output;
use super::problem::{Problem, read_bytes};
use super::profile;
use super::words::say;
use crate::adapters::trace::{Header, Tape, Trace, TraceError, recording};
use crate::judge::text::Lang;
use crate::policy::Policy;
use crate::ports::World;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The trace that is being written, if one is. Dropping it ends the trace.
pub(super) struct Recording(Option<(Tape, PathBuf)>);

/// Has the world write down what it says, where `source` asks for it; `command` is what is run.
///
/// # Errors
/// The file cannot be written, or has something in it already. Nobody has been asked anything then.
pub(super) fn begin(
    world: World,
    policy: &Policy,
    source: &SourceArgs,
    command: &str,
) -> Result<(World, Recording), Problem> {
    let Some(path) = &source.trace else { return Ok((world, Recording(None))) };
    let own = source.profile.as_deref().is_some_and(|name| !profile::is_preset(name));
    let header = Header::new(command, &policy.name, own, !source.simulate.is_empty(), world.cards.access());
    let tape = Tape::create(path, &header, world.cancel.clone()).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Problem::new("problem-exists", &[("path", &path.display().to_string())]),
        _ => Problem::unwritable(path, &error),
    })?;
    Ok((recording(world, &tape), Recording(Some((tape, path.to_owned())))))
}

impl Recording {
    /// Ends the trace: what is said from now on is not in it.
    ///
    /// # Errors
    /// A line could not be written, so that the trace is not whole.
    pub(super) fn end(mut self) -> Result<(), Problem> {
        let Some((tape, path)) = self.0.take() else { return Ok(()) };
        tape.end().map_err(|error| Problem::unwritable(&path, &error))
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if let Some((tape, _)) = self.0.take() {
            // The run has come to an early end, and says so itself.
            let _ = tape.end();
        }
    }
}

/// Reads the trace that is to be played back, and says so where it breaks off.
///
/// # Errors
/// The file cannot be read, or is no trace.
pub(super) fn read(path: &Path, lang: Lang) -> Result<Trace, Problem> {
    let shown = path.display().to_string();
    let trace = Trace::parse(&read_bytes(path)?).map_err(|error| unplayable(&shown, &error))?;
    if trace.ending.is_none() {
        output::aside(&say(lang, "trace-cut", &[("path", shown)]));
    }
    Ok(trace)
}

fn unplayable(path: &str, error: &TraceError) -> Problem {
    match error {
        TraceError::NoTrace => Problem::new("problem-no-trace", &[("path", path)]),
        TraceError::Unknown { format } => {
            Problem::new("problem-trace-format", &[("path", path), ("format", &format.to_string())])
        }
        TraceError::Malformed { line, why } => Problem::new(
            "problem-trace-malformed",
            &[("path", path), ("line", &line.to_string()), ("why", why)],
        ),
        TraceError::Empty => Problem::new("problem-trace-empty", &[("path", path)]),
        TraceError::TooLong => Problem::new("problem-trace-long", &[("path", path)]),
    }
}

/// What "ready" means: as `wanted`, or as in the recorded run.
///
/// # Errors
/// There is no such profile, or the recorded run had one of its own.
pub(super) fn policy(trace: &Trace, wanted: Option<&str>) -> Result<Policy, Problem> {
    let Header { profile, own_profile, simulated, .. } = &trace.header;
    if wanted.is_none() && (*own_profile || !profile::is_preset(profile)) {
        return Err(Problem::new("problem-trace-profile", &[("name", profile)]));
    }
    profile::choose(wanted.or(Some(profile)), *simulated)
}
