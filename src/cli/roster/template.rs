//! `roster template`: an empty staff list that Norwegian Excel opens.

use super::super::args::TemplateArgs;
use super::super::exit::Exit;
use super::super::output;
use super::super::problem::Problem;
use super::super::words::say;
use crate::adapters::files;
use crate::judge::text::Lang;
use crate::report::csv_table;

/// Writes the template, never over a list that is there.
///
/// # Errors
/// The file is there, or cannot be written.
pub(in crate::cli) fn run(args: &TemplateArgs, lang: Lang) -> Result<Exit, Problem> {
    // The national identity number is known to the reader of lists, and not asked for: nothing here needs it.
    let headers = ["employee", "given", "middle", "family", "unit", "role", "issuer"];
    let headers = headers.map(|field| say(lang, &format!("column-{field}"), &[])).to_vec();
    // Semicolons and a byte order mark whatever the language: the lists are filled in on Norwegian machines.
    let bytes = csv_table(std::iter::once(headers), Lang::Nb)
        .map_err(|error| Problem::new("problem-render", &[("why", &error.to_string())]))?;
    match &args.file {
        None => output::to_stdout(&bytes)?,
        Some(path) if path.exists() => {
            return Err(Problem::new("problem-exists", &[("path", &path.display().to_string())]));
        }
        Some(path) => {
            files::write_whole(path, &bytes).map_err(|error| Problem::unwritable(path, &error))?;
        }
    }
    Ok(Exit::Ready)
}
