//! The built binary on a private daemon: what every live test needs.

use crate::support::pcscd::Pcscd;
use crate::support::vpcd::{Counts, InsertedCard, VirtualCard};
use eid_ready::adapters::simulator::{SimulatedCard, load_builtin};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Longer than anything here takes; reached only by a program that hangs.
pub const AT_MOST: Duration = Duration::from_secs(60);
/// The demo's day, at which the synthetic cards are valid.
pub const DAY: &str = "2026-11-22T08:00:00Z";

/// A daemon, and a profile that trusts the synthetic issuers on live readers.
pub struct Bench {
    pub daemon: Pcscd,
    pub folder: TempDir,
}

impl Bench {
    /// Two empty readers, and generous bounds.
    pub fn new() -> Self {
        Self::with_bounds("")
    }

    /// Two empty readers, and these lines of `[bounds]`.
    pub fn with_bounds(bounds: &str) -> Self {
        Self::with_readers(2, bounds)
    }

    /// So many empty readers, and these lines of `[bounds]`.
    pub fn with_readers(count: usize, bounds: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        write_profile(&folder.path().join("live.toml"), bounds);
        Bench { daemon: Pcscd::start(count), folder }
    }

    pub fn profile(&self) -> PathBuf {
        self.folder.path().join("live.toml")
    }

    /// The name of a reader.
    pub fn reader(&self, index: usize) -> String {
        self.daemon.readers()[index].name.clone()
    }

    /// Puts a built-in card into a reader, and waits until the daemon has seen it.
    pub fn insert(&self, index: usize, name: &str) -> InsertedCard {
        self.put(index, VirtualCard::new(built_in(name)))
    }

    /// Puts a card into a reader, and waits until the daemon has powered it.
    pub fn put(&self, index: usize, card: VirtualCard) -> InsertedCard {
        let card = card.insert(self.daemon.readers()[index].port).expect("the reader takes the card");
        let deadline = Instant::now() + AT_MOST;
        while !self.states()[index].starts_with("present") {
            assert!(Instant::now() < deadline, "the daemon does not see the card");
            std::thread::sleep(Duration::from_millis(30));
        }
        card
    }

    /// Puts a card into each reader from the first on, and waits until the daemon has powered them all.
    pub fn fill(&self, cards: impl IntoIterator<Item = VirtualCard>) -> Vec<InsertedCard> {
        let cards: Vec<_> = cards
            .into_iter()
            .zip(self.daemon.readers())
            .map(|(card, reader)| card.insert(reader.port).expect("the reader takes the card"))
            .collect();
        self.wait_until("the daemon sees the cards", |states| {
            states.iter().take(cards.len()).all(|state| state.starts_with("present"))
        });
        cards
    }

    /// Waits for the readers to be so.
    pub fn wait_until(&self, what: &str, so: impl Fn(&[String]) -> bool) {
        let deadline = Instant::now() + AT_MOST;
        while !so(&self.states()) {
            assert!(Instant::now() < deadline, "not in time: {what}");
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The state of every reader, as the program tells.
    pub fn states(&self) -> Vec<String> {
        let run = self.run(&["readers", "--format", "json"]);
        let readers = run.json()["readers"].as_array().cloned().unwrap_or_default();
        readers.iter().map(|reader| reader["state"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The program as a client of this daemon.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = bare(arguments);
        self.daemon.serve(&mut command);
        command
    }

    /// Runs it to its end.
    pub fn run(&self, arguments: &[&str]) -> Run {
        run(self.program(arguments))
    }

    /// `check` under the profile of this bench, with more arguments.
    pub fn check(&self, more: &[&str]) -> Run {
        run(self.checking(more))
    }

    /// As [`Bench::check`], not yet run.
    pub fn checking(&self, more: &[&str]) -> Command {
        let mut command = self.program(&["check", "--at", DAY, "--profile"]);
        command.arg(self.profile()).args(more);
        command
    }
}

/// A profile that trusts the synthetic issuers on live readers, with these lines of `[bounds]`.
pub fn write_profile(path: &Path, bounds: &str) {
    let demo = include_str!("../../src/policy/presets/demo.toml");
    let mut profile: String =
        demo.lines().filter(|line| !line.starts_with("clock")).map(|line| format!("{line}\n")).collect();
    // Live readers have a live network; here it would be asked for names under `.example`.
    profile = profile.replace("required = true", "required = false\nask = false");
    profile.push_str(&format!("\n[bounds]\n{bounds}\n"));
    std::fs::write(path, profile).expect("a profile");
}

/// The program, of no daemon.
pub fn bare(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_eid-ready"));
    command.args(arguments).stdin(Stdio::null()).env_remove("PCSCLITE_CSOCK_NAME");
    command.env("LC_ALL", "C.UTF-8").env_remove("NO_COLOR");
    command
}

/// A built-in card.
pub fn built_in(name: &str) -> SimulatedCard {
    SimulatedCard::new(&load_builtin(name).expect("a built-in card").expect("a card file"))
}

/// What a run left.
pub struct Run {
    pub status: ExitStatus,
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

/// Runs a command to its end; one that does not end is a failed test.
pub fn run(command: Command) -> Run {
    Running::start(command).finish()
}

impl Run {
    pub fn code(&self) -> Option<i32> {
        self.status.code()
    }

    /// The report; also held to the published schema.
    pub fn json(&self) -> Value {
        let report = serde_json::from_str(&self.stdout);
        report.unwrap_or_else(|error| panic!("{error}\n{}{}", self.stdout, self.stderr))
    }

    /// The report, which fits the schema that the program publishes, with this exit code.
    pub fn report(&self, code: i32) -> Value {
        assert_eq!(self.code(), Some(code), "{}{}", self.stdout, self.stderr);
        assert_eq!(self.stderr, "", "a machine format writes nothing to stderr");
        let report = self.json();
        let mut schema: Value =
            serde_json::from_str(&run(bare(&["explain", "--schema"])).stdout).expect("a schema");
        // One report; the other form is that of `demo`. So an error tells what it is about.
        let parts = schema.as_object_mut().expect("an object");
        parts.remove("oneOf");
        parts.insert("$ref".into(), "#/$defs/report".into());
        let validator = jsonschema::validator_for(&schema).expect("a sound schema");
        let errors: Vec<String> = validator
            .iter_errors(&report)
            .map(|error| format!("{} {}", error.instance_path(), error.masked()))
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        report
    }
}

/// The checks of a report that speak against it.
pub fn findings(report: &Value) -> Vec<String> {
    let checks = report["checks"].as_array().expect("checks");
    let against = |check: &&Value| check["status"] == "fail" || check["status"] == "error";
    checks.iter().filter(against).map(|check| check["id"].as_str().unwrap_or_default().to_owned()).collect()
}

/// One check of a report; the first of that id that was found, else the first.
pub fn check<'a>(report: &'a Value, id: &str) -> &'a Value {
    let checks = report["checks"].as_array().expect("checks");
    let mut all = checks.iter().filter(|check| check["id"] == id);
    let against = all.clone().find(|check| check["status"] == "fail" || check["status"] == "error");
    against.or_else(|| all.next()).unwrap_or_else(|| panic!("{id} is not in the report"))
}

/// A run that is not over.
pub struct Running {
    child: Child,
    out: Receiver<String>,
    err: std::thread::JoinHandle<String>,
    began: Instant,
    seen: Vec<String>,
}

impl Running {
    pub fn start(mut command: Command) -> Self {
        let began = Instant::now();
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the built program");
        let (to, out) = channel();
        let stdout = BufReader::new(child.stdout.take().expect("stdout"));
        std::thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| to.send(line)));
        let mut stderr = child.stderr.take().expect("stderr");
        let err = std::thread::spawn(move || {
            let mut text = String::new();
            let _ = stderr.read_to_string(&mut text);
            text
        });
        Running { child, out, err, began, seen: Vec::new() }
    }

    /// Waits for a line of stdout that holds all of `parts`.
    pub fn line_with(&mut self, parts: &[&str]) -> String {
        let deadline = Instant::now() + AT_MOST;
        while let Ok(line) = self.out.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            self.seen.push(line.clone());
            if parts.iter().all(|part| line.contains(part)) {
                return line;
            }
        }
        panic!("no line with {parts:?} in {:?}", self.seen);
    }

    /// What Ctrl-C does.
    pub fn interrupt(&self) {
        let pid = self.child.id().to_string();
        let killed = Command::new("kill").args(["-INT", &pid]).status().expect("kill");
        assert!(killed.success());
    }

    pub fn finish(mut self) -> Run {
        let deadline = Instant::now() + AT_MOST;
        let status = loop {
            if let Some(status) = self.child.try_wait().expect("the program") {
                break status;
            }
            if Instant::now() > deadline {
                let _ = self.child.kill();
                panic!("the program hangs; it had said {:?}", self.out.try_iter().collect::<Vec<_>>());
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let took = self.began.elapsed();
        let stdout: String = self.seen.into_iter().chain(self.out.iter()).map(|line| line + "\n").collect();
        Run { status, stdout, stderr: self.err.join().expect("stderr"), took }
    }
}

/// Nothing was done to a card that a card can feel: no PIN, no reset, and no new start since the first command after
/// `before`. The daemon itself takes the power from a card that nobody uses, and gives it again to the first who comes.
pub fn is_unharmed(card: &InsertedCard, before: Counts) {
    let now = card.counts();
    assert_eq!(card.card().verify_attempts(), 0, "a PIN was tried");
    assert_eq!(now.resets, before.resets, "the card was reset");
    assert!(now.last_start_after <= before.commands, "the card was started anew: {before:?}, {now:?}");
}

/// Runs it to its end and takes its raw output.
pub fn output(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().expect("the program runs")
}
