//! NSS databases that `certutil` made, read by `check`.

use crate::support::run::binary;
use rusqlite::Connection;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A person's folder with a database in it, and a profile that knows the synthetic issuers.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        let home = Home(tempfile::tempdir().unwrap());
        let demo = include_str!("../../src/policy/presets/demo.toml");
        let lines = demo.lines().filter(|line| !line.starts_with("clock"));
        let profile: String = lines.map(|line| format!("{line}\n")).collect();
        std::fs::write(home.at("live.toml"), profile).unwrap();
        home
    }

    /// One with an e-ID certificate without a key, another's own certificate, and one that was imported with its key.
    fn filled(place: &str) -> Self {
        let home = Home::new();
        home.make(place);
        home.add(
            place,
            "Kari Prøvenes",
            Path::new("testdata/pki/certificates/commfides-g3-authentication.der"),
        );
        home.openssl(&["x509", "-in", "testdata/pki/self-signed.pem", "-outform", "der", "-out", "OTHER"]);
        home.add(place, "hobby", &home.at("OTHER"));
        home.import(place);
        home
    }

    fn at(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn make(&self, place: &str) {
        std::fs::create_dir_all(self.at(place)).unwrap();
        self.certutil(place, &["-N", "--empty-password"]);
    }

    fn add(&self, place: &str, name: &str, file: &Path) {
        self.certutil(place, &["-A", "-n", name, "-t", ",,", "-i", file.to_str().unwrap()]);
    }

    /// A certificate that names Commfides, with its key.
    fn import(&self, place: &str) {
        let request = "[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nO=Commfides-lik\nCN=Ola Kopi\n\
                       [ext]\nbasicConstraints=CA:FALSE\nkeyUsage=digitalSignature\n";
        std::fs::write(self.at("request"), request).unwrap();
        self.openssl(&[
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-config", "request", "-keyout", "KEY", "-out",
            "CERT", "-days", "36500",
        ]);
        self.openssl(&[
            "pkcs12", "-export", "-inkey", "KEY", "-in", "CERT", "-name", "copy", "-passout", "pass:",
            "-out", "P12",
        ]);
        let folder = format!("sql:{}", self.at(place).display());
        ran(Command::new("pk12util").args(["-i", self.at("P12").to_str().unwrap(), "-d", &folder, "-W", ""]));
    }

    fn certutil(&self, place: &str, more: &[&str]) -> String {
        ran(Command::new("certutil").args(more).arg("-d").arg(format!("sql:{}", self.at(place).display())))
    }

    /// Arguments in capitals, and the request, are files of this folder.
    fn openssl(&self, arguments: &[&str]) {
        let own = |name: &str| {
            name == "request" || name.chars().all(|c| c.is_ascii_uppercase() || c == '1' || c == '2')
        };
        let place = |name: &&str| match own(name) {
            true => self.at(name).into_os_string(),
            false => name.into(),
        };
        ran(Command::new("openssl").args(arguments.iter().map(place)));
    }

    fn check(&self, more: &[&str]) -> Value {
        let mut command = binary();
        command.env("HOME", self.0.path()).args(["check", "--offline", "--format", "json", "--profile"]);
        let out = command.arg(self.at("live.toml")).args(more).output().unwrap();
        serde_json::from_slice(&out.stdout).unwrap_or_else(|error| panic!("{error}: {out:?}"))
    }
}

fn ran(command: &mut Command) -> String {
    let out =
        command.output().unwrap_or_else(|error| panic!("{command:?} (libnss3-tools, openssl): {error}"));
    assert!(out.status.success(), "{command:?}: {out:?}");
    String::from_utf8(out.stdout).unwrap()
}

fn result<'a>(report: &'a Value, id: &str) -> &'a Value {
    report["checks"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

/// Names with whether the key is there, as `certutil -L` lists them: `u` stands for a key.
fn listed(text: &str) -> BTreeMap<String, bool> {
    let lines = text.lines().filter_map(|line| line.trim_end().rsplit_once("  "));
    let lines = lines.filter(|(_, trust)| trust.matches(',').count() == 2 && !trust.contains("SSL"));
    lines.map(|(name, trust)| (name.trim().to_owned(), trust.contains('u'))).collect()
}

#[test]
fn a_database_is_read_as_certutil_reads_it() {
    for place in
        [".pki/nssdb", ".mozilla/firefox/abc.default-release", "snap/firefox/common/.mozilla/firefox/x"]
    {
        let home = Home::filled(place);
        let report = home.check(&["--show-identifiers"]);
        let store = &report["stores"][0];
        assert_eq!((&store["kind"], &store["state"]), (&"nss".into(), &"seen".into()), "{store}");
        assert_eq!(store["place"], format!("~/{place}"));
        assert_eq!(store["others"], 1);
        let kept = store["certificates"].as_array().unwrap().iter();
        let kept: BTreeMap<String, bool> = kept
            .map(|one| (one["name"].as_str().unwrap().to_owned(), one["key"]["state"] == "here"))
            .collect();
        let mut theirs = listed(&home.certutil(place, &["-L"]));
        assert_eq!(theirs.remove("hobby"), Some(false));
        assert_eq!(kept, theirs);
        assert_eq!(kept, BTreeMap::from([("Kari Prøvenes".to_owned(), false), ("copy".to_owned(), true)]));
        // What has its key is offered.
        let offered = result(&report, "store.browser_choice");
        assert_eq!((&offered["found"], &offered["evidence"]["holders"]), (&true.into(), &"Ola Kopi".into()));
    }
}

#[test]
fn what_is_nobodys_business_leaves_the_store_in_no_file() {
    let home = Home::filled(".pki/nssdb");
    let (capture, trace) = (home.at("run.json"), home.at("run.trace"));
    home.check(&["--capture", capture.to_str().unwrap(), "--trace", trace.to_str().unwrap()]);
    let other = std::fs::read(home.at("OTHER")).unwrap();
    let other = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, &other[..120]);
    for file in [capture, trace] {
        let text = std::fs::read_to_string(file).unwrap();
        assert!(text.contains("Kari Prøvenes") && !text.contains("hobby") && !text.contains(&other));
    }
}

#[test]
fn a_database_that_another_program_has_locked_is_read_and_left_as_it_is() {
    let home = Home::filled(".pki/nssdb");
    let file = home.at(".pki/nssdb/cert9.db");
    let before = std::fs::read(&file).unwrap();
    let browser = Connection::open(&file).unwrap();
    browser.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let report = home.check(&[]);
    assert_eq!(report["stores"][0]["state"], "seen", "{}", report["stores"]);
    assert_eq!(report["stores"][0]["certificates"].as_array().unwrap().len(), 2);
    drop(browser);
    assert_eq!(std::fs::read(&file).unwrap(), before);
    let mut left: Vec<_> =
        std::fs::read_dir(home.at(".pki/nssdb")).unwrap().map(|one| one.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["cert9.db", "key4.db", "pkcs11.txt"]);
}

#[test]
fn a_database_that_is_being_written_is_read_all_the_same() {
    let home = Home::filled(".pki/nssdb");
    let file = home.at(".pki/nssdb/cert9.db");
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let over = stop.clone();
    let writer = std::thread::spawn(move || {
        let browser = Connection::open(file).unwrap();
        let mut count = 0;
        while !over.load(std::sync::atomic::Ordering::Relaxed) {
            let fill = "INSERT INTO nssPublic(id, a0, a3) VALUES (?1, x'ce534351', zeroblob(9000))";
            browser.execute(fill, [1_000_000 + count]).unwrap();
            browser.execute("DELETE FROM nssPublic WHERE id = ?1", [1_000_000 + count]).unwrap();
            count += 1;
        }
    });
    let states: Vec<Value> = (0..4).map(|_| home.check(&[])["stores"][0].clone()).collect();
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().unwrap();
    for store in states {
        assert_eq!(store["certificates"].as_array().unwrap().len(), 2, "{store}");
    }
}

#[test]
fn a_database_that_cannot_be_read_is_told_and_the_others_are_read() {
    let home = Home::filled(".pki/nssdb");
    let profile = ".mozilla/firefox/broken.default";
    home.make(profile);
    for bytes in [b"not a database of anybody".to_vec(), Vec::new(), cut(&home)] {
        std::fs::write(home.at(profile).join("cert9.db"), bytes).unwrap();
        let report = home.check(&["--lang", "nb"]);
        assert_eq!(report["stores"].as_array().unwrap().len(), 2);
        assert_eq!(report["stores"][0]["state"], "seen");
        let results = report["checks"].as_array().unwrap().iter();
        let told: Vec<_> = results.filter(|one| one["id"] == "store.unreadable").collect();
        assert_eq!((&told[0]["status"], &told[1]["status"]), (&"pass".into(), &"warn".into()));
        assert_eq!(told[1]["subject"], format!("~/{profile}"));
        assert!(told[1]["message"].as_str().unwrap().contains("kunne ikke leses: cert9.db"), "{}", told[1]);
    }
}

/// A whole database, cut off in the middle of a page.
fn cut(home: &Home) -> Vec<u8> {
    let whole = std::fs::read(home.at(".pki/nssdb/cert9.db")).unwrap();
    whole[..6_000].to_vec()
}

#[test]
fn a_database_of_the_format_before_is_named() {
    let home = Home::new();
    std::fs::create_dir_all(home.at(".pki/nssdb")).unwrap();
    std::fs::write(home.at(".pki/nssdb/cert8.db"), [0u8; 64]).unwrap();
    let report = home.check(&[]);
    assert_eq!(report["stores"][0]["state"], "old-database");
    assert_eq!(result(&report, "store.unreadable")["status"], "skip");
}

#[test]
fn nothing_is_read_where_nobody_wants_it_or_nothing_is_there() {
    let home = Home::filled(".pki/nssdb");
    assert_eq!(home.check(&["--no-stores"])["stores"], serde_json::json!([]));
    let empty = Home::new();
    let report = empty.check(&[]);
    assert_eq!(report["stores"], serde_json::json!([]));
    assert_eq!(result(&report, "store.unreadable")["blocked_by"], "no-store");
    // A simulated card is not in this workstation.
    let mut command = binary();
    command.env("HOME", home.0.path()).args(["check", "--simulate", "buypass-ready", "--format", "json"]);
    let simulated: Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(simulated["stores"], serde_json::json!([]));
}

#[test]
fn the_modules_that_a_browser_loads_are_listed() {
    let home = Home::filled(".pki/nssdb");
    let registry = home.at(".pki/nssdb/pkcs11.txt");
    let mut text = std::fs::read_to_string(&registry).unwrap();
    text.push_str("\nlibrary=/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so\nname=OpenSC\n\n");
    std::fs::write(&registry, text).unwrap();
    let report = home.check(&[]);
    assert_eq!(
        report["stores"][0]["modules"],
        serde_json::json!(["/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"])
    );
}
