//! Results to stdout and files, everything else to stderr.

use super::args::OutputArgs;
use super::problem::Problem;
use crate::adapters::{console, files};
use crate::judge::text::Lang;
use crate::report::{self, Format, Options, Titled};
use std::io::{self, IsTerminal, Write};
use std::path::Path;

/// Writes the reports to stdout, then to every file asked for: a path that cannot be written costs nobody the report.
///
/// # Errors
/// A report could not be rendered, or a file not written; files before it stand whole.
pub(super) fn deliver(reports: &[Titled], args: &OutputArgs, lang: Lang) -> Result<(), Problem> {
    let options = Options {
        lang,
        color: is_for_a_person(args) && console::takes_colour(),
        show_persons: shows_persons(args),
    };
    to_stdout(&render(reports, args.format, &options)?)?;
    write_files(reports, args, lang)
}

/// Writes a table, if there is one, and the reports after it unless the table says all.
///
/// # Errors
/// As [`deliver`].
pub(super) fn deliver_table(
    table: Option<String>,
    says_all: bool,
    reports: &[Titled],
    args: &OutputArgs,
    lang: Lang,
) -> Result<(), Problem> {
    let Some(table) = table else { return deliver(reports, args, lang) };
    to_person(&table)?;
    if says_all {
        return write_files(reports, args, lang);
    }
    to_person("")?;
    deliver(reports, args, lang)
}

/// Writes the reports to every file asked for.
///
/// # Errors
/// As [`deliver`].
pub(super) fn write_files(reports: &[Titled], args: &OutputArgs, lang: Lang) -> Result<(), Problem> {
    for destination in &args.output {
        let options = Options { lang, color: false, show_persons: args.show_identifiers };
        let bytes = render(reports, destination.format, &options)?;
        files::write_whole(&destination.path, &bytes)
            .map_err(|error| Problem::unwritable(&destination.path, &error))?;
    }
    Ok(())
}

/// Text on a terminal shows names; what leaves the terminal does not, unless asked.
pub(super) fn shows_persons(args: &OutputArgs) -> bool {
    args.show_identifiers || (is_for_a_person(args) && !args.share)
}

fn is_for_a_person(args: &OutputArgs) -> bool {
    io::stdout().is_terminal() && !args.format.is_machine()
}

fn render(reports: &[Titled], format: Format, options: &Options) -> Result<Vec<u8>, Problem> {
    let rendered = match reports {
        [alone @ Titled { title: None, .. }] => report::render_alone(alone, format, options),
        several => report::render_all(several, format, options),
    };
    rendered.map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))
}

/// Writes a result.
///
/// # Errors
/// Stdout takes no more. A reader that went away (`| head`) is no error: nobody is left to tell.
pub(super) fn to_stdout(bytes: &[u8]) -> Result<(), Problem> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Problem::unwritable(Path::new("stdout"), &error))
        }
        _ => Ok(()),
    }
}

/// Writes a text that is the result.
///
/// # Errors
/// As [`to_stdout`].
pub(super) fn to_person(text: &str) -> Result<(), Problem> {
    to_stdout(format!("{}\n", text.trim_end()).as_bytes())
}

/// Writes a line that is not the result.
pub(super) fn aside(line: &str) {
    // Where stderr is closed, nobody wants to know.
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Says what went wrong.
pub(super) fn complain(line: &str) {
    aside(line.trim_end());
}
