//! What most of these tests need: a client with its file, a provider that knows it, a browser, and the program.

use crate::support::browser::Browser;
use crate::support::client_file::TestClient;
use crate::support::idp::{self, Idp};
use crate::support::run::{Ran, arg, binary};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long the person has in these tests, unless a test says otherwise; a walker needs a second.
pub const SECONDS: &str = "20";

/// How many logins of a table are under way at once.
const WORKERS: usize = 4;

/// One workstation, one provider.
pub struct Bench {
    pub client: TestClient,
    pub idp: Idp,
    pub browser: Browser,
    pub folder: TempDir,
    pub file: PathBuf,
}

impl Bench {
    /// At a HelseID that behaves well.
    pub fn good() -> Self {
        Self::helseid(json!({}))
    }

    /// At a HelseID with a behaviour of tests/idp/README.md.
    pub fn helseid(behaviour: Value) -> Self {
        Self::with(TestClient::new(), |client| Idp::helseid(client, behaviour))
    }

    /// At a provider that misbehaves.
    pub fn hostile(mode: &str) -> Self {
        Self::with(TestClient::new(), |client| Idp::hostile(client, mode))
    }

    /// For that client, at the provider that is started for it.
    pub fn with(client: TestClient, start: impl FnOnce(&TestClient) -> Idp) -> Self {
        let idp = start(&client);
        let folder = tempfile::tempdir().unwrap();
        let file = client.write(&idp.issuer, folder.path());
        Bench { client, idp, browser: Browser::walker(), folder, file }
    }

    /// The same with another browser.
    pub fn browsing(mut self, browser: Browser) -> Self {
        self.browser = browser;
        self
    }

    /// `eid-ready login --config FILE --format json` and more words, none of which has a space in it.
    pub fn login(&self, words: &str) -> Ran {
        ran(self.command("login", words))
    }

    /// `eid-ready client --config FILE --format json`, likewise; its self-service API is the provider's.
    pub fn client(&self, words: &str) -> Ran {
        let mut command = self.command("client", words);
        command.args(["--self-service-url", &self.idp.issuer]);
        ran(command)
    }

    /// The command that [`Bench::login`] runs.
    pub fn command(&self, name: &str, words: &str) -> Command {
        let mut command = binary();
        command.args([name, "--config", arg(&self.file), "--format", "json"]).args(words.split_whitespace());
        if name != "client" && !words.contains("--login-timeout") {
            command.args(["--login-timeout", SECONDS]);
        }
        self.browser.serve(&mut command);
        command.env("SSL_CERT_FILE", idp::tls_folder().join("authority.pem"));
        command
    }

    /// A profile file of its own: that of HelseID's test environment, and what else it says.
    pub fn profile(says: &str) -> (TempDir, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("profile.toml");
        std::fs::write(&path, format!("name = \"tests\"\nenvironment = \"test\"\n{says}")).unwrap();
        (folder, path)
    }

    /// Starts it and lets it run, its output caught.
    pub fn begin(&self, name: &str, words: &str) -> Child {
        self.command(name, words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// Waits until the browser was opened, and says where.
    pub fn opened(&self) -> String {
        until("the browser is opened", || self.browser.opened().into_iter().next())
    }
}

/// Judges cases side by side, and says what is other than expected in them. Most of a login is waiting.
#[track_caller]
pub fn all_hold<C: Sync>(cases: impl IntoIterator<Item = C>, judge: impl Fn(&C) -> Option<String> + Sync) {
    let cases: Vec<C> = cases.into_iter().collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let mine = std::iter::from_fn(|| cases.get(next.fetch_add(1, Ordering::Relaxed)));
        mine.filter_map(&judge).collect::<Vec<String>>()
    };
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Runs a command to its end.
pub fn ran(mut command: Command) -> Ran {
    finished(command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
}

/// Waits for a program's end.
pub fn finished(child: Child) -> Ran {
    let out = child.wait_with_output().unwrap();
    Ran {
        code: out.status.code().unwrap_or(-1),
        stdout: String::from_utf8(out.stdout).unwrap(),
        stderr: String::from_utf8(out.stderr).unwrap(),
    }
}

/// Waits for something to be there.
#[track_caller]
pub fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < deadline, "not in time: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Ran {
    /// `login` of the report.
    #[track_caller]
    pub fn verdict(&self) -> String {
        self.json()["login"]["verdict"].as_str().unwrap_or_else(|| panic!("{self:?}")).to_owned()
    }

    /// After holding that the login counted.
    #[track_caller]
    pub fn passed(self) -> Self {
        assert_eq!(self.verdict(), "pass", "{self:?}");
        assert_eq!(self.code, 0, "{self:?}");
        self
    }

    /// After holding that it did not, and that this check says why.
    #[track_caller]
    pub fn stopped_by(self, check: &str) -> Self {
        assert_ne!(self.verdict(), "pass", "{self:?}");
        assert_ne!(self.code, 0, "{self:?}");
        self.says(check)
    }

    /// After holding that this check found something.
    #[track_caller]
    pub fn says(self, check: &str) -> Self {
        assert!(self.spoken().iter().any(|one| one == check), "{check} does not speak: {:?}", self.spoken());
        self
    }

    /// The checks that found something.
    pub fn spoken(&self) -> Vec<String> {
        let report = self.json();
        let checks = report["checks"].as_array().cloned().unwrap_or_default();
        let is_said = |one: &&Value| {
            one["found"] == true || ["warn", "fail", "error"].contains(&one["status"].as_str().unwrap())
        };
        checks.iter().filter(is_said).map(|one| one["id"].as_str().unwrap().to_owned()).collect()
    }
}
