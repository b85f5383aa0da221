//! Runs the built binary as a person or a program would.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

/// What a run left behind.
#[derive(Debug)]
pub struct Ran {
    /// Exit code.
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

/// The binary, in a language-neutral environment and with nobody at its stdin.
pub fn binary() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_eid-ready"));
    for name in ["LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE", "NO_COLOR"] {
        command.env_remove(name);
    }
    // What a test asks over the network is on this machine.
    for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Ran {
    let out = binary().args(arguments).output().unwrap();
    Ran {
        code: out.status.code().unwrap_or(-1),
        stdout: String::from_utf8(out.stdout).unwrap(),
        stderr: String::from_utf8(out.stderr).unwrap(),
    }
}

/// Runs it with arguments that stand in one line, none of which has a space in it.
pub fn words(line: &str) -> Ran {
    run(line.split_whitespace())
}

impl Ran {
    /// The same, after holding that it ended so and, for 0, 1, 3 and 4, without a complaint.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{self:?}");
        if code != 2 {
            assert_eq!(self.stderr, "", "{}", self.stdout);
        }
        self
    }

    /// Its result as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// A path as an argument.
pub fn arg(path: &Path) -> &str {
    path.to_str().unwrap()
}
