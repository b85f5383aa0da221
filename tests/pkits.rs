//! NIST's path validation suite (PKITS), all of it, through the built binary.
//!
//! `testdata/pki/pkits/` holds what the suite asks and what came of it; the certificates come with a Debian package.

use crate::support::run::run;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// When all cases are judged: the certificates of the suite end in 2030.
const AT: &str = "2026-01-01T00:00:00Z";

/// The policies of the suite are the numbers below this one.
const POLICIES: &str = "2.16.840.1.101.3.2.1.48";

/// DSA: nobody here verifies it, and so nobody says anything.
const MISSED: [&str; 2] = ["4.1.4", "4.1.5"];

/// What the suite asks; lists of names have spaces between.
#[derive(Deserialize)]
struct Case {
    case: String,
    expected: String,
    certificate: String,
    issuers: String,
    lists: String,
    policies: String,
    inhibits: String,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Outcome {
    case: String,
    expected: String,
    verdict: String,
    exit: i32,
    /// Every reason why the path is not accepted.
    reasons: String,
    /// Whether the certificate itself is revoked, and what said so.
    revocation: String,
}

#[test]
fn every_case_of_the_suite_is_judged_as_it_was_last_time() {
    let data = suite();
    let cases: Vec<Case> = read("cases.csv");
    assert_eq!(cases.len(), 249);
    let outcomes = in_parallel(&cases, |case| judge(&data, case));

    for outcome in &outcomes {
        let accepted = outcome.verdict == "valid";
        assert!(!accepted || outcome.expected == "valid", "falsely accepted: {outcome:?}");
        assert_eq!(outcome.exit == 0, accepted, "{outcome:?}");
        assert_eq!(outcome.reasons.is_empty(), accepted, "{outcome:?}");
    }
    let missed = outcomes.iter().filter(|one| one.expected == "valid" && one.verdict != "valid");
    let missed: Vec<&str> = missed.map(|one| one.case.as_str()).collect();
    assert_eq!(missed, MISSED);

    if std::env::var_os("EID_READY_WRITE_RESULTS").is_some() {
        return write("results.csv", &outcomes);
    }
    let before: Vec<Outcome> = read("results.csv");
    for (before, now) in before.iter().zip(&outcomes) {
        assert_eq!(before, now);
    }
    assert_eq!(before.len(), outcomes.len());
}

fn judge(data: &Path, case: &Case) -> Outcome {
    let certificate = |name: &str| data.join("certs").join(format!("{name}.crt")).display().to_string();
    let list = |name: &str| data.join("crls").join(format!("{name}.crl")).display().to_string();
    let mut arguments: Vec<String> =
        ["verify", &certificate(&case.certificate), "--anchor", &certificate("TrustAnchorRootCertificate")]
            .map(str::to_owned)
            .into();
    let mut add = |name: &str, value: String| arguments.extend([name.to_owned(), value]);
    case.issuers.split_whitespace().for_each(|one| add("--intermediate", certificate(one)));
    case.lists.split_whitespace().for_each(|one| add("--crl", list(one)));
    for policy in case.policies.split_whitespace() {
        add("--policy", policy.replace("nist-", &format!("{POLICIES}.")));
    }
    for inhibit in case.inhibits.split_whitespace() {
        arguments.push(match inhibit {
            "explicit" => "--explicit-policy".to_owned(),
            "mapping" => "--inhibit-policy-mapping".to_owned(),
            "any" => "--inhibit-any-policy".to_owned(),
            other => panic!("{}: {other}", case.case),
        });
    }
    arguments.extend(["--at", AT, "--format", "json", "--purpose", "any"].map(str::to_owned));
    let ran = run(&arguments);
    assert_eq!(ran.stderr, "", "{}", case.case);
    outcome(case, ran.code, &ran.json())
}

fn outcome(case: &Case, exit: i32, report: &Value) -> Outcome {
    let judged = &report["cards"][0]["certificates"][0];
    let verdict = judged["path"]["verdict"].as_str().unwrap();
    let top = match verdict {
        "valid" => "ready",
        "invalid" => "not-ready",
        other => other,
    };
    assert_eq!(report["verdict"], top, "{}", case.case);
    let words = |list: &Value, of: fn(&Value) -> &Value| {
        let words = list.as_array().unwrap().iter().map(|one| of(one).as_str().unwrap());
        words.collect::<Vec<_>>().join(" ")
    };
    let revocation = &judged["revocation"];
    let known = [
        revocation["status"].as_str().unwrap(),
        revocation["method"].as_str().unwrap(),
        &words(&revocation["reasons"], |one| one),
    ];
    Outcome {
        case: case.case.clone(),
        expected: case.expected.clone(),
        verdict: verdict.to_owned(),
        exit,
        reasons: words(&judged["path"]["reasons"], |reason| &reason["code"]),
        revocation: known.join(" ").trim_end().to_owned(),
    }
}

/// Where the certificates of the suite are. Without them nothing is known, so it is no reason to pass.
fn suite() -> PathBuf {
    let place = "import os, cryptography_vectors as v; print(os.path.dirname(v.__file__))";
    let ask = |python: &str| {
        let said = Command::new(python).args(["-c", place]).output().ok()?;
        let folder = PathBuf::from(String::from_utf8(said.stdout).ok()?.trim()).join("x509/PKITS_data");
        folder.is_dir().then_some(folder)
    };
    // Where somebody put a Python of his own first on the path, Debian's knows of Debian's packages.
    let found = ["python3", "/usr/bin/python3"].into_iter().find_map(ask);
    found.expect("the suite is in the Debian package python3-cryptography-vectors")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki/pkits")
}

fn read<T: for<'de> Deserialize<'de>>(name: &str) -> Vec<T> {
    let mut rows = csv::Reader::from_path(folder().join(name)).unwrap();
    rows.deserialize().map(Result::unwrap).collect()
}

fn write(name: &str, outcomes: &[Outcome]) {
    let mut rows = csv::Writer::from_path(folder().join(name)).unwrap();
    outcomes.iter().for_each(|outcome| rows.serialize(outcome).unwrap());
    rows.flush().unwrap();
}

/// Each case is a process of its own; they wait more than they work.
fn in_parallel(cases: &[Case], one: impl Fn(&Case) -> Outcome + Sync) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((at, case)) =
            Some(next.fetch_add(1, Ordering::Relaxed)).and_then(|at| Some((at, cases.get(at)?)))
        {
            done.push((at, one(case)));
        }
        done
    };
    let mut outcomes: Vec<(usize, Outcome)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    });
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}
