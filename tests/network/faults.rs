//! Services that are not there, are slow, lie or break off: each is one exchange with its own code, and the run goes on.

use super::bench::{Bench, Named, Ran, person};
use crate::support::web::{Asked, Reply, Web, free_port};
use std::time::Duration;

/// What came of asking a responder that behaves so.
fn asked_of(bench: &Bench, answer: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Ran {
    let web = Web::serve(answer);
    asked_at(bench, web.url("/ocsp"))
}

fn asked_at(bench: &Bench, url: String) -> Ran {
    let named = Named { ocsp: vec![url], ..Named::default() };
    bench.ask(&[person("one", &bench.authorities.commfides, &named)])
}

#[track_caller]
fn outcome(ran: &Ran) -> String {
    super::bench::outcome(&ran.only()["answer"])
}

#[test]
fn a_closed_port_is_a_connection_that_did_not_come_about() {
    let bench = Bench::new();
    let ran = asked_at(&bench, format!("http://127.0.0.1:{}", free_port()));
    assert_eq!(outcome(&ran), "connect");
    let failed = &ran.only()["answer"]["failed"];
    assert!(failed["call"].as_str().unwrap().starts_with("POST http://127.0.0.1:"), "{failed}");
    assert!(failed["detail"].as_str().unwrap().contains("refused"), "{failed}");
}

#[test]
fn a_name_that_leads_nowhere_is_told_from_a_closed_port() {
    let bench = Bench::with("exchange_ms = 20000\nconnect_ms = 20000", "", true);
    let ran = asked_at(&bench, "http://ocsp.nowhere.invalid/".to_owned());
    assert_eq!(outcome(&ran), "dns");
    assert!(ran.only()["answer"]["failed"]["detail"].as_str().unwrap().contains("ocsp.nowhere.invalid"));
}

#[test]
fn a_service_that_never_answers_costs_its_bound_and_no_more() {
    let bench = Bench::new();
    let ran = asked_of(&bench, |_| Reply::Silence);
    assert_eq!(outcome(&ran), "timeout");
    assert_eq!(ran.only()["answer"]["failed"]["place"]["timeout"]["ms"], 1500);
    assert!(ran.took > Duration::from_millis(1400) && ran.took < Duration::from_secs(6), "{:?}", ran.took);
}

#[test]
fn several_silent_services_are_waited_for_at_once() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Silence);
    let certificates: Vec<_> = ["one", "two", "three", "four"]
        .map(|seed| {
            let named = Named { ocsp: vec![web.url(&format!("/{seed}"))], ..Named::default() };
            person(seed, &bench.authorities.commfides, &named)
        })
        .into();
    let ran = bench.ask(&certificates);
    assert_eq!(ran.exchanges().len(), 4);
    assert!(ran.lines().iter().all(|line| line.ends_with("timeout")));
    assert!(ran.took < Duration::from_secs(5), "{:?}", ran.took);
}

#[test]
fn an_answer_that_drips_does_not_stretch_the_bound() {
    let bench = Bench::new();
    let head = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".to_vec();
    let ran = asked_of(&bench, move |_| Reply::Drip(head.clone(), b'x', Duration::from_millis(20)));
    assert_eq!(outcome(&ran), "timeout");
    let ran = asked_of(&bench, |_| {
        Reply::Drip(b"HTTP/1.1 200 OK\r\nX: ".to_vec(), b'x', Duration::from_millis(20))
    });
    assert_eq!(outcome(&ran), "timeout");
    assert!(ran.took < Duration::from_secs(6), "{:?}", ran.took);
}

#[test]
fn an_error_of_the_service_is_an_answer_with_its_status() {
    let bench = Bench::new();
    for status in [403, 404, 407, 500, 503] {
        let ran = asked_of(&bench, move |_| Reply::Whole(status, "text/plain", b"no".to_vec()));
        assert_eq!(outcome(&ran), status.to_string());
    }
}

#[test]
fn the_page_of_a_guest_network_is_kept_as_it_came() {
    let bench = Bench::new();
    let page = b"<html><title>Gjestenett</title></html>".to_vec();
    let portal = Web::serve(move |_| Reply::Whole(200, "text/html; charset=utf-8", page.clone()));
    let landing = portal.url("/login?next=1");
    let to = landing.clone();
    let ran = asked_of(&bench, move |_| Reply::Elsewhere(302, to.clone()));
    let seen = &ran.only()["answer"]["seen"]["value"];
    assert_eq!((seen["status"].as_u64(), seen["landed"].as_str()), (Some(200), Some(landing.as_str())));
    assert_eq!(seen["content_type"], "text/html; charset=utf-8");
    assert_eq!(super::bench::bytes(&seen["body"]), b"<html><title>Gjestenett</title></html>");
    // RFC 9110 §15.4.3: a POST that is sent elsewhere with 302 becomes a GET.
    assert_eq!(portal.asked()[0].line, "GET /login?next=1");
}

#[test]
fn a_moved_responder_gets_the_same_question() {
    let bench = Bench::new();
    let moved = Web::serve(|_| Reply::Whole(200, "application/ocsp-response", vec![0x30, 3, 0x0A, 1, 3]));
    let to = moved.url("/new");
    let ran = asked_of(&bench, move |_| Reply::Elsewhere(308, to.clone()));
    assert_eq!(outcome(&ran), "200");
    assert_eq!(moved.asked()[0].line, "POST /new");
    assert_eq!(moved.asked()[0].body, super::bench::bytes(&ran.only()["request"]));
}

#[test]
fn redirections_end() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Elsewhere(302, "/again".to_owned()));
    let ran = asked_at(&bench, web.url("/"));
    assert_eq!(outcome(&ran), "redirect");
    assert_eq!(web.asked().len(), 4, "the question and three redirections");
}

#[test]
fn redirections_lead_to_web_servers_only() {
    let bench = Bench::new();
    for to in
        ["file:///etc/passwd", "ftp://127.0.0.1/a", "ldap://127.0.0.1/", "http://kari:secret@127.0.0.1/"]
    {
        let ran = asked_of(&bench, move |_| Reply::Elsewhere(302, to.to_owned()));
        let outcome = outcome(&ran);
        // A scheme that no web client knows is not followed at all: the redirection itself is the answer.
        assert!(["redirect", "302"].contains(&outcome.as_str()), "{to}: {outcome}");
    }
}

#[test]
fn an_answer_over_the_bound_is_a_failure_and_not_a_shorter_answer() {
    let bench = Bench::with("exchange_ms = 5000\nanswer_bytes = 1000", "", true);
    let fits = asked_of(&bench, |_| Reply::Whole(200, "application/pkix-crl", vec![7; 1000]));
    assert_eq!(outcome(&fits), "200");
    let announced = asked_of(&bench, |_| Reply::Whole(200, "application/pkix-crl", vec![7; 1001]));
    assert_eq!(outcome(&announced), "too-large");
    let chunked = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFF\r\n".to_vec();
    let endless = asked_of(&bench, move |_| Reply::Drip(chunked.clone(), 7, Duration::ZERO));
    assert_eq!(outcome(&endless), "too-large");
    // A server may also promise more than any machine has.
    let liar = asked_of(&bench, |_| {
        Reply::Raw(b"HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551615\r\n\r\nx".to_vec())
    });
    assert!(["too-large", "http"].contains(&outcome(&liar).as_str()), "{}", outcome(&liar));
}

#[test]
fn what_is_no_http_is_named_so() {
    let bench = Bench::new();
    for bytes in [
        b"\x00\x01\x02\x03garbage\r\n\r\n".to_vec(),
        b"SSH-2.0-OpenSSH_9.2\r\n".to_vec(),
        b"HTTP/1.1 20".to_vec(),
        b"".to_vec(),
        b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nonly this".to_vec(),
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n".to_vec(),
    ] {
        let shown = String::from_utf8_lossy(&bytes).into_owned();
        let ran = asked_of(&bench, move |_| Reply::Raw(bytes.clone()));
        assert_eq!(outcome(&ran), "http", "{shown:?}");
    }
}

#[test]
fn addresses_that_may_not_be_asked_are_not() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Whole(200, "text/plain", Vec::new()));
    let port = web.url("").rsplit(':').next().unwrap().to_owned();
    let ocsp = [
        format!("http://kari:secret@127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}/{}", "x".repeat(3000)),
        "file:///etc/passwd".to_owned(),
        "ldap://127.0.0.1/".to_owned(),
    ];
    let named = Named { ocsp: ocsp.into(), ..Named::default() };
    let ran = bench.ask(&[person("one", &bench.authorities.commfides, &named)]);
    assert!(ran.exchanges().is_empty());
    assert!(web.asked().is_empty());
    // One that looks sound and is none: the port does not exist.
    assert_eq!(outcome(&asked_at(&bench, "http://127.0.0.1:99999/".to_owned())), "address");
}
