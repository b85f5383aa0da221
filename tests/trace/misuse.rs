//! What cannot be written or played back is one clear line, and exit code 2.

use super::{Taped, play};
use crate::support::run::{Ran, arg, run};

/// Used wrongly: one line on stderr that holds these words, and no result.
#[track_caller]
fn refused(ran: Ran, words: &[&str]) {
    assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.lines().count()), (2, "", 1), "{ran:?}");
    for word in words {
        assert!(ran.stderr.contains(word), "{word}: {}", ran.stderr);
    }
}

#[test]
fn a_trace_is_played_back_by_itself() {
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let path = taped.path();
    let trace = arg(&path);
    for (arguments, other) in [
        (vec!["check", "--simulate", "buypass-ready"], "--simulate"),
        (vec!["check", "--login", "--config", "helseid.json"], "--login"),
        (vec!["check", "--trace", "new.trace"], "--trace"),
        (vec!["readers", "--watch"], "--watch"),
        (vec!["certs", "--simulate", "buypass-ready"], "--simulate"),
    ] {
        refused(run(arguments.into_iter().chain(["--replay-trace", trace])), &["--replay-trace", other]);
    }
    refused(run(["readers", "--watch", "--trace", "new.trace"]), &["--watch", "--trace"]);
}

#[test]
fn what_is_no_trace_is_told_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("some.trace");
    let taped = Taped::of("check --format json --simulate commfides-ready");
    let lines = taped.lines();
    let broken = |at: usize, line: &str| {
        let mut lines = lines.clone();
        lines[at] = line.to_owned();
        (lines.join("\n") + "\n").into_bytes()
    };
    let newer = broken(0, &lines[0].replace("\"trace\":1", "\"trace\":2"));
    let capture = std::fs::read("testdata/captures/v1/buypass-ready.capture.json").unwrap();
    for (bytes, english, norwegian) in [
        (Vec::new(), "is no trace", "er ikke et spor"),
        (b"hello".to_vec(), "--trace", "--trace"),
        (capture, "eid-ready replay", "eid-ready replay"),
        (b"\x7FELF\0\0\xFF".to_vec(), "is no trace", "er ikke et spor"),
        (newer, "format 2", "format 2"),
        (broken(5, "{\"comm"), "line 6: ", "linje 6: "),
        (broken(5, "{\"weather\":\"fine\"}"), "line 6: unknown variant", "linje 6: "),
        (broken(5, "\u{FFFD}"), "make a new trace", "lag et nytt spor"),
        ((lines[0].clone() + "\n").into_bytes(), "before anything was asked", "før noe var spurt"),
    ] {
        std::fs::write(&path, &bytes).unwrap();
        refused(play("check --lang en", &path), &["some.trace", english]);
        refused(play("readers --lang nb", &path), &["some.trace", norwegian]);
    }
    refused(play("check --lang en", &folder.path().join("nowhere")), &["nowhere"]);
    refused(play("check --lang en", folder.path()), &[arg(folder.path())]);
}

#[test]
fn a_trace_that_cannot_be_written_keeps_everybody_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let written = |path: &str| run(["check", "--lang", "en", "--simulate", "unknown", "--trace", path]);
    refused(written(arg(&folder.path().join("nowhere/run.trace"))), &["run.trace", "Choose a folder"]);
    refused(written(arg(folder.path())), &[arg(folder.path())]);
    #[cfg(target_os = "linux")]
    refused(written("/dev/full"), &["/dev/full"]);
    let there = folder.path().join("there.trace");
    std::fs::write(&there, "another run").unwrap();
    refused(written(arg(&there)), &["there.trace", "Choose another name"]);
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "another run");
}

#[test]
fn a_run_that_asked_nothing_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.trace");
    let run = run(["check", "--simulate", "unknown", "--roster", "nowhere.csv", "--trace", arg(&path)]);
    refused(run, &["nowhere.csv"]);
    assert!(!path.exists());
}

/// A disk that is full in the middle of a run costs nobody the report, and what was written can be played back.
#[cfg(unix)]
#[test]
fn a_trace_that_cannot_be_written_to_its_end_is_told_after_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("run.trace");
    // Files end at 4 kB, and the program is told so instead of ended.
    let limited = "trap '' XFSZ; ulimit -f 4; exec \"$0\" \"$@\"";
    let out = std::process::Command::new("bash")
        .args(["-c", limited, env!("CARGO_BIN_EXE_eid-ready"), "check", "--lang", "en", "--format", "json"])
        .args(["--simulate", "commfides-ready", "--trace", arg(&path)])
        .output()
        .unwrap();
    let (stdout, stderr) = (String::from_utf8(out.stdout).unwrap(), String::from_utf8(out.stderr).unwrap());
    assert_eq!((out.status.code(), stderr.lines().count()), (Some(2), 1), "{stderr}");
    assert!(stderr.contains("run.trace cannot be written"), "{stderr}");
    let report: serde_json::Value = serde_json::from_str(&stdout).unwrap();
    assert_eq!(report["verdict"], "ready");
    let played = play("check --format json --lang en", &path);
    assert_eq!(played.code, 3, "{played:?}");
    assert!(played.stderr.contains("breaks off"), "{played:?}");
    assert_eq!(played.json()["first_action"]["check"], "card.not_in_trace");
}
