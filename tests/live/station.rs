//! A workstation that cannot talk to a card.

use super::bench::{Bench, DAY, bare, check, findings, run};
use std::process::Command;

const CHECK: &[&str] = &["check", "--at", DAY, "--format", "json", "--profile", "helseid-test"];

#[test]
fn no_service_is_not_ready_and_says_who_said_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = bare(CHECK);
    command.env("PCSCLITE_CSOCK_NAME", folder.path().join("nobody"));
    let report = run(command).report(1);
    assert_eq!(report["verdict"], "not-ready");
    let down = check(&report, "station.service_down");
    assert_eq!(down["status"], "fail");
    assert_eq!(down["evidence"]["call"], "SCardEstablishContext");
    assert_eq!(down["evidence"]["code"], "0x8010001D");
    assert_eq!(down["evidence"]["name"], "SCARD_E_NO_SERVICE");
    assert_eq!(findings(&report), ["station.service_down"]);

    let mut command = bare(&["check", "--lang", "nb"]);
    command.env("PCSCLITE_CSOCK_NAME", folder.path().join("nobody"));
    let text = run(command);
    assert_eq!(text.code(), Some(1));
    assert!(text.stdout.contains("0x8010001D"), "{}", text.stdout);
}

#[test]
fn a_service_without_a_reader_is_not_ready() {
    let daemon = crate::support::pcscd::Pcscd::without_readers();
    let mut command = bare(CHECK);
    daemon.serve(&mut command);
    let report = run(command).report(1);
    assert_eq!(findings(&report), ["station.no_reader"]);
    assert_eq!(report["readers"].as_array().map(Vec::len), Some(0));
    let mut command = bare(&["readers", "--format", "json"]);
    daemon.serve(&mut command);
    run(command).report(1);
}

#[test]
fn without_the_library_it_starts_and_says_so() {
    // Every place where the dynamic linker may find it is covered by an empty file.
    let script = r#"for file in $(ldconfig -p | sed -n 's/.*libpcsclite\.so\.1.* => //p') $(find /usr/lib /lib /usr/local/lib -name 'libpcsclite.so.1*' 2>/dev/null); do
        mount --bind "$0" "$(readlink -f "$file")" || exit 99
    done
    exec "$@""#;
    let nothing = tempfile::NamedTempFile::new().expect("an empty file");
    let hidden = |arguments: &[&str]| {
        let mut command = Command::new("unshare");
        command.args(["--mount", "--propagation", "private", "sh", "-c", script]).arg(nothing.path());
        command.arg(env!("CARGO_BIN_EXE_eid-ready")).args(arguments).stdin(std::process::Stdio::null());
        run(command)
    };
    let report = hidden(CHECK).report(1);
    assert_eq!(findings(&report), ["station.library_missing"]);
    assert_eq!(check(&report, "station.library_missing")["evidence"]["library"], "dlopen libpcsclite.so.1");
    // What needs no card works all the same.
    assert_eq!(hidden(&["--version"]).code(), Some(0));
    assert_eq!(hidden(&["demo", "--format", "json"]).code(), Some(0));
}

#[test]
fn the_demo_profile_and_a_fixed_clock_are_refused_with_live_readers() {
    let bench = Bench::new();
    let refused = bench.run(&["check", "--profile", "demo"]);
    assert_eq!((refused.code(), refused.stdout.as_str()), (Some(2), ""));
    let fixed = bench.folder.path().join("fixed.toml");
    std::fs::write(&fixed, include_str!("../../src/policy/presets/demo.toml")).expect("a profile");
    let refused = bench.run(&["check", "--profile", fixed.to_str().expect("a path")]);
    assert_eq!((refused.code(), refused.stdout.as_str()), (Some(2), ""));
}
