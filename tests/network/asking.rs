//! What is asked, and in what order.

use super::bench::{Bench, Named, bytes, card, good, person};
use crate::forge::services::{Status, response, revocation_list, serial_of};
use crate::support::web::{Reply, Web, free_port};
use std::net::TcpListener;

/// A server for which the certificate must be known, so that the certificate can name its port.
fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

#[test]
fn a_good_answer_ends_the_asking() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let named = Named { ocsp: vec![url.clone()], lists: vec![format!("{url}/a.crl")], ..Named::default() };
    let certificate = person("one", &bench.authorities.commfides, &named);
    let answer = good(&bench.authorities, &certificate);
    let web =
        Web::serve_on(listener, move |_| Reply::Whole(200, "application/ocsp-response", answer.clone()));
    let ran = bench.ask(&[certificate]);
    assert_eq!(ran.lines(), [format!("ocsp {url} 200")]);
    let exchange = ran.only();
    assert_eq!(exchange["asked_at"], "2026-11-22T08:00:00Z");
    assert_eq!(exchange["answer"]["seen"]["value"]["content_type"], "application/ocsp-response");
    assert_eq!(exchange["proxy"], serde_json::Value::Null);

    let asked = &web.asked()[0];
    assert_eq!(asked.line, "POST /");
    assert_eq!(asked.header("content-type"), Some("application/ocsp-request"));
    assert_eq!(asked.header("accept"), Some("application/ocsp-response"));
    assert!(asked.header("user-agent").unwrap().starts_with("eid-ready/"));
    assert_eq!((asked.header("cookie"), asked.header("referer")), (None, None));
    assert_eq!(asked.body, bytes(&exchange["request"]), "what was sent is what is kept");
}

#[test]
fn what_the_responder_does_not_say_the_list_says() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let named = Named {
        ocsp: vec![format!("{url}/ocsp")],
        lists: vec![format!("{url}/gone.crl"), format!("{url}/a.crl"), format!("{url}/never.crl")],
        ..Named::default()
    };
    let certificate = person("one", &bench.authorities.commfides, &named);
    let list = revocation_list(&bench.authorities.commfides, &[serial_of(&certificate)]);
    let _web = Web::serve_on(listener, move |asked| match asked.line.as_str() {
        "POST /ocsp" => Reply::Whole(200, "application/ocsp-response", vec![0x30, 3, 0x0A, 1, 3]),
        "GET /a.crl" => Reply::Whole(200, "application/pkix-crl", list.clone()),
        _ => Reply::Whole(404, "text/plain", b"gone".to_vec()),
    });
    assert_eq!(
        bench.ask(&[certificate]).lines(),
        [format!("ocsp {url}/ocsp 200"), format!("crl {url}/gone.crl 404"), format!("crl {url}/a.crl 200")]
    );
}

#[test]
fn an_answer_by_the_wrong_key_settles_nothing() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let named = Named { ocsp: vec![url.clone()], lists: vec![format!("{url}/a.crl")], ..Named::default() };
    let certificate = person("one", &bench.authorities.commfides, &named);
    // The other issuer's responder says it is good, and the other's list has nothing against it.
    let answer = response(&bench.authorities.buypass, &serial_of(&certificate), Status::Good);
    let list = revocation_list(&bench.authorities.buypass, &[]);
    let _web = Web::serve_on(listener, move |asked| match asked.line.starts_with("POST") {
        true => Reply::Whole(200, "application/ocsp-response", answer.clone()),
        false => Reply::Whole(200, "application/pkix-crl", list.clone()),
    });
    assert_eq!(
        bench.ask(&[certificate]).lines(),
        [format!("ocsp {url} 200"), format!("crl {url}/a.crl 200")]
    );
}

#[test]
fn a_list_that_several_cards_want_is_fetched_once() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let named = Named { lists: vec![format!("{url}/a.crl")], ..Named::default() };
    let certificates: Vec<_> =
        ["one", "two", "three", "four"].map(|seed| person(seed, &bench.authorities.commfides, &named)).into();
    let list = revocation_list(&bench.authorities.commfides, &[]);
    let web = Web::serve_on(listener, move |_| Reply::Whole(200, "application/pkix-crl", list.clone()));
    let cards = [card(&certificates[..2], &[]), card(&certificates[2..], &[])];
    let ran = bench.run(bench.checking(&cards, &["--format", "json"]));
    assert_eq!(ran.capture["facts"]["cards"].as_array().unwrap().len(), 2);
    assert_eq!(ran.lines(), [format!("crl {url}/a.crl 200")]);
    assert_eq!(web.asked().len(), 1);
}

#[test]
fn changes_are_asked_for_where_the_list_is_not_enough() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let named = Named {
        lists: vec![format!("{url}/a.crl")],
        changes: vec![format!("{url}/delta.crl")],
        ..Named::default()
    };
    let certificate = person("one", &bench.authorities.commfides, &named);
    let _web = Web::serve_on(listener, |_| Reply::Whole(503, "text/plain", Vec::new()));
    assert_eq!(
        bench.ask(&[certificate]).lines(),
        [format!("crl {url}/a.crl 503"), format!("crl {url}/delta.crl 503")]
    );
}

#[test]
fn the_questions_of_a_run_are_bounded() {
    let bench = Bench::with("exchange_ms = 1500", "requests = 5\naddresses = 2\nnonce = false", true);
    let (listener, url) = listener();
    let named = Named { ocsp: (0..9).map(|at| format!("{url}/{at}")).collect(), ..Named::default() };
    let certificates: Vec<_> =
        ["one", "two", "three"].map(|seed| person(seed, &bench.authorities.commfides, &named)).into();
    let web = Web::serve_on(listener, |_| Reply::Whole(500, "text/plain", Vec::new()));
    let ran = bench.ask(&certificates);
    let lines = ran.lines();
    assert_eq!(lines.len(), 5);
    assert_eq!(lines.iter().filter(|line| line.ends_with("/0 500")).count(), 3);
    assert_eq!(lines.iter().filter(|line| line.ends_with("/1 500")).count(), 2);
    assert_eq!(web.asked().len(), 5);
    // RFC 9654: without a nonce there are no extensions; 32 bytes of it are not there.
    assert!(ran.exchanges().iter().all(|exchange| bytes(&exchange["request"]).len() < 100));
}

#[test]
fn nothing_is_asked_offline_nor_where_the_policy_says_so() {
    let url = format!("http://127.0.0.1:{}", free_port());
    let named = Named { ocsp: vec![url], ..Named::default() };
    for (revocation, more) in
        [("", vec!["--format", "json", "--offline"]), ("ask = false", vec!["--format", "json"])]
    {
        let bench = Bench::with("", revocation, true);
        let certificate = person("one", &bench.authorities.commfides, &named);
        let ran = bench.run(bench.checking(&[card(&[certificate], &[])], &more));
        assert!(ran.exchanges().is_empty());
    }
}

#[test]
fn a_simulated_card_does_not_touch_the_network_by_itself() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Whole(200, "text/plain", Vec::new()));
    let named = Named { ocsp: vec![web.url("/")], ..Named::default() };
    let mut image = card(&[person("one", &bench.authorities.commfides, &named)], &[]);
    image.live = false;
    let ran = bench.run(bench.checking(&[image], &["--format", "json"]));
    assert_eq!(ran.lines(), [format!("ocsp {} not-recorded", web.url("/"))]);
    assert!(web.asked().is_empty());
}

#[test]
fn readers_and_certificates_are_listed_without_a_word_to_anybody() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Whole(200, "text/plain", Vec::new()));
    let named = Named { ocsp: vec![web.url("/")], ..Named::default() };
    let image = card(&[person("one", &bench.authorities.commfides, &named)], &[]);
    let path = bench.folder.path().join("card.toml");
    std::fs::write(&path, image.to_toml()).unwrap();
    for command in ["certs", "readers"] {
        let output =
            crate::support::run::binary().arg(command).arg("--simulate").arg(&path).output().unwrap();
        assert!(output.status.success(), "{output:?}");
    }
    assert!(web.asked().is_empty());
}
