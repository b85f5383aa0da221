//! `replay`: judges a capture again, anywhere, later.

use super::args::{FailOn, ReplayArgs};
use super::check::question;
use super::exit::Exit;
use super::output;
use super::problem::{Problem, read_text};
use crate::capture::{Capture, CaptureError};
use crate::judge::judge;
use crate::judge::text::Lang;
use crate::report::Titled;

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
    let report = judge(&capture, &question);
    let exit = Exit::of(report.verdict, args.output.fail_on == Some(FailOn::Warn));
    output::deliver(&[Titled { title: None, report }], &args.output, lang)?;
    Ok(exit)
}
