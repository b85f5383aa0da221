//! What the person can put right: bad input, in one clear line.

use super::words::say;
use crate::identity::table::MOST_BYTES;
use crate::judge::text::Lang;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Why a command could not be carried out.
#[derive(Debug)]
pub(super) struct Problem {
    key: &'static str,
    holes: Vec<(&'static str, String)>,
}

impl Problem {
    /// The problem whose words stand under `problem.<key>`.
    pub(super) fn new(key: &'static str, holes: &[(&'static str, &str)]) -> Self {
        Problem { key, holes: holes.iter().map(|(name, value)| (*name, (*value).to_owned())).collect() }
    }

    /// A file that could not be read.
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Problem::new(
            "problem-unreadable",
            &[("path", &path.display().to_string()), ("why", &error.to_string())],
        )
    }

    /// A file that could not be written.
    pub(super) fn unwritable(path: &Path, error: &std::io::Error) -> Self {
        Problem::new(
            "problem-unwritable",
            &[("path", &path.display().to_string()), ("why", &error.to_string())],
        )
    }

    /// The problem in words.
    pub(super) fn words(&self, lang: Lang) -> String {
        let holes: Vec<(&str, String)> = self.holes.clone();
        say(lang, self.key, &holes)
    }
}

/// Reads a file that the person named, as far as a list can be long: what comes after is told by whoever reads it.
///
/// # Errors
/// It cannot be read.
pub(super) fn read_bytes(path: &Path) -> Result<Vec<u8>, Problem> {
    let most = u64::try_from(MOST_BYTES).unwrap_or(u64::MAX).saturating_add(1);
    let mut bytes = Vec::new();
    let file = std::fs::File::open(path);
    let read = file.and_then(|file| file.take(most).read_to_end(&mut bytes));
    read.map(|_| bytes).map_err(|error| Problem::unreadable(path, &error))
}

/// Reads a text file that the person named.
///
/// # Errors
/// It cannot be read, or is no UTF-8 text.
pub(super) fn read_text(path: &PathBuf) -> Result<String, Problem> {
    let text = std::fs::read_to_string(path).map_err(|error| Problem::unreadable(path, &error))?;
    // Notepad puts a byte order mark first.
    Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text))
}
