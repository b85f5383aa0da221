//! Logins at providers that misbehave: what never counts, what counts all the same, and how long anybody waits.

use crate::login::bench::Bench;
use crate::login::checks::*;
use std::time::{Duration, Instant};

/// What must never count, and the check that says so.
const STOPPED: &[(&str, &str)] = &[
    ("issuer-other", PROVIDER_NOT_UNDERSTOOD),
    ("issuer-missing", PROVIDER_NOT_UNDERSTOOD),
    ("endpoints-missing", PROVIDER_NOT_UNDERSTOOD),
    ("par-unsupported", PROVIDER_NOT_UNDERSTOOD),
    ("authorize-is-a-file", PROVIDER_NOT_UNDERSTOOD),
    ("authorize-is-a-script", PROVIDER_NOT_UNDERSTOOD),
    ("token-endpoint-plain", PROVIDER_NOT_UNDERSTOOD),
    ("par-number", PROVIDER_NOT_UNDERSTOOD),
    ("par-empty", PROVIDER_NOT_UNDERSTOOD),
    // The way back.
    ("callback-issuer-other", ANSWER_FOREIGN),
    ("callback-issuer-missing", ANSWER_FOREIGN),
    ("callback-code-missing", ANSWER_FOREIGN),
    ("callback-error:login_required", REQUEST_REFUSED),
    ("callback-error:server_error", PROVIDER_DOWN),
    ("callback-error:access_denied", CANCELLED),
    ("callback-error-hid", ORGANISATION_REFUSED),
    ("callback-error-script", PROVIDER_DOWN),
    ("callback-code-unknown", REQUEST_REFUSED),
    // The token answer.
    ("tokens-bearer", TOKEN_NOT_BOUND),
    ("tokens-type-missing", TOKEN_NOT_BOUND),
    ("tokens-id-missing", TOKEN_UNTRUSTED),
    ("nonce-for-ever", REQUEST_REFUSED),
    ("nonce-untold", REQUEST_REFUSED),
    // The ID token.
    ("token-issuer-other", TOKEN_UNTRUSTED),
    ("token-issuer-missing", TOKEN_UNTRUSTED),
    ("subject-missing", TOKEN_UNTRUSTED),
    ("nonce-other", TOKEN_UNTRUSTED),
    ("nonce-missing", TOKEN_UNTRUSTED),
    ("alg-none", TOKEN_UNTRUSTED),
    ("alg-hs256-public-key", TOKEN_UNTRUSTED),
    ("alg-hs256-client-id", TOKEN_UNTRUSTED),
    ("key-in-header", TOKEN_UNTRUSTED),
    ("kid-never-found", TOKEN_UNTRUSTED),
    ("signature-wrong", TOKEN_UNTRUSTED),
    ("signature-cut", TOKEN_UNTRUSTED),
    ("signature-empty", TOKEN_UNTRUSTED),
    ("claims-changed", TOKEN_UNTRUSTED),
    ("token-garbage", TOKEN_UNTRUSTED),
    ("token-encrypted", TOKEN_UNTRUSTED),
    ("keys-none", TOKEN_UNTRUSTED),
    ("keys-symmetric", TOKEN_UNTRUSTED),
    ("audience-other", TOKEN_UNTRUSTED),
    ("audience-missing", TOKEN_UNTRUSTED),
    ("audience-two", TOKEN_UNTRUSTED),
    ("audience-two-azp-other", TOKEN_UNTRUSTED),
    ("expired", TOKEN_UNTRUSTED),
    ("expiry-missing", TOKEN_UNTRUSTED),
    ("issued-in-future", TOKEN_UNTRUSTED),
    ("at-hash-wrong", TOKEN_UNTRUSTED),
    // True, and not what was asked for.
    ("level-3", LEVEL_NOT_REACHED),
    ("level-missing", LEVEL_NOT_REACHED),
    ("level-words", LEVEL_NOT_REACHED),
    ("idp-other", OTHER_EID),
    ("idp-missing", OTHER_EID),
    ("auth-time-old", NOT_FRESH),
    ("auth-time-missing", NOT_FRESH),
    // On the wire.
    ("status:500@metadata", PROVIDER_DOWN),
    ("status:503@par", PROVIDER_DOWN),
    ("status:503@token", PROVIDER_DOWN),
    ("portal@metadata", PROVIDER_NOT_UNDERSTOOD),
    ("portal@token", PROVIDER_NOT_UNDERSTOOD),
    ("redirect-loop@metadata", PROVIDER_NOT_UNDERSTOOD),
    ("redirect@par", PROVIDER_NOT_UNDERSTOOD),
    ("garbage@metadata", PROVIDER_NOT_UNDERSTOOD),
    ("garbage@jwks", PROVIDER_NOT_UNDERSTOOD),
    ("garbage@par", PROVIDER_NOT_UNDERSTOOD),
    ("garbage@token", PROVIDER_NOT_UNDERSTOOD),
    ("empty@metadata", PROVIDER_NOT_UNDERSTOOD),
    ("empty@token", PROVIDER_NOT_UNDERSTOOD),
    ("shape:array@metadata", PROVIDER_NOT_UNDERSTOOD),
    ("shape:null@token", PROVIDER_NOT_UNDERSTOOD),
    ("deep@metadata", PROVIDER_NOT_UNDERSTOOD),
    ("deep@token", PROVIDER_NOT_UNDERSTOOD),
    ("truncated@metadata", PROVIDER_UNREACHABLE),
    ("truncated@token", PROVIDER_UNREACHABLE),
    ("reset@metadata", PROVIDER_UNREACHABLE),
    ("reset@par", PROVIDER_UNREACHABLE),
    ("reset@token", PROVIDER_UNREACHABLE),
    ("huge@metadata", PROVIDER_UNREACHABLE),
    ("huge@jwks", PROVIDER_UNREACHABLE),
    ("huge@token", PROVIDER_UNREACHABLE),
    ("huge-headers@metadata", PROVIDER_UNREACHABLE),
    // Refusals.
    ("error:invalid_client@par", CLIENT_REFUSED),
    ("error:unauthorized_client@token", CLIENT_REFUSED),
    ("error:invalid_scope@par", SCOPE_REFUSED),
    ("error:invalid_grant@token", REQUEST_REFUSED),
    ("error:temporarily_unavailable@token", PROVIDER_DOWN),
    ("hid:1001@par", ORGANISATION_REFUSED),
    ("hid:1004@par", ORGANISATION_REFUSED),
    ("hid:1006@token", ORGANISATION_REFUSED),
    ("hid:1007@token", REQUEST_REFUSED),
    ("hid:1010@par", REQUEST_REFUSED),
    // The clock.
    ("clock:300", CLOCK_OFF),
    ("clock:-300", CLOCK_OFF),
];

/// What counts all the same.
const PASSED: &[&str] = &[
    "good",
    "kid-rotated",
    "kid-missing",
    "at-hash-missing",
    "keys-many",
    "keys-strange",
    "nonce-never",
    "par-nonce",
    "idps-unlisted",
    "idps-as-objects",
    "endsession-missing",
    "callback-twice",
    "reset@availableidps",
    "status:500@revocation",
    "reset@revocation",
    "slow:1500@token",
];

#[test]
#[ignore = "waits for the checks"]
fn what_is_wrong_never_counts() {
    let wrong: Vec<String> =
        STOPPED.iter().filter_map(|(mode, check)| complaint(mode, Some(check))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
#[ignore = "waits for the checks"]
fn what_is_only_odd_counts() {
    let wrong: Vec<String> = PASSED.iter().filter_map(|mode| complaint(mode, None)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is other than expected in a login of a mode.
fn complaint(mode: &str, check: Option<&&str>) -> Option<String> {
    let begun = Instant::now();
    let ran = Bench::hostile(mode).login("--eid buypass --login-timeout 5");
    let verdict = ran.verdict();
    let good = match check {
        None => verdict == "pass" && ran.code == 0,
        Some(check) => verdict != "pass" && ran.code != 0 && ran.spoken().iter().any(|one| one == *check),
    };
    let late = begun.elapsed() > Duration::from_secs(30);
    (!good || late)
        .then(|| format!("{mode}: {verdict}, {}, {:?}, {:?}", ran.code, ran.spoken(), begun.elapsed()))
}

#[test]
#[ignore = "waits for the checks"]
fn nobody_waits_for_ever() {
    for endpoint in ["metadata", "jwks", "par", "token"] {
        for fault in ["slow", "drip"] {
            let begun = Instant::now();
            let ran = Bench::hostile(&format!("{fault}@{endpoint}")).login("--eid buypass --login-timeout 5");
            ran.stopped_by(PROVIDER_UNREACHABLE);
            assert!(begun.elapsed() < Duration::from_secs(30), "{fault}@{endpoint}: {:?}", begun.elapsed());
        }
    }
}

#[test]
#[ignore = "waits for the checks"]
fn leaving_holds_nobody_up() {
    for endpoint in ["revocation", "endsession"] {
        let begun = Instant::now();
        Bench::hostile(&format!("slow@{endpoint}")).login("--eid buypass").passed();
        assert!(begun.elapsed() < Duration::from_secs(25), "{endpoint}: {:?}", begun.elapsed());
    }
}

/// An answer whose state is not ours may be anybody's on this machine: it is no answer, and ends no login.
#[test]
#[ignore = "waits for the checks"]
fn what_somebody_else_sends_to_the_loopback_address_ends_nothing() {
    for mode in ["callback-state-other", "callback-state-missing", "callback-error-forged"] {
        let ran = Bench::hostile(mode).login("--eid buypass --login-timeout 3");
        assert_ne!(ran.verdict(), "pass", "{mode}");
        assert_ne!(ran.code, 0, "{mode}");
        assert!(
            ran.spoken().iter().any(|one| one == ANSWER_FOREIGN || one == NOBODY_CAME),
            "{mode}: {ran:?}"
        );
    }
}

/// The other side of the same: the browser that comes after the stranger is still let in.
#[test]
#[ignore = "waits for the checks"]
fn a_stranger_who_is_first_shuts_nobody_out() {
    Bench::hostile("callback-stray-first").login("--eid buypass").passed();
}

#[test]
#[ignore = "waits for the checks"]
fn a_code_is_used_once() {
    let bench = Bench::hostile("callback-twice");
    bench.login("--eid buypass").passed();
    let exchanged = bench.idp.seen_at("/connect/token");
    assert_eq!(exchanged.iter().filter(|one| one["status"] == 200).count(), 1);
}

#[test]
#[ignore = "waits for the checks"]
fn a_refused_nonce_is_tried_again_once() {
    let bench = Bench::hostile("nonce-for-ever");
    bench.login("--eid buypass").stopped_by(REQUEST_REFUSED);
    assert_eq!(bench.idp.seen_at("/connect/token").len(), 2);
}

#[test]
#[ignore = "waits for the checks"]
fn what_a_provider_says_does_not_reach_the_terminal_or_the_page_as_it_is() {
    let ran = Bench::hostile("callback-error-script").login("--eid buypass");
    let all = format!("{}{}", ran.stdout, ran.stderr);
    assert!(!all.contains('\u{1b}') && !all.contains("\\u001b[31m"), "{all}");
}

#[test]
#[ignore = "waits for the checks"]
fn an_eid_that_is_not_offered_is_said() {
    Bench::hostile("idps-without-buypass").login("--eid buypass").says(EID_NOT_OFFERED);
}
