//! The way through a proxy: chosen with `--proxy`, by the environment, or not at all.

use super::bench::{Bench, Named, card, person};
use crate::support::web::{Reply, Web};
use serde_json::Value;

/// A proxy that has every answer itself.
fn proxy() -> Web {
    Web::serve(|_| Reply::Whole(200, "application/ocsp-response", vec![0x30, 3, 0x0A, 1, 3]))
}

fn checking(bench: &Bench, url: &str, more: &[&str]) -> std::process::Command {
    let named = Named { ocsp: vec![url.to_owned()], ..Named::default() };
    let image = card(&[person("one", &bench.authorities.commfides, &named)], &[]);
    bench.checking(&[image], &[&["--format", "json"], more].concat())
}

#[test]
fn a_named_proxy_is_taken_and_noted_without_its_password() {
    let bench = Bench::new();
    let proxy = proxy();
    let with_password = proxy.url("").replace("http://", "http://kari:secret@");
    let ran = bench.run(checking(&bench, "http://ocsp.demo.example/a", &["--proxy", &with_password]));
    assert_eq!(ran.lines(), ["ocsp http://ocsp.demo.example/a 200"]);
    assert_eq!(ran.only()["proxy"], proxy.url(""));
    assert_eq!(proxy.asked()[0].line, "POST http://ocsp.demo.example/a");
    assert_eq!(proxy.asked()[0].header("proxy-authorization"), Some("Basic a2FyaTpzZWNyZXQ="));
    assert!(!ran.capture.to_string().contains("secret"));
}

#[test]
fn the_environments_proxy_is_taken_and_noted() {
    let bench = Bench::new();
    let proxy = proxy();
    let mut command = checking(&bench, "http://ocsp.demo.example/a", &[]);
    command.env("http_proxy", proxy.url(""));
    let ran = bench.run(command);
    assert_eq!(ran.lines(), ["ocsp http://ocsp.demo.example/a 200"]);
    assert_eq!(ran.only()["proxy"], proxy.url(""));

    let direct = Web::serve(|_| Reply::Whole(404, "text/plain", Vec::new()));
    let mut command = checking(&bench, &direct.url("/a"), &[]);
    command.env("http_proxy", proxy.url("")).env("no_proxy", "127.0.0.1");
    let ran = bench.run(command);
    assert_eq!(ran.lines(), [format!("ocsp {} 404", direct.url("/a"))]);
    assert_eq!(ran.only()["proxy"], Value::Null);
}

#[test]
fn a_proxy_that_wants_a_password_says_so_by_its_status() {
    let bench = Bench::new();
    let proxy = Web::serve(|_| Reply::Whole(407, "text/html", Vec::new()));
    let ran = bench.run(checking(&bench, "http://ocsp.demo.example/a", &["--proxy", &proxy.url("")]));
    assert_eq!(ran.lines(), ["ocsp http://ocsp.demo.example/a 407"]);
    let ran = bench.run(checking(&bench, "https://ocsp.demo.example/a", &["--proxy", &proxy.url("")]));
    assert_eq!(ran.lines(), ["ocsp https://ocsp.demo.example/a connect"]);
}

#[test]
fn what_is_no_proxy_is_one_clear_line() {
    let bench = Bench::new();
    for bad in ["ftp://proxy.example", "http://", "not a proxy"] {
        let output = checking(&bench, "http://ocsp.demo.example/a", &["--proxy", bad]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.lines().count() == 1 && said.contains(bad), "{said}");
    }
    let output = checking(&bench, "http://a.example", &["--proxy", "http://a.example", "--offline"]).output();
    assert_eq!(output.unwrap().status.code(), Some(2));
}

#[test]
fn a_proxy_that_is_none_is_refused_without_its_password() {
    for address in ["socks5://kari:hemmelig@127.0.0.1:9", "kari:hemmelig@@:x"] {
        let ran = crate::support::run::run(["check", "--proxy", address, "--simulate", "buypass-ready"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(!ran.stderr.contains("hemmelig") && !ran.stderr.contains("kari"), "{}", ran.stderr);
    }
}
