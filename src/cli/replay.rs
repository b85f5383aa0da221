//! `replay`: judges a capture again, anywhere, later.

use super::args::ReplayArgs;
use super::check::{question, show};
use super::exit::Exit;
use super::problem::{Problem, read_text};
use crate::capture::{Capture, CaptureError};
use crate::judge::text::Lang;

/// Reads, judges, shows.
///
/// # Errors
/// The file cannot be read or is no capture.
pub(super) fn run(args: &ReplayArgs, lang: Lang) -> Result<Exit, Problem> {
    let question = question(&args.judge)?;
    let path = args.file.display().to_string();
    let capture = Capture::from_json(&read_text(&args.file)?).map_err(|error| match error {
        CaptureError::TooNew { found } => {
            Problem::new("problem-capture-new", &[("path", &path), ("format", &found.to_string())])
        }
        CaptureError::Malformed { line, column, message } => Problem::new(
            "problem-malformed",
            &[
                ("path", &path),
                ("line", &line.to_string()),
                ("column", &column.to_string()),
                ("why", &message),
            ],
        ),
    })?;
    let (exit, _) = show(&capture, &question, &args.output, lang)?;
    Ok(exit)
}
