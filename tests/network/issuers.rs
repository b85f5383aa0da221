//! Issuers that nobody here knows are fetched, and roots are looked for in the operating system's store.

use super::bench::{Bench, Issuer, Named, authority, authority_name, bytes, card, person};
use crate::forge::der;
use crate::forge::keys::Key;
use crate::support::web::{Reply, Web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::net::TcpListener;

/// A root that nobody knows, an authority below it, and a person's certificate below that; the latter two name where
/// their issuers are.
struct Chain {
    root: Vec<u8>,
    middle: Vec<u8>,
    person: Vec<u8>,
}

fn chain(url: &str) -> Chain {
    let (root_key, middle_key) = (Key::named("pkcs15-3"), Key::named("pkcs15-4"));
    let named = |path: &str| Named {
        ocsp: vec![format!("{url}/ocsp{path}")],
        issuers: vec![format!("{url}{path}")],
        ..Named::default()
    };
    let itself = Issuer { name: &authority_name("Nobody's Root"), key: &root_key };
    let (root_name, root) = authority("Nobody's Root", &root_key, &itself, &Named::default());
    let above = Issuer { name: &root_name, key: &root_key };
    let (middle_name, middle) = authority("Nobody's Persons", &middle_key, &above, &named("/root.cer"));
    let issuer = Issuer { name: &middle_name, key: &middle_key };
    Chain { root, middle, person: person("one", issuer, &named("/middle.cer")) }
}

fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    (listener, url)
}

/// PKCS#7 that holds certificates and no signatures.
fn p7c(certificate: &[u8]) -> Vec<u8> {
    let data = der::sequence(&[der::oid("1.2.840.113549.1.7.1")]);
    let signed = der::sequence(&[
        der::integer(1),
        der::set(&[]),
        data,
        der::explicit(0, &[certificate.to_vec()]),
        der::set(&[]),
    ]);
    der::sequence(&[der::oid("1.2.840.113549.1.7.2"), der::explicit(0, &[signed])])
}

fn pem(certificate: &[u8]) -> Vec<u8> {
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", STANDARD.encode(certificate))
        .into()
}

#[test]
fn a_chain_is_fetched_step_by_step_in_every_form() {
    for form in [|der: &[u8]| der.to_vec(), pem, p7c] as [fn(&[u8]) -> Vec<u8>; 3] {
        let bench = Bench::new();
        let (listener, url) = listener();
        let chain = chain(&url);
        let (middle, root) = (form(&chain.middle), form(&chain.root));
        let _web = Web::serve_on(listener, move |asked| match asked.line.as_str() {
            "GET /middle.cer" => Reply::Whole(200, "application/pkix-cert", middle.clone()),
            "GET /root.cer" => Reply::Whole(200, "application/pkix-cert", root.clone()),
            _ => Reply::Whole(500, "text/plain", Vec::new()),
        });
        let mut lines = bench.ask(&[chain.person]).lines();
        lines.sort();
        assert_eq!(
            lines,
            [
                format!("issuer {url}/middle.cer 200"),
                format!("issuer {url}/root.cer 200"),
                format!("ocsp {url}/ocsp/middle.cer 500"),
                format!("ocsp {url}/ocsp/root.cer 500"),
            ]
        );
    }
}

#[test]
fn an_issuer_on_the_card_is_not_fetched() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let chain = chain(&url);
    let web = Web::serve_on(listener, |_| Reply::Whole(500, "text/plain", Vec::new()));
    let image = card(&[chain.person], &[chain.middle, chain.root]);
    let ran = bench.run(bench.checking(&[image], &["--format", "json"]));
    assert!(ran.lines().iter().all(|line| line.starts_with("ocsp ")), "{:?}", ran.lines());
    assert_eq!(web.asked().len(), 2);
}

#[test]
fn what_is_fetched_in_an_issuers_place_and_is_none_is_no_issuer() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let chain = chain(&url);
    // Same name, another key.
    let (_, impostor) = authority(
        "Nobody's Persons",
        &Key::named("pkcs15-2"),
        &Issuer { name: &authority_name("Nobody's Root"), key: &Key::named("pkcs15-3") },
        &Named::default(),
    );
    let web = Web::serve_on(listener, move |_| Reply::Whole(200, "application/pkix-cert", impostor.clone()));
    assert_eq!(bench.ask(&[chain.person]).lines(), [format!("issuer {url}/middle.cer 200")]);
    assert_eq!(web.asked().len(), 1);
}

#[test]
fn two_authorities_that_issue_each_other_do_not_make_it_run_in_circles() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let (one, other) = (Key::named("pkcs15-3"), Key::named("pkcs15-4"));
    let named = |path: &str| Named { issuers: vec![format!("{url}{path}")], ..Named::default() };
    let one_by_other = Issuer { name: &authority_name("Other"), key: &other };
    let (one_name, one_certificate) = authority("One", &one, &one_by_other, &named("/other"));
    let other_by_one = Issuer { name: &one_name, key: &one };
    let (_, other_certificate) = authority("Other", &other, &other_by_one, &named("/one"));
    let person = person("one", Issuer { name: &one_name, key: &one }, &named("/one"));
    let web = Web::serve_on(listener, move |asked| match asked.line.as_str() {
        "GET /one" => Reply::Whole(200, "application/pkix-cert", one_certificate.clone()),
        _ => Reply::Whole(200, "application/pkix-cert", other_certificate.clone()),
    });
    let ran = bench.ask(&[person]);
    assert_eq!(ran.lines(), [format!("issuer {url}/one 200"), format!("issuer {url}/other 200")]);
    assert_eq!(web.asked().len(), 2);
}

#[test]
fn a_root_of_the_operating_system_is_kept_when_a_certificate_names_it() {
    let bench = Bench::new();
    let (listener, url) = listener();
    let chain = chain(&url);
    let _web = Web::serve_on(listener, |_| Reply::Whole(500, "text/plain", Vec::new()));
    // The store holds that root and another one.
    let store = bench.folder.path().join("store.pem");
    let stored = [pem(&chain.root), pem(&bench.authorities.buypass_root.certificate)].concat();
    std::fs::write(&store, stored).unwrap();
    for (more, network) in [(vec!["--format", "json"], true), (vec!["--format", "json", "--offline"], false)]
    {
        let image = card(std::slice::from_ref(&chain.person), std::slice::from_ref(&chain.middle));
        let mut command = bench.checking(&[image], &more);
        command.env("SSL_CERT_FILE", &store).env_remove("SSL_CERT_DIR");
        let ran = bench.run(command);
        let trusted = ran.capture["facts"]["trusted"].as_array().unwrap();
        assert_eq!(trusted.len(), 1);
        assert_eq!(bytes(&trusted[0]), chain.root);
        assert_eq!(!ran.exchanges().is_empty(), network);
    }
}
