//! Runs that are written down and played back, through the built binary.

mod broken;
mod keepsakes;
mod misuse;
mod playing;
mod secrets;
mod short;

use crate::support::run::{Ran, arg, run};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A folder with the trace of a run in it.
struct Taped {
    folder: TempDir,
    ran: Ran,
}

impl Taped {
    /// Of a run with these arguments.
    fn of(arguments: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run.trace");
        let ran = run(arguments.split_whitespace().chain(["--trace", arg(&path)]));
        Taped { folder, ran }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("run.trace")
    }

    fn lines(&self) -> Vec<String> {
        std::fs::read_to_string(self.path()).unwrap().lines().map(str::to_owned).collect()
    }

    /// The same trace with other lines.
    fn with(&self, lines: &[String]) -> PathBuf {
        let path = self.folder.path().join("changed.trace");
        std::fs::write(&path, lines.join("\n") + "\n").unwrap();
        path
    }
}

/// Plays a trace back.
fn play(arguments: &str, trace: &Path) -> Ran {
    run(arguments.split_whitespace().chain(["--replay-trace", arg(trace)]))
}
