//! Logins at providers that misbehave: what never counts, what counts all the same, and how long anybody waits.

use crate::login::bench::{Bench, all_hold};
use crate::login::checks::*;
use crate::login::modes::{ANSWERS, TOKENS};
use crate::support::idp;
use std::process::Command;
use std::time::{Duration, Instant};

/// A mode of tests/idp/hostile.mjs; the exit code; a word among the login's reasons; the check that speaks. Empty where
/// nothing is to be said.
pub type Case<'c> = (&'c str, i32, &'c str, &'c str);

#[test]
fn what_a_provider_answers_is_judged_mode_by_mode() {
    all_hold(ANSWERS, |case| complaint(case, ""));
}

#[test]
fn what_an_id_token_says_is_judged_mode_by_mode() {
    all_hold(TOKENS, |case| complaint(case, ""));
}

#[test]
fn no_mode_is_left_out() {
    idp::install();
    let script = "Promise.all(['answers', 'tokens'].map((name) => import(`./hostile_${name}.mjs`)))\
                  .then(([a, t]) => console.log(Object.keys({ ...a.ANSWERS, ...t.TOKENS }).join('\\n')))";
    let out = Command::new("node").args(["-e", script]).current_dir(idp::folder()).output().unwrap();
    let names = String::from_utf8(out.stdout).unwrap();
    assert!(names.lines().count() > 70, "{}", String::from_utf8_lossy(&out.stderr));
    let is_known =
        |name: &&str| ANSWERS.iter().chain(TOKENS).any(|(mode, ..)| mode.split(':').next() == Some(name));
    let missing: Vec<&str> = names.lines().filter(|name| !is_known(name)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// What is other than expected in a login at a provider of that mode.
pub fn complaint((mode, code, reason, check): &Case, words: &str) -> Option<String> {
    let begun = Instant::now();
    let ran = Bench::hostile(mode).login(&format!("--eid buypass --login-timeout 3 {words}"));
    let report = ran.json();
    let verdict = match code {
        0 => "pass",
        1 => "fail",
        3 => "undetermined",
        _ => "cancelled",
    };
    let reasons: Vec<&str> =
        report["login"]["reasons"].as_array().unwrap().iter().filter_map(|one| one.as_str()).collect();
    let good = ran.code == *code
        && report["login"]["verdict"] == verdict
        && (reason.is_empty() || reasons.contains(reason))
        && (check.is_empty() || ran.spoken().iter().any(|one| one == check))
        && begun.elapsed() < Duration::from_secs(15);
    (!good).then(|| {
        let told = (ran.code, report["login"]["verdict"].as_str(), reasons, ran.spoken());
        format!("(\"{mode}\", {code}, \"{reason}\", {check}): {told:?}, {:?}", begun.elapsed())
    })
}

#[test]
fn leaving_holds_nobody_up() {
    for endpoint in ["revocation", "endsession"] {
        let begun = Instant::now();
        Bench::hostile(&format!("slow@{endpoint}")).login("--eid buypass").passed();
        assert!(begun.elapsed() < Duration::from_secs(12), "{endpoint}: {:?}", begun.elapsed());
    }
}

#[test]
fn a_code_is_used_once() {
    let bench = Bench::hostile("callback-twice");
    bench.login("--eid buypass").passed();
    let exchanged = bench.idp.seen_at("/connect/token");
    assert_eq!(exchanged.iter().filter(|one| one["status"] == 200).count(), 1);
}

#[test]
fn a_refused_nonce_is_tried_again_once() {
    let bench = Bench::hostile("nonce-for-ever");
    bench.login("--eid buypass").stopped_by(REQUEST_REFUSED);
    assert_eq!(bench.idp.seen_at("/connect/token").len(), 2);
}

#[test]
fn keys_are_asked_for_again_where_the_tokens_own_is_new() {
    let bench = Bench::hostile("kid-rotated");
    bench.login("--eid buypass").passed();
    assert_eq!(bench.idp.seen_at("/.well-known/openid-configuration/jwks").len(), 2);
}

#[test]
fn what_a_provider_says_does_not_reach_the_terminal_or_the_page_as_it_is() {
    let ran = Bench::hostile("callback-error-script").login("--eid buypass");
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!all.contains('\u{1b}') && !all.contains("\\u001b[31m"), "{all}");
}
