//! OpenSSL's responder, asked for real.

use super::bench::{Bench, Named, bytes, person};
use crate::forge::services::serial_of;
use crate::support::web::{Reply, Web, free_port};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// `openssl ocsp`, stopped when dropped.
struct Responder(Child);

impl Responder {
    /// Answers for the Commfides-like authority on that port, from an index of its certificates.
    fn start(bench: &Bench, port: u16, index: &str) -> Self {
        let folder = bench.folder.path();
        let authority = &bench.authorities.commfides;
        let pem = format!(
            "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
            STANDARD.encode(&authority.certificate)
        );
        std::fs::write(folder.join("ca.pem"), pem).unwrap();
        std::fs::write(folder.join("index.txt"), index).unwrap();
        std::fs::write(folder.join("index.txt.attr"), "unique_subject = no\n").unwrap();
        let key =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pki/keys/commfides-natural-person.pem");
        let child = Command::new("openssl")
            .args([
                "ocsp",
                "-index",
                "index.txt",
                "-CA",
                "ca.pem",
                "-rsigner",
                "ca.pem",
                "-ndays",
                "2",
                "-rkey",
            ])
            .arg(key)
            .args(["-port", &port.to_string()])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("openssl");
        let mut responder = Responder(child);
        // To try whether it listens would be its end: it waits for ever for a question that never comes.
        let mut said = BufReader::new(responder.0.stderr.take().unwrap()).lines().map_while(Result::ok);
        assert!(said.any(|line| line.contains("waiting for OCSP client")), "the responder does not listen");
        std::thread::spawn(move || said.for_each(drop));
        responder
    }
}

impl Drop for Responder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One line of OpenSSL's index; `state` is `V` or `R` with the rest that goes with it.
fn line(certificate: &[u8], state: &str) -> String {
    let serial = serial_of(certificate);
    let mut hex = String::new();
    serial[2..].iter().skip_while(|byte| **byte == 0).for_each(|byte| write!(hex, "{byte:02X}").unwrap());
    let (letter, revoked) = state.split_once(' ').unwrap_or((state, ""));
    format!("{letter}\t451110120000Z\t{revoked}\t{hex}\tunknown\t/CN=x\n")
}

#[test]
fn a_real_responder_understands_the_question_and_settles_it() {
    let bench = Bench::with("exchange_ms = 10000", "", false);
    let port = free_port();
    let lists = Web::serve(|_| Reply::Whole(404, "text/plain", Vec::new()));
    let named = Named {
        ocsp: vec![format!("http://127.0.0.1:{port}/")],
        lists: vec![lists.url("/a.crl")],
        ..Named::default()
    };
    let [good, revoked, unknown] =
        ["good", "revoked", "unknown"].map(|seed| person(seed, &bench.authorities.commfides, &named));
    let index = line(&good, "V") + &line(&revoked, "R 261005091200Z,keyCompromise");
    let _responder = Responder::start(&bench, port, &index);
    let ran = bench.ask(&[good, revoked, unknown]);
    let ocsp = format!("ocsp http://127.0.0.1:{port}/ 200");
    // Good and revoked need no list; of the one that the responder does not know the list is asked.
    assert_eq!(ran.lines(), [ocsp.clone(), ocsp.clone(), ocsp, format!("crl {} 404", lists.url("/a.crl"))]);
    for exchange in &ran.exchanges()[..3] {
        let value = &exchange["answer"]["seen"]["value"];
        assert_eq!(value["content_type"], "application/ocsp-response");
        // The nonce of a simulated run is 00 01 02 …; the responder gives it back.
        let nonce: Vec<u8> = (0..32).collect();
        for body in [bytes(&exchange["request"]), bytes(&value["body"])] {
            assert!(body.windows(nonce.len()).any(|window| window == nonce));
        }
    }
}

#[test]
fn openssl_reads_the_question_as_it_was_meant() {
    let bench = Bench::new();
    let named = Named { ocsp: vec![format!("http://127.0.0.1:{}/", free_port())], ..Named::default() };
    let certificate = person("one", &bench.authorities.commfides, &named);
    let ran = bench.ask(std::slice::from_ref(&certificate));
    let path = bench.folder.path().join("request.der");
    std::fs::write(&path, bytes(&ran.only()["request"])).unwrap();
    let output = Command::new("openssl").args(["ocsp", "-req_text", "-reqin"]).arg(&path).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut serial = String::new();
    serial_of(&certificate)[2..].iter().for_each(|byte| write!(serial, "{byte:02X}").unwrap());
    for part in ["Hash Algorithm: sha1", &format!("Serial Number: {serial}"), "OCSP Nonce"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}
