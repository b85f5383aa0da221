//! Keys and signatures of every kind, as OpenSSL makes them.

use super::{parse, said};
use eid_ready::pki::path::{Anchor, Library, Rules, judge};
use std::process::Command;

/// How the authority's key is made, how it signs, and what is said of a certificate that it issued to a sound key.
const KINDS: &[(&str, &str, &str)] = &[
    ("rsa:2048", "-sha256", "valid"),
    ("rsa:2048", "-sha384", "valid"),
    ("rsa:2048", "-sha512", "valid"),
    ("rsa:2048", "-sha1", "0:weak-signature"),
    ("rsa:2048", "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32", "valid"),
    ("rsa:2048", "-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:48", "valid"),
    ("rsa:2048", "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max", "valid"),
    ("rsa:2049", "-sha512 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:max", "valid"),
    ("rsa:2048", "-sha384 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:0", "valid"),
    ("rsa:2048", "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:20", "valid"),
    ("rsa:2032", "-sha256", "valid"),
    ("rsa:2032", "-sha384", "valid"),
    ("rsa:2032", "-sha256 -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:32", "valid"),
    ("rsa:1024", "-sha256", "1:weak-key"),
    ("rsa:1024", "-sha1", "0:weak-signature 1:weak-key"),
    ("ec -pkeyopt ec_paramgen_curve:P-256", "-sha256", "valid"),
    ("ec -pkeyopt ec_paramgen_curve:P-384", "-sha384", "valid"),
    ("ec -pkeyopt ec_paramgen_curve:P-256", "-sha384", "valid"),
    ("ec -pkeyopt ec_paramgen_curve:P-521", "-sha512", "0:algorithm-unsupported"),
    ("ed25519", "", "valid"),
    ("ed448", "", "0:algorithm-unsupported"),
];

#[test]
fn every_algorithm_is_verified_or_named() {
    let dir = tempfile::tempdir().unwrap();
    let openssl = |line: &str| {
        let output = Command::new("openssl").args(line.split_whitespace()).current_dir(dir.path()).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    };
    let der = |name: &str| {
        openssl(&format!("x509 -in {name}.pem -outform DER -out {name}.der"));
        std::fs::read(dir.path().join(format!("{name}.der"))).unwrap()
    };
    std::fs::write(
        dir.path().join("ca.cnf"),
        "[ca]\nbasicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\n",
    )
    .unwrap();
    openssl(
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout leaf.key -out leaf.csr -subj /CN=Leaf",
    );
    openssl(
        "req -x509 -newkey ed25519 -nodes -keyout root.key -out root.pem -days 90 -subj /CN=Root -addext keyUsage=keyCertSign",
    );
    for (key, signing, expected) in KINDS {
        openssl(&format!("req -newkey {key} -nodes -keyout ca.key -out ca.csr -subj /CN=CA"));
        openssl(
            "x509 -req -in ca.csr -CA root.pem -CAkey root.key -days 60 -out ca.pem -extfile ca.cnf -extensions ca",
        );
        openssl(&format!("x509 -req -in leaf.csr -CA ca.pem -CAkey ca.key -days 30 -out leaf.pem {signing}"));
        let mut library = Library::new();
        library.add_anchor(Anchor::from_certificate(parse(&der("root"))));
        library.add_certificate(parse(&der("ca")));
        let now = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(60);
        let judgement = judge(&parse(&der("leaf")), &library, &Rules::at(now));
        assert_eq!(said(&judgement), *expected, "{key} {signing}: {:?}", judgement.reasons);
        // The same authority as an anchor: with its certificate, and by name and key alone.
        let ca = parse(&der("ca"));
        let bare = Anchor::new(&ca.subject.der, &ca.key.spki, ca.not_before, ca.not_after).unwrap();
        for anchor in [Anchor::from_certificate(ca), bare] {
            let mut library = Library::new();
            library.add_anchor(anchor);
            assert_eq!(
                said(&judge(&parse(&der("leaf")), &library, &Rules::at(now))),
                *expected,
                "{key} {signing}"
            );
        }
    }
}
