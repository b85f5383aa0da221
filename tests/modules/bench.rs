//! The built binary with modules, and no reader.

use crate::live::bench::{DAY, write_profile};
use crate::support::module;
use crate::support::run::{Ran, arg, binary};
use crate::support::schema;
use serde_json::Value;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub struct Bench {
    pub folder: TempDir,
}

impl Bench {
    pub fn new() -> Self {
        Bench::with_bounds("")
    }

    /// With these lines of `[bounds]`.
    pub fn with_bounds(bounds: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        write_profile(&folder.path().join("profile.toml"), bounds);
        Bench { folder }
    }

    pub fn build(&self, name: &str, macros: &[&str]) -> PathBuf {
        module::build(self.folder.path(), name, macros)
    }

    /// `check` with more arguments, without a daemon.
    pub fn run(&self, more: &[&str]) -> Ran {
        let mut command = binary();
        command
            .args(["check", "--offline", "--at", DAY, "--profile"])
            .arg(self.folder.path().join("profile.toml"));
        command.env("PCSCLITE_CSOCK_NAME", self.folder.path().join("no-daemon"));
        command.env("SOFTHSM2_CONF", self.folder.path().join("softhsm2.conf"));
        let out = command.args(more).output().unwrap();
        Ran {
            code: out.status.code().unwrap_or(-1),
            stdout: String::from_utf8(out.stdout).unwrap(),
            stderr: String::from_utf8(out.stderr).unwrap(),
        }
    }

    /// The report on that module, which fits the schema.
    #[track_caller]
    pub fn report(&self, module: &Path) -> Value {
        let ran = self.run(&["--module", arg(module), "--format", "json", "--show-identifiers"]);
        assert_eq!(ran.stderr, "", "{}", ran.stdout);
        let report = ran.json();
        let faults = schema::faults(&report);
        assert!(faults.is_empty(), "{faults:?}");
        report
    }
}

/// The checks of the area that were found.
pub fn found(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().unwrap();
    let found = checks.iter().filter(|check| check["found"] == true);
    let ids = found.map(|check| check["id"].as_str().unwrap().to_owned());
    ids.filter(|id| id.starts_with("module.")).collect()
}

/// One check of the report, that was found.
#[track_caller]
pub fn finding<'a>(report: &'a Value, id: &str) -> &'a Value {
    let mut checks = report["checks"].as_array().unwrap().iter();
    checks
        .find(|check| check["id"] == id && check["found"] == true)
        .unwrap_or_else(|| panic!("{id} was not found"))
}

/// Whether a process runs that was started with that path among its arguments.
pub fn is_running(path: &Path) -> bool {
    let path = arg(path).as_bytes();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes
        .filter_map(|process| std::fs::read(process.path().join("cmdline")).ok())
        .any(|line| line.windows(path.len()).any(|window| window == path))
}
