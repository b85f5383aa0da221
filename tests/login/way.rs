//! The way to the provider and back: TLS, proxies, ports.

use crate::login::bench::{Bench, ran};
use crate::login::checks::*;
use crate::support::browser::Browser;
use crate::support::client_file::TestClient;
use crate::support::idp::Idp;
use crate::support::web::{Reply, Web, free_port};
use std::net::TcpListener;
use std::os::unix::process::CommandExt;

#[test]
fn an_authority_is_trusted_where_the_machine_trusts_it() {
    let bench = Bench::with(TestClient::new(), Idp::over_tls);
    bench.login("--eid buypass").passed();
}

#[test]
fn an_authority_that_the_machine_does_not_know() {
    let bench = Bench::with(TestClient::new(), Idp::over_tls);
    for (name, check) in [("login", TLS_UNTRUSTED), ("client", CLIENT_TLS_UNTRUSTED)] {
        let words = if name == "client" { "--connect" } else { "--eid buypass" };
        let mut command = bench.command(name, words);
        command.env_remove("SSL_CERT_FILE");
        let ran = ran(command).says(check);
        assert_ne!(ran.code, 0, "{ran:?}");
    }
    assert!(bench.idp.seen().is_empty(), "nothing is said to whom nobody knows");
    assert!(bench.browser.opened().is_empty());
}

/// A proxy for http that has no exception for this machine would be asked for the browser's way back, too.
#[test]
fn a_proxy_that_takes_what_is_meant_for_this_machine_is_warned_of() {
    let proxy = Web::serve(|_| Reply::Whole(502, "text/html", Vec::new()));
    let bench = Bench::with(TestClient::new(), Idp::over_tls);
    let mut command = bench.command("login", "--eid buypass");
    command.env("http_proxy", proxy.url(""));
    ran(command).passed().says(PROXY_TAKES_LOOPBACK);

    let mut command = bench.command("login", "--eid buypass");
    command.env("http_proxy", proxy.url("")).env("no_proxy", "localhost,127.0.0.1");
    let quiet = ran(command).passed();
    assert!(!quiet.spoken().iter().any(|one| one == PROXY_TAKES_LOOPBACK), "{:?}", quiet.spoken());
}

#[test]
fn a_proxy_that_is_named_is_taken() {
    let proxy = Web::serve(|_| Reply::Whole(502, "text/html", Vec::new()));
    let bench = Bench::good();
    let ran = bench.login(&format!("--eid buypass --proxy {}", proxy.url(""))).stopped_by(PROVIDER_DOWN);
    assert_eq!(proxy.asked()[0].line, format!("GET {}/.well-known/openid-configuration", bench.idp.issuer));
    assert!(ran.stdout.contains(&proxy.url("")), "the report says through which: {ran:?}");
    assert!(bench.idp.seen().is_empty());
}

/// The browser shows the proxy's page, and nobody comes.
#[test]
fn and_is_the_cause_where_nobody_comes() {
    let proxy = Web::serve(|_| Reply::Whole(502, "text/html", Vec::new()));
    let bench = Bench::with(TestClient::new(), Idp::over_tls).browsing(Browser::idle());
    let mut command = bench.command("login", "--eid buypass --login-timeout 2");
    command.env("http_proxy", proxy.url(""));
    ran(command).stopped_by(PROXY_TAKES_LOOPBACK);
}

#[test]
fn a_port_that_is_taken_is_said_before_anybody_is_bothered() {
    for address in ["127.0.0.1", "::1"] {
        let bench = Bench::good();
        let _other = TcpListener::bind((address, bench.client.port())).unwrap();
        let ran = bench.login("--eid buypass").stopped_by(PORT_UNUSABLE);
        assert_eq!(ran.json()["login"]["reasons"][0], "port-taken", "{address}");
        assert!(bench.browser.opened().is_empty() && bench.idp.seen().is_empty());
    }
}

/// Windows keeps ranges of ports for itself and answers "permission denied". Linux does so for ports below 1024, but
/// not to root, and not in most containers; so the kernel is told to answer so to every `bind`.
#[test]
fn a_port_that_nobody_may_have() {
    let bench = Bench::good();
    let mut command = bench.command("login", "--eid buypass");
    // SAFETY: between fork and exec, two system calls on memory of their own.
    unsafe { command.pre_exec(refuse_bind) };
    let ran = ran(command).stopped_by(PORT_UNUSABLE);
    assert_eq!(ran.json()["login"]["reasons"][0], "port-forbidden");
    assert!(bench.browser.opened().is_empty());
}

/// A filter of system calls (seccomp) by which `bind` fails with EACCES.
fn refuse_bind() -> std::io::Result<()> {
    let step = |code: u32, jt: u8, jf: u8, k: u32| libc::sock_filter { code: code as u16, jt, jf, k };
    let steps = [
        step(libc::BPF_LD | libc::BPF_W | libc::BPF_ABS, 0, 0, 0), // the call's number
        step(libc::BPF_JMP | libc::BPF_JEQ | libc::BPF_K, 0, 1, libc::SYS_bind as u32),
        step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ERRNO | libc::EACCES as u32),
        step(libc::BPF_RET | libc::BPF_K, 0, 0, libc::SECCOMP_RET_ALLOW),
    ];
    let program = libc::sock_fprog { len: 4, filter: steps.as_ptr().cast_mut() };
    // SAFETY: the program lives until the calls have returned; the kernel copies it.
    let done = unsafe {
        libc::prctl(libc::PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
            && libc::prctl(libc::PR_SET_SECCOMP, libc::SECCOMP_MODE_FILTER, &raw const program) == 0
    };
    if done { Ok(()) } else { Err(std::io::Error::last_os_error()) }
}

/// Who can read along can exchange the keys. Only on this machine nobody is on the way.
#[test]
fn a_provider_without_tls_is_not_asked() {
    let bench = Bench::good();
    crate::support::client_file::write(&bench.client.content("http://helseid.example"), bench.folder.path());
    let ran = bench.login("--eid buypass").stopped_by(PROVIDER_NOT_UNDERSTOOD);
    assert_eq!(ran.json()["login"]["reasons"][0], "unsupported", "{ran:?}");
    bench.client("--connect").says(CLIENT_NO_USEFUL_ANSWER);
}

/// Nothing answers there.
#[test]
fn a_provider_that_is_not_there() {
    let bench = Bench::good();
    let content = bench.client.content(&format!("http://127.0.0.1:{}", free_port()));
    crate::support::client_file::write(&content, bench.folder.path());
    let ran = bench.login("--eid buypass").stopped_by(PROVIDER_UNREACHABLE);
    assert_eq!(ran.code, 1, "{ran:?}");
    bench.client("--connect").says(CLIENT_UNREACHABLE);
}
