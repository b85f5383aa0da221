//! Runs that end while a service is waited for.

use super::bench::{Bench, Named, card, person};
use crate::forge::image::CardImage;
use crate::support::web::{Reply, Web};
use std::time::Duration;

fn waiting_card(bench: &Bench, web: &Web) -> CardImage {
    let named = Named {
        ocsp: vec![web.url("/1"), web.url("/2")],
        lists: vec![web.url("/a.crl")],
        ..Named::default()
    };
    card(&[person("one", &bench.authorities.commfides, &named)], &[])
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_waiting_at_once() {
    use std::process::Stdio;
    use std::time::Instant;
    let bench = Bench::with("exchange_ms = 60000", "", true);
    let web = Web::serve(|_| Reply::Silence);
    let mut command = bench.checking(&[waiting_card(&bench, &web)], &["--format", "json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    while web.asked().is_empty() {
        assert!(Instant::now() < deadline, "nothing is asked");
        std::thread::sleep(Duration::from_millis(10));
    }
    let stopped = Instant::now();
    // SAFETY: the child has not been waited for, so the number is still its own.
    assert_eq!(unsafe { libc::kill(i32::try_from(child.id()).unwrap(), libc::SIGINT) }, 0);
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{output:?}");
    assert!(output.stdout.is_empty());
    assert!(stopped.elapsed() < Duration::from_millis(1_400), "{:?}", stopped.elapsed());
}

#[test]
fn the_bound_of_the_run_ends_the_waiting_and_what_was_learnt_is_kept() {
    let bench = Bench::with("exchange_ms = 60000", "", true);
    let web = Web::serve(|asked| match asked.line.as_str() {
        "POST /1" => Reply::Whole(500, "text/plain", Vec::new()),
        _ => Reply::Silence,
    });
    let ran =
        bench.run(bench.checking(&[waiting_card(&bench, &web)], &["--format", "json", "--timeout", "2"]));
    assert!(ran.took < Duration::from_secs(6), "{:?}", ran.took);
    assert_eq!(
        ran.lines(),
        [format!("ocsp {} 500", web.url("/1")), format!("ocsp {} cancelled", web.url("/2"))]
    );
}

#[test]
fn who_waits_is_told_for_whom() {
    let bench = Bench::with("exchange_ms = 3000", "addresses = 1\nrounds = 1", true);
    let web = Web::serve(|_| Reply::Silence);
    let ran = bench.run(bench.checking(&[waiting_card(&bench, &web)], &[]));
    let said = String::from_utf8(ran.output.stderr).unwrap();
    let host = web.url("").replace("http://", "");
    assert!(said.contains(&format!("waiting for an answer from {host}")), "{said}");
    let ran = bench.run(bench.checking(&[waiting_card(&bench, &web)], &["--format", "json"]));
    assert!(ran.output.stderr.is_empty(), "{:?}", ran.output);
}
