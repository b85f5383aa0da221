//! The way back from the browser: the port, who else knocks there, and who never comes.

use crate::login::bench::{Bench, finished, until};
use crate::login::checks::*;
use crate::support::browser::Browser;
use serde_json::json;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

#[test]
fn strangers_at_the_port_end_nothing() {
    let bench = Bench::good().browsing(Browser::idle());
    let child = bench.begin("login", "--eid buypass");
    let address = bench.opened();
    for request in [
        "GET /favicon.ico HTTP/1.1",
        "GET / HTTP/1.1",
        "GET /callback/ HTTP/1.1",
        "GET /callback HTTP/1.1",
        "POST /callback HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "nonsense",
    ] {
        knock(bench.client.port(), &format!("{request}\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"));
    }
    knock(bench.client.port(), &format!("GET /callback?code={} HTTP/1.1\r\n\r\n", "a".repeat(1 << 20)));
    let _silent = TcpStream::connect(("127.0.0.1", bench.client.port())).unwrap();
    walk(&address);
    finished(child).passed();
}

/// A browser that restores its tabs asks for the answer of an earlier login as soon as it is opened; the person takes a
/// minute longer.
#[test]
fn a_stranger_who_is_first_shuts_nobody_out() {
    let bench = Bench::good().browsing(Browser::idle());
    let child = bench.begin("login", "--eid buypass");
    let address = bench.opened();
    let host = format!("Host: localhost:{}", bench.client.port());
    let lines: Vec<_> = (0..3)
        .map(|_| {
            let mut line = TcpStream::connect(("127.0.0.1", bench.client.port())).unwrap();
            write!(line, "GET /callback?code=old&state=old HTTP/1.1\r\n{host}\r\n\r\n").unwrap();
            line // and never hangs up
        })
        .collect();
    std::thread::sleep(Duration::from_millis(2500));
    walk(&address);
    finished(child).passed();
    drop(lines);
}

#[test]
fn the_page_that_is_left_open_says_nothing_of_the_login() {
    let bench = Bench::good().browsing(Browser::idle());
    let child = bench.begin("login", "--eid buypass");
    bench.opened();
    let said = knock(
        bench.client.port(),
        "GET /callback?error=%3Cscript%3Ealert(1)%3C/script%3E&state=x HTTP/1.1\r\nHost: localhost\r\n\r\n",
    );
    assert!(!said.contains("<script>alert"), "{said}");
    interrupt(&child);
    finished(child);
}

#[test]
fn both_kinds_of_loopback_address_listen() {
    let bench = Bench::good().browsing(Browser::idle());
    let child = bench.begin("login", "--eid buypass");
    bench.opened();
    assert!(TcpStream::connect(("127.0.0.1", bench.client.port())).is_ok());
    assert!(TcpStream::connect(("::1", bench.client.port())).is_ok());
    interrupt(&child);
    finished(child);
}

#[test]
fn ctrl_c_ends_it_at_once() {
    let bench = Bench::good().browsing(Browser::idle());
    let child = bench.begin("login", "--eid buypass");
    bench.opened();
    let begun = Instant::now();
    interrupt(&child);
    let ran = finished(child);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert_eq!(ran.code, 130, "{ran:?}");
    // What was done until then is told.
    assert_eq!(ran.verdict(), "cancelled", "{ran:?}");
    TcpListener::bind(("127.0.0.1", bench.client.port())).expect("the port is free again");
}

#[test]
fn a_person_who_gives_up_has_cancelled() {
    let bench = Bench::helseid(json!({ "login": "ask" })).browsing(Browser::pressing("cancel"));
    let ran = bench.login("--eid buypass").stopped_by(CANCELLED);
    assert_eq!(ran.verdict(), "cancelled");
}

#[test]
fn a_person_who_goes_away_is_waited_for_as_long_as_was_said() {
    let begun = Instant::now();
    let ran = Bench::helseid(json!({ "login": "silent" })).login("--eid buypass --login-timeout 2");
    ran.stopped_by(NOBODY_CAME);
    assert!((2..8).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}

/// `--timeout` bounds the whole run, and is nobody's wish to break off.
#[test]
fn the_run_ends_when_its_time_is_up() {
    let begun = Instant::now();
    let ran = Bench::helseid(json!({ "login": "silent" })).login("--eid buypass --timeout 2");
    assert_eq!(ran.stopped_by(NOBODY_CAME).code, 3);
    let ran = Bench::hostile("slow@token").client("--connect --timeout 1");
    assert_ne!(ran.json()["client"]["connection"]["verdict"], "pass", "{ran:?}");
    assert!([1, 3].contains(&ran.code), "{ran:?}");
    assert!(begun.elapsed() < Duration::from_secs(12), "{:?}", begun.elapsed());
}

#[test]
fn ctrl_c_is_heard_before_the_browser_is_opened_too() {
    let bench = Bench::hostile("slow@metadata");
    let child = bench.begin("login", "--eid buypass");
    until("the provider is asked", || TcpStream::connect(("127.0.0.1", bench.client.port())).ok());
    let begun = Instant::now();
    interrupt(&child);
    assert_eq!(finished(child).code, 130);
    assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    assert!(bench.browser.opened().is_empty());
}

#[test]
fn a_wish_for_a_login_that_is_not_asked_for_is_refused() {
    for wish in ["--eid buypass", "--no-browser", "--login-timeout 30"] {
        let ran = crate::support::run::words(&format!("check --simulate buypass-ready {wish} --lang en"));
        assert!(ran.ended(2).stderr.contains("--login"));
    }
}

#[test]
fn the_profile_of_the_demo_logs_nobody_in() {
    let ran = Bench::good().login("--eid buypass --profile demo");
    assert_eq!(ran.code, 2, "{ran:?}");
}

#[test]
fn no_browser_is_said() {
    let bench = Bench::good();
    let mut command = bench.command("login", "--eid buypass --login-timeout 3");
    command.env("BROWSER", "").env("PATH", "");
    crate::login::bench::ran(command).stopped_by(NO_BROWSER);
}

#[test]
fn an_address_that_is_not_registered_is_refused_before_the_browser() {
    let bench = Bench::good();
    let mut content = bench.client.content(&bench.idp.issuer);
    content["redirectUris"] = json!([format!("http://localhost:{}/annet", bench.client.port())]);
    crate::support::client_file::write(&content, bench.folder.path());
    bench.login("--eid buypass").stopped_by(REDIRECT_REFUSED);
    assert!(bench.browser.opened().is_empty());
}

/// Says something to a port, and what comes back.
fn knock(port: u16, text: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    let _ = stream.write_all(text.as_bytes()); // they may hang up
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said);
    String::from_utf8_lossy(&said).into_owned()
}

fn walk(address: &str) {
    let walker = Browser::walker();
    assert!(Command::new(walker.program()).arg(address).status().unwrap().success());
    assert!(walker.pages().iter().any(|page| page.contains("/callback")), "{:?}", walker.pages());
}

fn interrupt(child: &std::process::Child) {
    // SAFETY: a signal to a process that this test started and has not waited for.
    unsafe { libc::kill(child.id() as i32, libc::SIGINT) };
}
