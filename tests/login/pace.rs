//! What a login asks, when, and what it takes: two requests from the browser's way back to the verdict; everything else
//! before or after.

use crate::login::bench::{Bench, finished};
use crate::support::peak::peak;
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::process::Child;
use std::time::{SystemTime, UNIX_EPOCH};

/// The most that a login may hold, in bytes.
const MOST_MEMORY: u64 = 60 << 20;

/// What a flood sends, in bytes.
const FLOOD: u64 = 100 << 20;

#[test]
fn two_requests_lie_between_the_browsers_return_and_the_verdict() {
    let bench = Bench::good();
    let ran = bench.login("--eid buypass").passed();
    assert_eq!(ran.json()["login"]["requests_after_callback"], 2);
    let seen = bench.idp.seen();
    let paths: Vec<&str> = seen.iter().map(|one| one["path"].as_str().unwrap()).collect();
    let sent_back = paths.iter().rposition(|path| path.starts_with("/connect/authorize")).unwrap();
    let after: Vec<&str> = paths[sent_back + 1..].to_vec();
    assert_eq!(after[..2], ["/connect/token"; 2], "one, and the one retry with its nonce: {paths:?}");
    let mut leaving = after[2..].to_vec();
    leaving.retain(|path| !path.starts_with("/connect/endsession"));
    assert_eq!(leaving, ["/connect/revocation"], "{paths:?}");
}

#[test]
fn where_no_nonce_is_demanded_there_is_one() {
    let bench = Bench::hostile("nonce-never");
    let ran = bench.login("--eid buypass").passed();
    assert_eq!(ran.json()["login"]["requests_after_callback"], 1);
    assert_eq!(bench.idp.seen_at("/connect/token").len(), 1);
}

/// A provider that takes its time over a farewell has not answered it yet when the whole report is there.
#[test]
fn the_verdict_is_told_before_leaving() {
    for (endpoint, path) in [("revocation", "/connect/revocation"), ("endsession", "/connect/endsession")] {
        let bench = Bench::hostile(&format!("slow:1500@{endpoint}"));
        let mut child = bench.begin("login", "--eid buypass");
        let told = report_of(&mut child);
        let then = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
        assert_eq!(told["login"]["verdict"], "pass");
        finished(child);
        let left = crate::login::bench::until(path, || bench.idp.seen_at(path).into_iter().next());
        assert!(u128::from(left["at"].as_u64().unwrap()) > then, "{path}: {left}, told at {then}");
    }
}

/// Reads what a running program says until that is a whole report.
fn report_of(child: &mut Child) -> Value {
    let mut text = String::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        text.push_str(&line);
        if line == "}" {
            break;
        }
    }
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn nothing_that_is_signed_is_used_twice() {
    let bench = Bench::good();
    bench.login("--eid buypass").passed();
    bench.client("--connect");
    let seen = bench.idp.seen();
    let of = |what: &str| -> Vec<String> {
        let all = seen.iter().filter_map(|one| one[what]["jti"].as_str());
        all.map(str::to_owned).collect()
    };
    // The pushed request, the token request twice and the revocation; the client's own token twice, and its revocation.
    for (what, count) in [("assertion", 7), ("dpop", 7)] {
        let mut all = of(what);
        assert!(all.len() >= count, "{what}: {all:?}");
        all.sort();
        let whole = all.len();
        all.dedup();
        assert_eq!(all.len(), whole, "{what}");
    }
}

#[test]
fn a_login_holds_little() {
    let bench = Bench::good();
    let child = bench.begin("login", "--eid buypass");
    let (code, peak) = peak(child);
    assert_eq!(code, Some(0));
    assert!(peak > 0 && peak < MOST_MEMORY, "{} MB", peak >> 20);
}

/// What somebody sends without an end is not kept: the flood has a hundred megabytes. The pages of a debug build, some
/// forty, count here too.
#[test]
fn a_flood_is_not_held() {
    for mode in ["huge@metadata", "huge@token", "keys-many"] {
        let bench = Bench::hostile(mode);
        let (_, peak) = peak(bench.begin("login", "--eid buypass"));
        assert!(peak > 0 && peak < MOST_MEMORY + FLOOD / 4, "{mode}: {} MB", peak >> 20);
    }
}
