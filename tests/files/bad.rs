//! Files that are not what they claim: one line each with the place, exit code 2, and the others are judged.

use crate::paths::maker::{authority, leaf};
use crate::support::run::{Ran, run};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const AT: &str = "2026-06-01T00:00:00Z";

/// Root → CA → leaf, in files of their own, and one that is bad.
struct Folder {
    dir: TempDir,
}

impl Folder {
    fn new() -> Self {
        let folder = Folder { dir: tempfile::tempdir().unwrap() };
        folder.write("root.der", &authority("Root", 1).made());
        folder.write("ca.der", &authority("CA", 2).by("Root", 1).made());
        folder.write("leaf.der", &good());
        folder
    }

    fn write(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.dir.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The good certificate and what else is named.
    fn verify(&self, more: &[&Path]) -> Ran {
        let path = |name: &str| self.dir.path().join(name).display().to_string();
        let mut arguments = vec!["verify".to_owned(), path("leaf.der")];
        arguments.extend(more.iter().map(|path| path.display().to_string()));
        let rest = [
            "--anchor",
            &path("root.der"),
            "--intermediate",
            &path("ca.der"),
            "--at",
            AT,
            "--purpose",
            "any",
            "--no-revocation",
            "--format",
            "json",
            "--lang",
            "en",
        ];
        arguments.extend(rest.map(str::to_owned));
        run(&arguments)
    }
}

pub fn good() -> Vec<u8> {
    leaf("Leaf", 3).by("CA", 2).made()
}

/// The lines on stderr name that file, each with a place; the good certificate is judged all the same.
#[track_caller]
fn named(ran: &Ran, path: &Path, lines: usize) {
    assert_eq!(ran.code, 2, "{}: {}", path.display(), ran.stderr);
    let said: Vec<&str> = ran.stderr.lines().collect();
    assert_eq!(said.len(), lines, "{}", ran.stderr);
    for line in said {
        assert!(line.contains(&path.display().to_string()) && line.contains(", byte "), "{line}");
    }
    let report = ran.json();
    assert_eq!(report["cards"][0]["certificates"][0]["path"]["verdict"], "valid");
}

#[test]
fn one_line_for_each_bad_file() {
    let folder = Folder::new();
    let der = good();
    let text = pem("CERTIFICATE", &der);
    let damaged: Vec<(&str, Vec<u8>)> = vec![
        ("empty", vec![]),
        ("text", b"Dette er et notat.\n".to_vec()),
        ("half", der[..der.len() / 2].to_vec()),
        ("more", [der.clone(), vec![0]].concat()),
        ("zeros", vec![0; 4096]),
        ("pkcs12", [&[0x30, 0x82, 0x01, 0x00, 0x02, 0x01, 0x03, 0x30][..], &[0x55; 252]].concat()),
        ("key.pem", pem("PRIVATE KEY", &[0x30, 0x03, 0x02, 0x01, 0x00]).into_bytes()),
        ("no-end.pem", text.as_bytes()[..text.len() - 30].to_vec()),
        ("no-base64.pem", text.replacen("\nMI", "\nM*", 1).into_bytes()),
        ("cut.pem", pem("CERTIFICATE", &der[..100]).into_bytes()),
        ("empty.pem", b"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n".to_vec()),
    ];
    for (name, bytes) in &damaged {
        let path = folder.write(name, bytes);
        named(&folder.verify(&[&path]), &path, 1);
    }
    let list = folder.write("ca-as-list", &authority("CA", 2).made());
    named(&folder.verify(&[Path::new("--crl"), &list]), &list, 1);
    named(&folder.verify(&[Path::new("--ocsp"), &list]), &list, 1);
    let missing = folder.dir.path().join("missing.der");
    let ran = folder.verify(&[&missing]);
    assert!(
        ran.code == 2 && ran.stderr.lines().count() == 1 && ran.stderr.contains("missing.der"),
        "{ran:?}"
    );
}

/// What could not be used may be what would have told against the others.
#[test]
fn nothing_is_ready_with_a_file_that_cannot_be_used() {
    let folder = Folder::new();
    assert_eq!(folder.verify(&[]).ended(0).json()["verdict"], "ready");
    let broken = folder.write("broken.pem", b"-----BEGIN CERTIFICATE-----\nM*\n-----END CERTIFICATE-----\n");
    let key = folder.write("key.pem", pem("PRIVATE KEY", &[0x30, 0x03, 0x02, 0x01, 0x00]).as_bytes());
    let (missing, list) = (folder.dir.path().join("missing"), Path::new("--crl"));
    let written = folder.dir.path().join("report.json");
    let destination = PathBuf::from(format!("--output=json:{}", written.display()));
    for more in
        [[&*missing].as_slice(), &[&broken], &[&key], &[list, &missing], &[list, &broken], &[list, &key]]
    {
        let ran = folder.verify(&[more, &[&destination]].concat()).ended(2);
        assert_eq!(ran.json()["verdict"], "undetermined", "{more:?}");
        let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&written).unwrap()).unwrap();
        assert_eq!(report["verdict"], "undetermined", "{more:?}");
    }
}

#[test]
fn every_block_of_a_file_is_taken() {
    let folder = Folder::new();
    let root = std::fs::read(folder.dir.path().join("root.der")).unwrap();
    let many = format!("{}{}", pem("X509 CRL", &[0x30]).repeat(5000), pem("CERTIFICATE", &root));
    let many = folder.write("many.pem", many.as_bytes());
    let leaf = folder.dir.path().join("leaf.der");
    let ca = folder.dir.path().join("ca.der");
    let [leaf, many, ca] = [leaf, many, ca].map(|path| path.display().to_string());
    let ran =
        run(["verify", &leaf, "--anchor", &many, "--intermediate", &ca, "--at", AT, "--format", "json"]);
    assert_eq!(ran.stderr, "");
    assert_eq!(ran.json()["cards"][0]["certificates"][0]["path"]["verdict"], "valid");
}

#[test]
fn a_block_costs_only_itself() {
    let folder = Folder::new();
    let (good, also) = (pem("CERTIFICATE", &good()), pem("CERTIFICATE", &leaf("B", 4).by("CA", 2).made()));
    let key = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nM*\n-----END RSA PRIVATE KEY-----\n";
    for (foreign, lines) in [
        (key, 0),
        ("-----BEGIN PRIVATE KEY-----\nM*\n-----END PRIVATE KEY-----\n", 0),
        ("-----BEGIN PRIVATE KEY-----\nMII\n", 0),
        ("-----BEGIN CERTIFICATE-----\nM*\n-----END CERTIFICATE-----\n", 1),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n", 1),
    ] {
        let path = folder.write("with.pem", format!("{good}{foreign}{also}").as_bytes());
        let ran = folder.verify(&[&path]);
        assert_eq!(ran.code, if lines == 0 { 0 } else { 2 }, "{foreign}: {}", ran.stderr);
        assert_eq!(ran.stderr.lines().count(), lines, "{foreign}: {}", ran.stderr);
        let report = ran.json();
        let judged = report["cards"][0]["certificates"].as_array().unwrap();
        assert_eq!(judged.iter().filter(|one| one["path"]["verdict"] == "valid").count(), 3, "{foreign}");
    }
}

/// The one line on stderr names that file; the good certificate is judged all the same.
#[track_caller]
fn refused(folder: &Folder, option: Option<&str>, path: &Path, why: &str) {
    let more: Vec<&Path> = option.map(Path::new).into_iter().chain([path]).collect();
    let ran = folder.verify(&more).ended(2);
    assert_eq!(ran.stderr.lines().count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains(&path.display().to_string()) && ran.stderr.contains(why), "{}", ran.stderr);
    assert_eq!(ran.json()["verdict"], "undetermined");
}

#[cfg(unix)]
#[test]
fn devices_and_pipes_are_not_read() {
    let folder = Folder::new();
    let fifo = folder.dir.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    for path in [Path::new("/dev/zero"), &fifo] {
        for option in [None, Some("--crl")] {
            refused(&folder, option, path, "neither a file nor a folder");
        }
    }
    let long = std::fs::File::create(folder.dir.path().join("long")).unwrap();
    long.set_len((256 << 20) + 1).unwrap();
    refused(&folder, None, &folder.dir.path().join("long"), "too many bytes");
}

#[test]
fn an_empty_folder_is_told() {
    let folder = Folder::new();
    folder.write("empty/.hidden", b"");
    for option in [None, Some("--anchor"), Some("--intermediate"), Some("--crl"), Some("--ocsp")] {
        let empty = folder.dir.path().join("empty");
        let more: Vec<&Path> = option.map(Path::new).into_iter().chain([&*empty]).collect();
        refused(&folder, option, &empty, "has no files");
        assert_eq!(folder.verify(&more).json()["cards"][0]["certificates"][0]["path"]["verdict"], "valid");
    }
}

#[test]
fn der_with_the_text_of_a_block_inside_is_der() {
    let folder = Folder::new();
    let der = leaf("-----BEGIN CERTIFICATE-----", 4).by("CA", 2).made();
    let path = folder.write("odd.der", &der);
    let report = folder.verify(&[&path]).ended(0).json();
    assert_eq!(report["cards"][0]["certificates"][1]["path"]["verdict"], "valid");
}

#[cfg(target_os = "linux")]
#[test]
fn a_trusted_certificate_is_a_certificate() {
    let folder = Folder::new();
    let plain = folder.write("plain.pem", pem("CERTIFICATE", &leaf("B", 4).by("CA", 2).made()).as_bytes());
    let trusted = folder.dir.path().join("trusted.pem");
    let made = std::process::Command::new("openssl")
        .args(["x509", "-trustout", "-addtrust", "clientAuth", "-setalias", "mine", "-in"])
        .arg(&plain)
        .arg("-out")
        .arg(&trusted)
        .status();
    assert!(made.unwrap().success());
    assert!(std::fs::read_to_string(&trusted).unwrap().contains("BEGIN TRUSTED CERTIFICATE"));
    let report = folder.verify(&[&trusted]).ended(0).json();
    assert_eq!(report["cards"][0]["certificates"][1]["path"]["verdict"], "valid");
}

/// Before the first certificate each option takes one value, after it as many as there are.
#[test]
fn options_may_stand_before_the_certificate() {
    let folder = Folder::new();
    let place = folder.dir.path().display().to_string();
    let line = |line: &str| run(line.replace('@', &format!("{place}/")).split_whitespace());
    let common = "verify --purpose any --no-revocation --format json --at 2026-06-01T00:00:00Z";
    for rest in [
        "--anchor @root.der --intermediate @ca.der @leaf.der",
        "--anchor @root.der @leaf.der --intermediate @ca.der @root.der",
        "--anchor @root.der --intermediate @ca.der @root.der --lang en @leaf.der",
        "--intermediate @ca.der @root.der --anchor @root.der -- @leaf.der",
        "@leaf.der --intermediate @ca.der @root.der --anchor @root.der",
    ] {
        let report = line(&format!("{common} {rest}")).ended(0).json();
        let judged = report["cards"][0]["certificates"].as_array().unwrap();
        assert!(judged.len() == 1 && judged[0]["path"]["verdict"] == "valid", "{rest}");
    }
    let ran = line(&format!("{common} --anchor @root.der")).ended(2);
    assert!(ran.stderr.contains("CERT"), "{}", ran.stderr);
}

#[test]
fn the_end_of_time_can_be_asked_about() {
    let folder = Folder::new();
    let leaf = folder.dir.path().join("leaf.der").display().to_string();
    let asked = |at: &str| run(["verify", &leaf, "--format", "json", "--at", at]);
    let report = asked("9999-12-31T23:59:59Z").json();
    assert_eq!(report["judged_at"].as_str().unwrap(), "9999-12-30T22:00:00Z");
    for wrong in ["9999-12-31", "10000-01-01T00:00:00Z", "9999-13-31T23:59:59Z", "then"] {
        assert!(asked(wrong).ended(2).stderr.contains("2027-01-01T08:00:00Z"), "{wrong}");
    }
}

#[test]
fn a_folder_with_a_mixture() {
    let folder = Folder::new();
    folder.write("mixed/a.der", &leaf("A", 4).by("CA", 2).made());
    folder.write("mixed/b.der", b"");
    folder.write("mixed/c.pem", pem("CERTIFICATE", &leaf("C", 5).by("CA", 2).made()).as_bytes());
    folder.write("mixed/d.txt", b"no certificate");
    let ran = folder.verify(&[&folder.dir.path().join("mixed")]);
    named(&ran, &folder.dir.path().join("mixed"), 2);
    let report = ran.json();
    let judged = report["cards"][0]["certificates"].as_array().unwrap();
    assert_eq!(judged.len(), 3);
    assert!(judged.iter().all(|one| one["path"]["verdict"] == "valid"));
}

fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> =
        text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

#[test]
fn the_help_says_when_policies_bind() {
    for lang in ["nb", "en"] {
        let help = run(["verify", "--help", "--lang", lang]).ended(0).stdout;
        let from = help.find("--policy").unwrap();
        let until = help.find("      --explicit-policy").unwrap();
        assert!(help[from..until].contains("--explicit-policy"), "{help}");
    }
}
