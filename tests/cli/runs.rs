//! Runs of `check` and `replay`: exit codes, time, selection, captures, names.

use crate::support::captures;
use crate::support::run::{arg, binary, run, words};
use eid_ready::capture::Capture;
use eid_ready::facts::Facts;
use eid_ready::judge::{Question, judge};
use serde_json::Value;

/// What each card is judged as with the arguments, by exit code and verdict.
#[track_caller]
fn judged(arguments: &str, code: i32, verdict: &str) -> Value {
    let json = words(&format!("check --format json --lang en {arguments}")).ended(code).json();
    assert_eq!(json["verdict"], verdict, "{arguments}");
    json
}

fn found(report: &Value) -> Vec<&str> {
    let checks = report["checks"].as_array().unwrap().iter();
    checks.filter(|check| check["found"] == true).filter_map(|check| check["id"].as_str()).collect()
}

#[test]
fn exit_codes_follow_the_verdict_in_every_format() {
    for format in ["text", "short", "json", "junit", "html", "csv"] {
        for (arguments, code) in [
            ("--simulate buypass-ready", 0),
            ("--simulate buypass-expired", 1),
            ("--simulate unknown", 3),
            ("--simulate buypass-ready --at 2028-02-01T08:00:00Z", 0),
            ("--simulate buypass-ready --at 2028-02-01T08:00:00Z --fail-on warn", 4),
            ("--simulate buypass-ready --fail-on warn", 0),
            ("--simulate buypass-expired --fail-on warn", 1),
        ] {
            words(&format!("check {arguments} --format {format}")).ended(code);
        }
    }
}

#[test]
fn nagios_has_its_own_words_and_codes_for_them() {
    for (arguments, start, code) in [
        ("--simulate buypass-ready", "EID OK", 0),
        ("--simulate buypass-ready --at 2028-02-01T08:00:00Z", "EID WARNING", 1),
        ("--simulate buypass-expired", "EID CRITICAL", 2),
        ("--simulate unknown", "EID UNKNOWN", 3),
    ] {
        let ran = words(&format!("check {arguments} --format nagios --lang en")).ended(code);
        assert!(ran.stdout.starts_with(start), "{ran:?}");
    }
}

#[test]
fn the_time_of_judging_can_be_chosen() {
    let report = judged("--simulate buypass-ready --at 2028-02-11T22:58:59Z", 0, "ready-with-warnings");
    assert_eq!(report["judged_at"], "2028-02-11T22:58:59Z");
    assert_eq!(report["captured_at"], "2026-11-22T08:00:00Z");
    assert_eq!(report["cards"][0]["certificates"][0]["days_left"], 0);
    let report = judged("--simulate buypass-ready --at 2028-02-11T22:59:01Z", 1, "not-ready");
    assert_eq!(report["first_action"]["check"], "cert.expired");
    judged("--simulate buypass-expired --at 2025-01-01T00:00:00Z", 0, "ready");
}

#[test]
fn the_go_live_day_has_its_own_verdict() {
    let report = judged("--simulate buypass-ready --go-live 2028-03-01", 0, "ready");
    assert_eq!(report["go_live"]["date"], "2028-03-01");
    assert_eq!(report["go_live"]["verdict"], "not-ready");
    assert_eq!(report["go_live"]["first_action"]["check"], "cert.expired");
    let report = judged("--simulate buypass-ready --go-live 2027-01-11", 0, "ready");
    assert_eq!(report["go_live"]["verdict"], "ready");
    // Valid from 09:12:44Z that day, and in use at once.
    let report =
        judged("--simulate buypass-ready --at 2025-02-11T10:00:00Z --go-live 2025-02-11", 0, "ready");
    assert_eq!(report["go_live"]["verdict"], "ready");
    assert_eq!(judged("--simulate buypass-ready", 0, "ready")["go_live"], Value::Null);
    let text = words("check --simulate buypass-ready --go-live 2028-03-01 --lang nb").ended(0).stdout;
    assert!(text.contains("01.03.2028"), "{text}");
}

#[test]
fn checks_are_chosen_by_id() {
    let ids = |report: &Value| -> Vec<String> {
        report["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let report = judged("--simulate buypass-expired --include pin.*", 0, "ready");
    assert!(ids(&report).iter().all(|id| id.starts_with("pin.")) && !ids(&report).is_empty());
    let report = judged("--simulate buypass-expired --exclude cert.expired", 0, "ready");
    assert!(!ids(&report).contains(&"cert.expired".to_owned()) && ids(&report).len() > 40);
    let report =
        judged("--simulate buypass-expired --include cert.* --include pin.* --exclude *.exp*", 0, "ready");
    assert!(ids(&report).iter().all(|id| !id.starts_with("cert.exp")), "{:?}", ids(&report));
}

#[test]
fn a_choice_of_checks_promises_no_login() {
    let chosen = words("check --simulate buypass-expired --include pin.* --lang en").ended(0);
    assert!(!chosen.stdout.contains("can be used to log in"), "{}", chosen.stdout);
    assert!(
        chosen.stdout.trim_end().ends_with("READY · chosen checks only · next: nobody, all is well"),
        "{}",
        chosen.stdout
    );
    let report = judged("--simulate buypass-expired --include pin.*", 0, "ready");
    assert!(report["checks_left_out"].as_u64().unwrap() > 40);
    assert_eq!(judged("--simulate buypass-ready", 0, "ready")["checks_left_out"], 0);
}

#[test]
fn with_several_cards_the_line_for_the_phone_says_which() {
    let both = words("check --simulate buypass-ready --simulate buypass-expired --lang en").ended(1);
    let last = both.stdout.trim_end().lines().last().unwrap();
    assert!(last.starts_with("NOT READY · cert.expired · Simulated reader 2 · next: "), "{last}");
}

/// Facts without how long each took: a busy machine takes longer.
fn timeless(facts: &Facts) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(fields) => {
                fields.retain(|name, _| !matches!(name.as_str(), "ms" | "took_ms" | "waited_ms"));
                fields.values_mut().for_each(strip);
            }
            Value::Array(values) => values.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(facts).unwrap();
    strip(&mut value);
    value
}

#[test]
fn a_capture_judged_again_gives_the_same_report() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.json");
    for card in
        ["buypass-ready", "commfides-double-name", "buypass-misencoded", "pkcs15-with-authorities", "unknown"]
    {
        let live =
            run(["check", "--simulate", card, "--capture", arg(&path), "--format", "json", "--lang", "nb"]);
        let again = run(["replay", arg(&path), "--format", "json", "--lang", "nb"]);
        assert_eq!((again.code, again.json()), (live.code, live.json()), "{card}");
        assert_eq!((again.stderr.as_str(), live.stderr.as_str()), ("", ""), "{card}");

        let capture = Capture::from_json(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let read = Capture::from_json(&capture.to_json().unwrap()).unwrap();
        assert_eq!(judge(&read, &Question::default()), judge(&capture, &Question::default()), "{card}");
        let gathered = captures::of(card).facts;
        assert_eq!(timeless(&capture.facts), timeless(&gathered), "{card}: the library gathers the same");
    }
}

#[test]
fn replay_takes_time_and_go_live_day_as_check_does() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.json");
    let flags = "--at 2028-01-20T00:00:00Z --go-live 2028-03-01 --exclude name.* --format json --lang en";
    let live = words(&format!("check --simulate commfides-ready {flags} --capture {}", arg(&path)));
    let again = words(&format!("replay {} {flags}", arg(&path)));
    assert_eq!(again.json(), live.json());
    assert_eq!(again.json()["verdict"], "ready-with-warnings");
}

#[test]
fn a_captures_policy_travels_with_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.json");
    let profile = folder.path().join("strict.toml");
    std::fs::write(
        &profile,
        "name = \"strict\"\nenvironment = \"production\"\n[severities]\n\"pin.unknown\" = \"fail\"\n",
    )
    .unwrap();
    let start = ["check", "--simulate", "buypass-ready", "--profile", arg(&profile), "--format", "json"];
    let live = run(start.iter().copied().chain(["--capture", arg(&path)])).ended(1);
    assert_eq!(live.json()["profile"], "strict");
    std::fs::remove_file(&profile).unwrap();
    assert_eq!(run(["replay", arg(&path), "--format", "json"]).json(), live.json());
}

#[test]
fn names_are_compared() {
    let name = |expected: &str, code: i32| {
        let ran =
            run(["check", "--simulate", "buypass-ready", "--expect-name", expected, "--format", "json"])
                .ended(code);
        ran.json()["cards"][0]["name"]["verdict"].as_str().unwrap().to_owned()
    };
    assert_eq!(name("Åse Marie Eksempelsen", 0), "match");
    assert_eq!(name("åse marie EKSEMPELSEN", 0), "match");
    assert_eq!(name("A\u{30A}se Marie Eksempelsen", 0), "match");
    assert_eq!(name("Åse Marie Nordmo Eksempelsen", 0), "match-with-difference");
    assert_eq!(name("Ase Marie Eksempelsen", 1), "mismatch");
    assert_eq!(name("Åse Eksempelsen", 1), "mismatch");
    let report = judged("--simulate buypass-ready", 0, "ready");
    assert_eq!(report["cards"][0]["name"]["verdict"], "not-checked");
}

#[test]
fn offline_and_timeout_are_taken() {
    // Revocation that was not asked is never "good"; asked to stay offline, it is a warning.
    judged("--simulate buypass-ready --timeout 600", 0, "ready");
    judged("--simulate buypass-unreachable --timeout 600", 3, "undetermined");
    judged("--simulate buypass-ready --offline --timeout 600", 0, "ready-with-warnings");
}

#[test]
fn colour_is_never_written_to_a_pipe() {
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("TERM", "xterm-256color")] {
        let out =
            binary().env(name, value).args(["check", "--simulate", "buypass-expired"]).output().unwrap();
        assert!(!out.stdout.contains(&0x1B), "{name}");
    }
}

#[test]
fn findings_are_in_the_report() {
    assert!(
        found(&judged("--simulate buypass-misencoded", 0, "ready-with-warnings"))
            .contains(&"cert.misencoded_name")
    );
}

#[cfg(target_os = "linux")]
#[test]
fn watching_simulated_readers_costs_nothing_while_nothing_happens() {
    use crate::support::run::binary;
    use std::process::Stdio;
    let mut command = binary();
    command.args(["readers", "--watch", "--simulate", "buypass-ready"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(1));
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    // proc(5): fields 14 and 15 are user and system time in hundredths of a second; the name before has no space.
    let ticks: u32 = stat.split(' ').skip(13).take(2).map(|ticks| ticks.parse::<u32>().unwrap()).sum();
    assert!(ticks < 40, "{ticks} hundredths of a second in one second");
}

#[test]
fn a_capture_from_before_services_were_asked_is_read_and_judged() {
    let mut json = serde_json::to_value(captures::of("buypass-ready")).unwrap();
    for (place, names) in [
        ("/facts", ["exchanges", "trusted"].as_slice()),
        ("/policy/revocation", &["ask", "nonce", "addresses", "requests", "rounds"]),
        ("/policy/bounds", &["connect_ms", "exchange_ms", "answer_bytes", "trust_ms"]),
    ] {
        let fields = json.pointer_mut(place).unwrap().as_object_mut().unwrap();
        names.iter().for_each(|name| assert!(fields.remove(*name).is_some(), "{place}/{name}"));
    }
    let capture = Capture::from_json(&json.to_string()).unwrap();
    assert!(capture.facts.exchanges.is_empty());
    assert_eq!(capture.policy.bounds, captures::of("buypass-ready").policy.bounds);
    judge(&capture, &Question::default());
}
