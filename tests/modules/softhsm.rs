//! SoftHSM, a real module (Debian: softhsm2), beside what pkcs11-tool and p11tool say of the same token.

use super::bench::Bench;
use crate::support::run::arg;
use eid_ready::pki::sha256_hex;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

const MODULE: &str = "/usr/lib/softhsm/libsofthsm2.so";
const CERTIFICATES: [&str; 3] =
    ["buypass-seid2-authentication.der", "commfides-seid1-signature.der", "commfides-seid1-encryption.der"];

/// A bench with a token that has three certificates, and an empty one beside it, as SoftHSM always has.
fn bench() -> Bench {
    assert!(Path::new(MODULE).exists(), "{MODULE} is missing: apt-get install softhsm2");
    let bench = Bench::new();
    let tokens = bench.folder.path().join("tokens");
    std::fs::create_dir(&tokens).unwrap();
    let configuration = format!("directories.tokendir = {}\nobjectstore.backend = file\n", tokens.display());
    std::fs::write(bench.folder.path().join("softhsm2.conf"), configuration).unwrap();
    tool(
        &bench,
        "softhsm2-util",
        &["--init-token", "--free", "--label", "Bench", "--pin", "1234", "--so-pin", "12345678"],
    );
    for (at, name) in CERTIFICATES.iter().enumerate() {
        let path = format!("{}/testdata/pki/certificates/{name}", env!("CARGO_MANIFEST_DIR"));
        let id = format!("{:02x}", at + 1);
        pkcs11_tool(
            &bench,
            &[
                "--login",
                "--pin",
                "1234",
                "--write-object",
                &path,
                "--type",
                "cert",
                "--id",
                &id,
                "--label",
                name,
            ],
        );
    }
    bench
}

fn tool(bench: &Bench, program: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(program);
    command.args(arguments).env("SOFTHSM2_CONF", bench.folder.path().join("softhsm2.conf"));
    let out = command.output().unwrap_or_else(|_| panic!("{program} is missing"));
    assert!(out.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&out.stderr));
    out
}

fn pkcs11_tool(bench: &Bench, arguments: &[&str]) -> Output {
    let all = [&["--module", MODULE, "--token-label", "Bench"], arguments].concat();
    tool(bench, "pkcs11-tool", &all)
}

#[test]
fn the_same_certificates_as_pkcs11_tool_and_p11tool() {
    let bench = bench();
    let report = bench.report(Path::new(MODULE));
    let slots = report["modules"][0]["slots"].as_array().unwrap();
    assert_eq!(slots.len(), 2, "the token, and an empty one");
    let token = slots.iter().find(|slot| slot["token"]["label"] == "Bench").unwrap();
    let ours: BTreeSet<(String, String, String)> = token["token"]["certificates"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| ["key_id", "label", "sha256"].map(|field| one[field].as_str().unwrap().to_owned()).into())
        .collect();
    let theirs = CERTIFICATES.iter().enumerate().map(|(at, label)| {
        let id = format!("{:02X}", at + 1);
        let file = bench.folder.path().join(&id);
        pkcs11_tool(&bench, &["--read-object", "--type", "cert", "--id", &id, "--output-file", arg(&file)]);
        (id, (*label).to_owned(), sha256_hex(&std::fs::read(file).unwrap()))
    });
    assert_eq!(ours, theirs.collect());
    let listed = pkcs11_tool(&bench, &["-O"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).matches("Certificate Object").count(), ours.len());
    let provider = format!("--provider={MODULE}");
    let listed = tool(&bench, "p11tool", &[&provider, "--list-all-certs", "pkcs11:token=Bench"]);
    assert_eq!(String::from_utf8_lossy(&listed.stdout).matches("X.509 Certificate").count(), ours.len());
}

#[test]
fn installed_modules_are_found_at_their_places_and_in_the_registry() {
    let bench = bench();
    let ran = bench.run(&["--module", "auto", "--format", "json"]);
    let report = ran.json();
    let modules = report["modules"].as_array().unwrap();
    let origin = |part: &str| {
        let found: Vec<&str> = modules
            .iter()
            .filter(|module| module["path"].as_str().unwrap().contains(part))
            .map(|module| module["origin"].as_str().unwrap())
            .collect();
        assert_eq!(found.len(), 1, "{part}: each file once");
        found[0].to_owned()
    };
    assert_eq!(origin("/opensc-pkcs11.so"), "known-place");
    assert_eq!(origin("libsofthsm2.so"), "registry");
    assert!(!ran.stdout.contains("p11-kit-trust"), "authorities are no cards");
    let opensc = modules.iter().find(|module| module["product"] == "opensc").unwrap();
    assert_eq!(opensc["manufacturer"], "OpenSC Project");
}

#[test]
fn a_shared_report_names_nobody() {
    let bench = bench();
    let shared = bench.run(&["--module", MODULE, "--format", "json", "--share"]);
    for name in ["EKSEMPELVIK", "Eksempelvik"] {
        assert!(!shared.stdout.contains(name), "{name}");
    }
    let whole = bench.run(&["--module", MODULE, "--format", "json", "--show-identifiers"]).json();
    let serial = whole["modules"][0]["slots"][0]["token"]["serial"].as_str().unwrap().to_owned();
    assert!(serial.len() > 4 && !shared.stdout.contains(&serial), "{serial}");
}
