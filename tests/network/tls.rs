//! https: OpenSSL's server on the other end.

use super::bench::{Bench, Named, card, person};
use crate::support::web::{Reply, Web, free_port};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// `openssl s_server`, stopped when dropped; serves files of its folder.
struct Server(Child);

impl Server {
    fn start(folder: &Path, port: u16) -> Self {
        let child = Command::new("openssl")
            .args(["s_server", "-quiet", "-WWW", "-cert", "server.pem", "-key", "server.key", "-accept"])
            .arg(port.to_string())
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("openssl");
        let server = Server(child);
        let deadline = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(Instant::now() < deadline, "the server does not listen");
            std::thread::sleep(Duration::from_millis(20));
        }
        server
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A certificate for 127.0.0.1 that only those who have the file trust.
fn self_signed(folder: &Path) -> PathBuf {
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"])
        .args(["-days", "3650", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "server.key", "-out", "server.pem"])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(made.status.success(), "{made:?}");
    folder.join("server.pem")
}

fn checking(bench: &Bench, url: &str) -> Command {
    let named = Named { lists: vec![url.to_owned()], ..Named::default() };
    let image = card(&[person("one", &bench.authorities.commfides, &named)], &[]);
    bench.checking(&[image], &["--format", "json"])
}

#[test]
fn a_server_is_believed_when_the_operating_system_trusts_it() {
    let bench = Bench::with("exchange_ms = 10000", "", true);
    let (folder, port) = (bench.folder.path(), free_port());
    let certificate = self_signed(folder);
    std::fs::write(folder.join("a.crl"), "a list").unwrap();
    let _server = Server::start(folder, port);
    let url = format!("https://127.0.0.1:{port}/a.crl");

    let ran = bench.run(checking(&bench, &url));
    assert_eq!(ran.lines(), [format!("crl {url} tls")]);

    let mut command = checking(&bench, &url);
    command.env("SSL_CERT_FILE", certificate).env_remove("SSL_CERT_DIR");
    let ran = bench.run(command);
    assert_eq!(ran.lines(), [format!("crl {url} 200")]);
}

#[test]
fn what_speaks_no_tls_is_named_so() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Whole(200, "text/plain", Vec::new()));
    // A web server without TLS does not understand the greeting, and hangs up.
    let plain = web.url("/").replace("http://", "https://");
    let ran = bench.run(checking(&bench, &plain));
    assert_eq!(ran.lines(), [format!("crl {plain} tls")]);
}

#[test]
fn services_over_http_are_reached_where_nothing_is_trusted() {
    let bench = Bench::new();
    let web = Web::serve(|_| Reply::Whole(404, "text/plain", Vec::new()));
    let nowhere = bench.folder.path().join("nowhere");
    for (url, outcome) in [(web.url("/a.crl"), "404"), ("https://127.0.0.1:1/".to_owned(), "connect")] {
        let mut command = checking(&bench, &url);
        command.env("SSL_CERT_FILE", &nowhere).env("SSL_CERT_DIR", &nowhere);
        let ran = bench.run(command);
        assert_eq!(ran.lines(), [format!("crl {url} {outcome}")]);
    }
}
