//! Whatever a module does, the program ends well and says what it was.

use super::bench::{Bench, finding, found, is_running};
use crate::support::module;
use crate::support::run::{arg, words};
use std::time::{Duration, Instant};

/// The state of the one module.
fn state(report: &serde_json::Value) -> &str {
    report["modules"][0]["state"].as_str().unwrap()
}

#[test]
fn a_crash_is_a_finding() {
    let bench = Bench::new();
    for (name, macros, id, state_word) in [
        ("crash", &["CRASH"][..], "module.crashed", "crashed"),
        ("exit-0", &["EXIT=0"], "module.crashed", "ended"),
        ("exit-7", &["EXIT=7"], "module.crashed", "ended"),
        ("refuse", &["REFUSE=5"], "module.failed", "CKR_GENERAL_ERROR"),
    ] {
        let report = bench.report(&bench.build(name, macros));
        assert_eq!(found(&report), [id], "{name}");
        assert_eq!(finding(&report, id)["status"], "warn", "{name}");
        assert_eq!(state(&report), state_word, "{name}");
    }
}

#[test]
fn what_was_seen_before_a_crash_is_kept() {
    let bench = Bench::new();
    let report = bench.report(&bench.build("later", &["CRASH", "WHEN_READ", "SLOTS=2"]));
    assert_eq!(state(&report), "crashed");
    let slots = report["modules"][0]["slots"].as_array().unwrap();
    assert_eq!(slots.len(), 1);
    assert_eq!(slots[0]["token"]["serial"], "4711");
    assert_eq!(report["modules"][0]["version"], "1.7");
    let report = bench.report(&bench.build("at-end", &["CRASH_AT_END"]));
    assert_eq!((state(&report), report["modules"][0]["slots"].as_array().unwrap().len()), ("crashed", 1));
}

#[test]
fn a_module_that_hangs_is_ended_in_time() {
    let bench = Bench::with_bounds("module_ms = 1500");
    for (name, macros) in [("hang", &["HANG"][..]), ("hang-forked", &["HANG", "FORK"])] {
        let module = bench.build(name, macros);
        let begun = Instant::now();
        let report = bench.report(&module);
        assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
        assert_eq!(state(&report), "timeout");
        assert!(found(&report).contains(&"module.hangs".to_owned()));
        assert!(!is_running(&module), "{name} is still there");
    }
}

#[test]
fn a_module_that_hangs_does_not_outlast_the_run() {
    let bench = Bench::new();
    let module = bench.build("hang", &["HANG"]);
    let begun = Instant::now();
    let ran = bench.run(&["--module", arg(&module), "--timeout", "1", "--format", "json"]);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert_eq!(state(&ran.json()), "cancelled");
    assert_eq!(found(&ran.json()), ["module.hangs"]);
    assert!(!is_running(&module));
}

#[test]
fn a_module_that_prints_spoils_nothing() {
    let bench = Bench::new();
    let report = bench.report(&bench.build("print", &["PRINT=20000"]));
    assert_eq!(state(&report), "seen");
    assert_eq!(report["modules"][0]["printed_bytes"], 20_000 * (14 + 10));
    let finding = finding(&report, "module.prints");
    assert!(finding["message"].as_str().unwrap().contains("480000"), "{}", finding["message"]);
    assert_eq!(report["modules"][0]["slots"][0]["token"]["label"], "A card for tests");
}

#[test]
fn processes_that_a_module_leaves_are_told_and_ended() {
    let bench = Bench::new();
    let module = bench.build("fork", &["FORK"]);
    let report = bench.report(&module);
    assert_eq!(state(&report), "seen");
    assert_eq!(report["modules"][0]["left_processes"], true);
    assert!(found(&report).contains(&"module.leaves_processes".to_owned()));
    assert!(!is_running(&module));
}

#[test]
fn a_forked_copy_says_nothing() {
    let bench = Bench::new();
    let report = bench.report(&bench.build("fork-both", &["FORK_BOTH"]));
    assert_eq!(state(&report), "seen");
    assert_eq!(report["modules"][0]["slots"].as_array().unwrap().len(), 1);
}

#[test]
fn why_a_module_cannot_be_loaded_is_told_apart() {
    let bench = Bench::new();
    let sound = std::fs::read(bench.build("sound", &[])).unwrap();
    let patched = |name: &str, at: usize, byte: u8| {
        let mut bytes = sound.clone();
        bytes[at] = byte;
        let path = bench.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    // The machine in the header: AArch64, on a machine that is none; x86.
    let foreign = if cfg!(target_arch = "aarch64") { 62 } else { 183 };
    let text = bench.folder.path().join("text.so");
    std::fs::write(&text, "INPUT(another.so)\n").unwrap();
    for (path, id, word) in [
        (patched("foreign.so", 18, foreign), "module.other_architecture", "other-architecture"),
        (patched("x86.so", 18, 3), "module.other_architecture", "other-architecture"),
        (
            module::without_its_dependency(bench.folder.path()),
            "module.missing_dependency",
            "missing-dependency",
        ),
        (bench.build("empty", &["NO_MODULE"]), "module.not_loadable", "not-a-module"),
        (text, "module.not_loadable", "not-loadable"),
    ] {
        let report = bench.report(&path);
        assert_eq!((found(&report), state(&report)), (vec![id.to_owned()], word), "{}", path.display());
    }
    let report = bench.report(&bench.folder.path().join("needy.so"));
    let said = finding(&report, "module.missing_dependency")["message"].as_str().unwrap();
    assert!(said.contains("libneeded-here.so"), "{said}");
}

#[test]
fn a_path_without_a_file_is_refused_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    for path in [arg(folder.path()), "/nowhere/module.so"] {
        for lang in ["nb", "en"] {
            let ran = words(&format!("check --module {path} --lang {lang}"));
            assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.lines().count()), (2, "", 1), "{ran:?}");
            assert!(ran.stderr.contains(path), "{}", ran.stderr);
        }
    }
    assert_eq!(words("check --module /bin/true --simulate commfides-ready").code, 2);
    assert_eq!(words("check --module auto --replay-trace a.trace").code, 2);
}
