//! OpenID providers for a test to log in at: `tests/idp`, on Node (Debian: nodejs, npm).

use crate::support::client_file::TestClient;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Where the providers stand.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/idp")
}

/// A running provider; dropping it kills it.
pub struct Idp {
    process: Child,
    log: TempDir,
    /// Its issuer, and where its metadata begins.
    pub issuer: String,
    seen: String,
}

impl Idp {
    /// A HelseID that knows `client`; what `behaviour` can hold stands in tests/idp/README.md.
    pub fn helseid(client: &TestClient, behaviour: Value) -> Self {
        Self::dressed(client, json!({ "behaviour": behaviour }))
    }

    /// An ID-porten that knows `client`.
    pub fn idporten(client: &TestClient, behaviour: Value) -> Self {
        Self::dressed(client, json!({ "flavour": "idporten", "behaviour": behaviour }))
    }

    /// A HelseID at `https://localhost`, with a certificate from [`tls_folder`]'s authority.
    pub fn over_tls(client: &TestClient) -> Self {
        let tls = json!({ "key": pem("server.key.pem"), "certificate": pem("server.pem") });
        Self::dressed(client, json!({ "tls": tls, "host": "localhost" }))
    }

    /// A HelseID that sends its visitors to a page that demands a certificate.
    pub fn with_certificates(client: &TestClient) -> Self {
        let page = json!({ "key": pem("server.key.pem"), "certificate": pem("server.pem"),
            "authority": pem("authority.pem") });
        Self::dressed(client, json!({ "behaviour": { "login": "certificate" }, "certificate_login": page }))
    }

    fn dressed(client: &TestClient, mut configuration: Value) -> Self {
        configuration["clients"] = json!([client.registration()]);
        Self::start("provider.mjs", &configuration)
    }

    /// A provider that misbehaves as `mode` says; the modes stand in tests/idp/README.md.
    pub fn hostile(client: &TestClient, mode: &str) -> Self {
        Self::start("hostile.mjs", &json!({ "clients": [client.registration()], "mode": mode }))
    }

    /// Starts one of the programs of tests/idp with a configuration and waits until it listens.
    pub fn start(program: &str, configuration: &Value) -> Self {
        install();
        let log = tempfile::tempdir().expect("a folder for the provider's log");
        let said = File::create(log.path().join("log")).expect("a log for the provider");
        let mut process = Command::new("node")
            .arg(folder().join(program))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(said)
            .spawn()
            .expect("node (Debian: nodejs)");
        writeln!(process.stdin.take().unwrap(), "{configuration}").expect("a provider that listens to us");
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).expect("a provider that speaks");
        let announced: Value = serde_json::from_str(&line).unwrap_or_else(|_| {
            panic!("{program} does not start:\n{}", std::fs::read_to_string(log.path().join("log")).unwrap())
        });
        let text = |name: &str| announced[name].as_str().unwrap().to_owned();
        Idp { process, log, issuer: text("issuer"), seen: text("seen") }
    }

    /// What it was asked so far: method, path, status, names of parameters, digests of identifiers.
    pub fn seen(&self) -> Vec<Value> {
        serde_json::from_str(&self.told("/")).unwrap()
    }

    /// Everything that was confidential in what it was asked and what it said: codes, tokens, assertions, proofs, their
    /// identifiers, `state`, `nonce`, verifiers.
    pub fn secrets(&self) -> Vec<String> {
        serde_json::from_str(&self.told("/secrets")).unwrap()
    }

    fn told(&self, path: &str) -> String {
        let address = self.seen.strip_prefix("http://").unwrap();
        let mut stream = TcpStream::connect(address).expect("a provider that runs");
        write!(stream, "GET {path} HTTP/1.0\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (_, body) = answer.split_once("\r\n\r\n").unwrap();
        body.to_owned()
    }

    /// The same of one path: `/connect/token`.
    pub fn seen_at(&self, path: &str) -> Vec<Value> {
        self.seen().into_iter().filter(|request| request["path"] == path).collect()
    }

    /// What it wrote to its error output.
    #[allow(dead_code, reason = "for whoever looks into a failing test")]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log.path().join("log")).unwrap_or_default()
    }
}

impl Drop for Idp {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The certificates of pages, and of whom they let in.
pub fn tls_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/openid/tls")
}

fn pem(name: &str) -> String {
    std::fs::read_to_string(tls_folder().join(name)).unwrap()
}

/// Installs what the providers need, once: from npm's cache where it can, else from the registry that the machine is
/// set up with. Test processes side by side wait for each other.
pub fn install() {
    static DONE: OnceLock<()> = OnceLock::new();
    DONE.get_or_init(|| {
        let lock = File::create(Path::new(env!("CARGO_TARGET_TMPDIR")).join("idp.lock")).unwrap();
        lock.lock().expect("our turn");
        let wanted = std::fs::read(folder().join("package-lock.json")).unwrap();
        let stamp = folder().join("node_modules/.installed");
        if std::fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
            return;
        }
        let npm = Command::new("npm")
            .args([
                "ci",
                "--prefer-offline",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ])
            .current_dir(folder())
            .stdin(Stdio::null())
            .output()
            .expect("npm is missing: apt-get install nodejs npm");
        assert!(npm.status.success(), "npm ci in tests/idp: {}", String::from_utf8_lossy(&npm.stderr));
        std::fs::write(stamp, wanted).unwrap();
    });
}
