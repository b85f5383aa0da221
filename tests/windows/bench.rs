//! The Windows program, and the readers that it finds.

use crate::live::bench::{DAY, Run, Running, run};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// Readers, a profile that trusts the synthetic issuers on live readers, and room for files.
pub struct Bench {
    pub folder: TempDir,
}

impl Bench {
    /// Readers as the shim's file has them, see [`super::slot::Slot::line`].
    pub fn with(readers: &[Vec<u8>]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let bench = Bench { folder };
        bench.plug(readers);
        let demo = include_str!("../../src/policy/presets/demo.toml");
        let profile: Vec<&str> = demo.lines().filter(|line| !line.starts_with("clock")).collect();
        // As Notepad saves it.
        let profile = profile.join("\r\n").replace("required = true", "required = false\r\nask = false");
        std::fs::write(bench.path("kommune æøå.toml"), format!("\u{FEFF}{profile}\r\n")).unwrap();
        bench
    }

    /// These readers from now on.
    pub fn plug(&self, readers: &[Vec<u8>]) {
        let draft = self.path("readers.draft");
        std::fs::write(&draft, readers.concat()).unwrap();
        std::fs::rename(draft, self.path("readers")).unwrap();
    }

    /// A file of this bench, as Linux names it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The same as Windows names it.
    pub fn windows_path(&self, name: &str) -> String {
        windows_path(&self.path(name))
    }

    /// The program at these readers, in English unless told.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = wine(&[windows_path(&exe()).into()]);
        command.args(arguments).env("FAKE_READERS", self.windows_path("readers"));
        command
    }

    /// `check` on the demo's day, with this bench's profile.
    pub fn checking(&self, more: &[&str]) -> Command {
        let profile = self.windows_path("kommune æøå.toml");
        // Nobody copies certificates into the store of Wine: with it, every card would have that against it.
        let mut command = self.program(&["check", "--no-stores", "--at", DAY, "--profile", &profile]);
        command.args(more);
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Run {
        run(self.program(arguments))
    }

    pub fn start(&self, arguments: &[&str]) -> Running {
        Running::start(self.program(arguments))
    }
}

/// The Windows program.
pub fn exe() -> PathBuf {
    let named = std::env::var_os("EID_READY_EXE").expect("EID_READY_EXE names the Windows program");
    std::path::absolute(named).unwrap()
}

/// `Z:` is where Wine has the whole machine.
pub fn windows_path(path: &Path) -> String {
    format!("Z:{}", path.display()).replace('/', r"\")
}

/// A program under Wine, of no readers, with nobody at its stdin.
pub fn wine(arguments: &[OsString]) -> Command {
    let mut command = Command::new("bash");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/windows/windows.sh")).arg("wine").args(arguments);
    command
        .env("LC_ALL", "C.UTF-8")
        .env_remove("WINDOWS_LANGUAGE")
        .env_remove("FAKE_READERS")
        .env_remove("NO_COLOR")
        .stdin(Stdio::null());
    command
}
