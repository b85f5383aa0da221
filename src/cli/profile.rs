//! The policy of this run.

use super::problem::{Problem, read_text};
use crate::policy::{DEMO, PRESETS, Policy, PolicyError};
use std::path::PathBuf;

/// The profile that live cards are judged by.
pub(super) const DEFAULT: &str = "helseid-prod";

/// The policy that `--profile` names: a preset, or a TOML file. Simulated cards have synthetic issuers, so without
/// the flag they are judged by the profile made for them.
///
/// # Errors
/// There is no such preset or file, the file is no policy, or the synthetic profile was asked for with live readers.
pub(super) fn choose(wanted: Option<&str>, simulated: bool) -> Result<Policy, Problem> {
    let name = wanted.unwrap_or(if simulated { DEMO } else { DEFAULT });
    if name == DEMO && !simulated {
        return Err(Problem::new("problem-demo-live", &[]));
    }
    if is_preset(name) {
        return Policy::preset(name).map_err(problem);
    }
    let path = PathBuf::from(name);
    if path.extension().is_none() && !path.exists() {
        return Policy::preset(name).map_err(problem);
    }
    let policy = Policy::from_toml(&read_text(&path)?, name).map_err(problem)?;
    match policy.clock.is_some() && !simulated {
        true => Err(Problem::new("problem-clock-live", &[("path", name)])),
        false => Ok(policy),
    }
}

/// Whether a profile of that name ships with the tool.
pub(super) fn is_preset(name: &str) -> bool {
    PRESETS.iter().any(|(known, _)| *known == name)
}

/// The policy for what needs no reader: any preset will do.
///
/// # Errors
/// There is no such preset or file, or the file is no policy.
pub(super) fn without_readers(wanted: Option<&str>) -> Result<Policy, Problem> {
    choose(Some(wanted.unwrap_or(DEFAULT)), true)
}

fn problem(error: PolicyError) -> Problem {
    match error {
        PolicyError::Unknown { name, known } => {
            Problem::new("problem-profile", &[("name", &name), ("known", &known.join(", "))])
        }
        PolicyError::Malformed { origin, line, column, message } => Problem::new(
            "problem-malformed",
            &[
                ("path", &origin),
                ("line", &line.to_string()),
                ("column", &column.to_string()),
                ("why", message.lines().next().unwrap_or_default()),
            ],
        ),
    }
}
