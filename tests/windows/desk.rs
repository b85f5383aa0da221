//! The workstation: its language, its files, and a program that leaves no trace on it.

use super::bench::{Bench, exe, windows_path, wine};
use super::slot::Slot;
use crate::live::bench::{built_in, findings, run};
use std::path::Path;

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn the_language_is_that_of_windows() {
    let bench = Bench::with(&[]);
    for (locale, words) in
        [("nb_NO", "sikkerhetsnivå høyt"), ("nn_NO", "sikkerhetsnivå høyt"), ("sv_SE", "level high")]
    {
        let mut command = bench.program(&[]);
        command.env("WINDOWS_LANGUAGE", locale);
        let said = run(command);
        assert_eq!(said.code(), Some(0), "{}", said.stderr);
        assert!(said.stdout.contains(words), "{locale}: {}", said.stdout);
    }
    let said = bench.run(&["--lang", "nb"]).stdout;
    assert!(said.contains("sikkerhetsnivå høyt"), "{said}");
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn without_the_service_it_is_told_what_to_start() {
    let mut command = wine(&[windows_path(&exe()).into()]);
    command.args(["check", "--format", "json"]);
    let report = run(command).report(1);
    assert_eq!(findings(&report), ["station.service_down"]);
}

#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn files_are_named_and_written_as_windows_does() {
    let slot = Slot::with(built_in("commfides-ready"));
    let bench = Bench::with(&[slot.line(b"Leser")]);
    std::fs::create_dir(bench.path("Mine rapporter æøå")).unwrap();
    std::fs::write(bench.path("ansatte.csv"), "Fornavn;Etternavn\r\nKari;Nordmann\r\nÅse;Ødegård\r\n")
        .unwrap();
    let html = format!("html:{}", bench.windows_path("Mine rapporter æøå/rapport ø.html"));
    // An extended path, as of a long one or of a share.
    let json = format!(r"json:\\?\unix{}", bench.path("rapport.json").display()).replace('/', r"\");
    let roster = bench.windows_path("ansatte.csv");
    let ran = run(bench.checking(&["--roster", &roster, "--output", &html, "--output", &json]));
    assert!(ran.stderr.is_empty(), "{}", ran.stderr);
    assert!(
        std::fs::read_to_string(bench.path("Mine rapporter æøå/rapport ø.html")).unwrap().contains("<html")
    );
    let report: serde_json::Value =
        serde_json::from_slice(&std::fs::read(bench.path("rapport.json")).unwrap()).unwrap();
    assert_eq!(report["cards"][0]["certificates"].as_array().map(Vec::len), Some(3));
    // One line, which names the file as it was typed.
    let missing = bench.windows_path("finnes ikke æ.csv");
    let refused = bench.run(&["roster", "check", &missing]);
    assert_eq!((refused.code(), refused.stderr.lines().count()), (Some(2), 1), "{}", refused.stderr);
    assert!(refused.stderr.contains(&missing), "{}", refused.stderr);
}

/// Of a share that nobody may write to, as of a folder of one's own: nothing is written beside the program, and nothing
/// into the registry.
#[test]
#[ignore = "the Windows program and Wine: .ci/run"]
fn it_runs_from_a_share_and_leaves_nothing_behind() {
    let slot = Slot::with(built_in("commfides-ready"));
    let bench = Bench::with(&[slot.line(b"Leser")]);
    let share = bench.path("felles verktøy");
    std::fs::create_dir(&share).unwrap();
    let name = "eid-ready.exe";
    std::fs::copy(exe(), share.join(name)).unwrap();
    locked(&share, true);
    let before = registry();
    let mut command = wine(&[format!(r"\\?\unix{}", share.join(name).display()).replace('/', r"\").into()]);
    let profile = bench.windows_path("kommune æøå.toml");
    command.args([
        "check",
        "--no-stores",
        "--at",
        crate::live::bench::DAY,
        "--format",
        "json",
        "--profile",
        &profile,
    ]);
    command.env("FAKE_READERS", bench.windows_path("readers")).current_dir(&share);
    let report = run(command).report(0);
    locked(&share, false);
    assert_eq!(report["verdict"], "ready");
    let left: Vec<_> = std::fs::read_dir(&share).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, [name]);
    assert!(registry() == before, "it wrote to the registry");
}

/// Whether nobody may write into a folder. Root may all the same; what is there afterwards tells.
fn locked(folder: &Path, locked: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if locked { 0o555 } else { 0o755 };
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// All that the person's own part of the registry holds.
fn registry() -> String {
    let mut command = wine(&[]);
    command.args(["reg", "query", "HKCU", "/s"]);
    let said = run(command);
    assert!(said.stdout.contains("Control Panel"), "{}{}", said.stdout, said.stderr);
    said.stdout
}
