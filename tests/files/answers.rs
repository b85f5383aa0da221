//! Revocation from files that OpenSSL made: status answers and lists.

use crate::support::run::run;
use serde_json::Value;
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// One authority for all tests of this file.
pub static DESK: LazyLock<TempDir> = LazyLock::new(desk);

const CONFIGURATION: &str = "
[ca]
default_ca = ca_default
[ca_default]
database = index.txt
crlnumber = crlnumber
default_md = sha256
[plain]
authorityKeyIdentifier = keyid
[indirect]
issuingDistributionPoint = critical, @point
[point]
fullname = URI:http://crl.example/a.crl
indirectCRL = TRUE
[some]
issuingDistributionPoint = critical, @reasons
[reasons]
onlysomereasons = keyCompromise
[delta]
2.5.29.27 = critical, DER:02:01:01
[authority]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign, digitalSignature
[leaf]
keyUsage = critical, digitalSignature
[responder]
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
[visitor]
extendedKeyUsage = clientAuth
";

/// Name and serial number of the certificates, and what the authority's index says of each.
const LEAVES: [(&str, &str, &str); 4] = [
    ("good", "10", "V\t461122000000Z\t\t10\tunknown\t/CN=good"),
    ("revoked", "11", "R\t461122000000Z\t261003120000Z,keyCompromise\t11\tunknown\t/CN=revoked"),
    ("hold", "12", "R\t461122000000Z\t261003120000Z,certificateHold\t12\tunknown\t/CN=hold"),
    ("unknown", "13", ""),
];

fn desk() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let index: String = LEAVES
        .iter()
        .map(|(_, _, line)| *line)
        .filter(|line| !line.is_empty())
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(dir.path().join("index.txt"), index).unwrap();
    std::fs::write(dir.path().join("ca.cnf"), CONFIGURATION).unwrap();
    std::fs::write(dir.path().join("crlnumber"), "07").unwrap();
    for ca in ["ca", "other"] {
        openssl(
            &dir,
            &format!(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {ca}.key -out {ca}.csr -subj /CN=CA"
            ),
        );
        openssl(
            &dir,
            &format!(
                "x509 -req -in {ca}.csr -signkey {ca}.key -days 90 -out {ca}.pem -extfile ca.cnf -extensions authority"
            ),
        );
    }
    let leaves = LEAVES.iter().map(|(name, serial, _)| (*name, *serial, "leaf"));
    for (name, serial, extensions) in
        leaves.chain([("responder", "20", "responder"), ("visitor", "21", "visitor")])
    {
        openssl(
            &dir,
            &format!(
                "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.csr -subj /CN={name}"
            ),
        );
        openssl(
            &dir,
            &format!(
                "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -set_serial 0x{serial} -days 60 -out {name}.pem -extfile ca.cnf -extensions {extensions}"
            ),
        );
    }
    for (list, more) in [
        ("plain", "-crlexts plain"),
        ("indirect", "-crlexts indirect"),
        ("some", "-crlexts some"),
        ("delta", "-crlexts delta"),
        ("sha1", "-crlexts plain -md sha1"),
    ] {
        std::fs::write(dir.path().join("crlnumber"), "07").unwrap();
        openssl(
            &dir,
            &format!(
                "ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key -crldays 7 -out {list}.crl {more}"
            ),
        );
    }
    // Of the day before, when nobody was revoked, and of a minute from now, when nobody is any more.
    std::fs::write(dir.path().join("none.txt"), "").unwrap();
    let emptied = CONFIGURATION.replace("index.txt", "none.txt");
    std::fs::write(dir.path().join("none.cnf"), emptied).unwrap();
    for (list, seconds) in [("before", -86_400), ("after", 60)] {
        let made =
            (jiff::Timestamp::now() + jiff::SignedDuration::from_secs(seconds)).strftime("%y%m%d%H%M%SZ");
        let end = (jiff::Timestamp::now() + jiff::SignedDuration::from_hours(72)).strftime("%y%m%d%H%M%SZ");
        let more = format!("-crl_lastupdate {made} -crl_nextupdate {end} -crlexts plain");
        std::fs::write(dir.path().join("crlnumber"), "09").unwrap();
        openssl(
            &dir,
            &format!("ca -gencrl -config none.cnf -cert ca.pem -keyfile ca.key -out {list}.crl {more}"),
        );
    }
    openssl(
        &dir,
        "ca -gencrl -config ca.cnf -cert other.pem -keyfile other.key -crldays 7 -out wrong.crl -crlexts plain",
    );
    openssl(&dir, "crl -in plain.crl -outform DER -out plain.der");
    let mut bent = std::fs::read(dir.path().join("plain.der")).unwrap();
    *bent.last_mut().unwrap() ^= 1;
    std::fs::write(dir.path().join("bent.der"), bent).unwrap();
    for (name, _, _) in LEAVES {
        for (kind, hash, signer, more) in [
            ("own", "-sha1", "ca", "-ndays 1"),
            ("delegated", "-sha256", "responder", "-ndays 1"),
            ("visitor", "-sha1", "visitor", "-ndays 1"),
            ("foreign", "-sha1", "other", "-ndays 1"),
        ] {
            openssl(
                &dir,
                &format!("ocsp {hash} -issuer ca.pem -cert {name}.pem -no_nonce -reqout {name}.req"),
            );
            openssl(
                &dir,
                &format!(
                    "ocsp -index index.txt -CA ca.pem -rsigner {signer}.pem -rkey {signer}.key -reqin {name}.req -respout {name}-{kind}.ocsp -noverify {more}"
                ),
            );
        }
    }
    for line in [
        "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout sub.key -out sub.csr -subj /CN=Sub",
        "x509 -req -in sub.csr -CA ca.pem -CAkey ca.key -set_serial 0x30 -days 60 -out sub.pem -extfile ca.cnf -extensions authority",
        "x509 -req -in good.csr -CA sub.pem -CAkey sub.key -set_serial 0x31 -days 50 -out below.pem -extfile ca.cnf -extensions leaf",
        "x509 -req -in sub.csr -CA ca.pem -CAkey ca.key -set_serial 0x32 -days 40 -out short.pem -extfile ca.cnf -extensions authority",
        "ocsp -sha1 -issuer ca.pem -cert sub.pem -no_nonce -reqout sub.req",
        "ocsp -index index.txt -CA ca.pem -rsigner ca.pem -rkey ca.key -reqin sub.req -respout sub.ocsp -noverify -ndays 1",
    ] {
        openssl(&dir, line);
    }
    let mut bent = std::fs::read(dir.path().join("good-own.ocsp")).unwrap();
    let signature = bent.len() - openssl_der_len(&dir, "ca") - 9;
    bent[signature] ^= 1;
    std::fs::write(dir.path().join("bent.ocsp"), bent).unwrap();
    // OCSPResponse { tryLater } (RFC 6960 §4.2.1)
    std::fs::write(dir.path().join("later.ocsp"), [0x30, 0x03, 0x0a, 0x01, 0x03]).unwrap();
    std::fs::create_dir(dir.path().join("answers")).unwrap();
    for name in ["good-own", "revoked-own", "hold-delegated"] {
        std::fs::copy(
            dir.path().join(format!("{name}.ocsp")),
            dir.path().join(format!("answers/{name}.ocsp")),
        )
        .unwrap();
    }
    dir
}

/// The answer carries its signer's certificate at its end; what stands before that is the signature.
fn openssl_der_len(dir: &TempDir, name: &str) -> usize {
    openssl(dir, &format!("x509 -in {name}.pem -outform DER -out {name}.der"));
    std::fs::read(dir.path().join(format!("{name}.der"))).unwrap().len()
}

fn openssl(dir: &TempDir, arguments: &str) {
    let output =
        Command::new("openssl").args(arguments.split_whitespace()).current_dir(dir.path()).output().unwrap();
    assert!(output.status.success(), "openssl {arguments}: {}", String::from_utf8_lossy(&output.stderr));
}

/// `status method reasons… | path reasons… | exit code` of a certificate with those answers.
fn asked(certificate: &str, answers: &[&str], days: i64) -> String {
    let path = |name: &str| DESK.path().join(name).display().to_string();
    // A minute on: the clock that OpenSSL reads may be ahead of ours.
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_mins(24 * 60 * days + 1);
    let mut arguments =
        vec!["verify".to_owned(), path(&format!("{certificate}.pem")), "--anchor".to_owned(), path("ca.pem")];
    for answer in answers {
        let is_list = [".crl", ".der"].iter().any(|end| answer.ends_with(end));
        arguments.extend([if is_list { "--crl" } else { "--ocsp" }.to_owned(), path(answer)]);
    }
    arguments.extend(
        [
            "--require-revocation",
            "--purpose",
            "any",
            "--format",
            "json",
            "--show-identifiers",
            "--at",
            &at.to_string(),
        ]
        .map(str::to_owned),
    );
    let ran = run(&arguments);
    assert_eq!(ran.stderr, "", "{arguments:?}");
    let json = ran.json();
    let judged = &json["cards"][0]["certificates"][0];
    let words = |list: &Value| -> String {
        let words = list.as_array().unwrap().iter().map(|one| one.as_str().or(one["code"].as_str()).unwrap());
        words.map(|word| format!(" {word}")).collect()
    };
    let revocation = &judged["revocation"];
    format!(
        "{} {}{} |{} | {}",
        revocation["status"].as_str().unwrap(),
        revocation["method"].as_str().unwrap(),
        words(&revocation["reasons"]),
        words(&judged["path"]["reasons"]),
        ran.code
    )
}

#[test]
fn status_answers_in_files() {
    let cases: &[(&str, &[&str], i64, &str)] = &[
        ("good", &["good-own.ocsp"], 0, "good ocsp | | 0"),
        ("good", &["good-delegated.ocsp"], 0, "good ocsp | | 0"),
        ("revoked", &["revoked-own.ocsp"], 0, "revoked ocsp | revoked | 1"),
        ("revoked", &["revoked-delegated.ocsp"], 0, "revoked ocsp | revoked | 1"),
        ("hold", &["hold-own.ocsp"], 0, "revoked ocsp | revoked | 1"),
        ("unknown", &["unknown-own.ocsp"], 0, "unknown ocsp | revocation-unknown | 3"),
        ("good", &["answers"], 0, "good ocsp | | 0"),
        ("revoked", &["answers"], 0, "revoked ocsp | revoked | 1"),
        ("hold", &["answers"], 0, "revoked ocsp | revoked | 1"),
        ("good", &["revoked-own.ocsp"], 0, "undetermined none no-answer | revocation-undetermined | 3"),
        (
            "good",
            &["good-visitor.ocsp"],
            0,
            "undetermined none responder-not-authorized | revocation-undetermined | 3",
        ),
        (
            "good",
            &["good-foreign.ocsp"],
            0,
            "undetermined none responder-not-authorized | revocation-undetermined | 3",
        ),
        ("good", &["bent.ocsp"], 0, "undetermined none signature-invalid | revocation-undetermined | 3"),
        ("good", &["later.ocsp"], 0, "undetermined none try-later | revocation-undetermined | 3"),
        ("good", &["good-own.ocsp"], 3, "undetermined none stale | revocation-undetermined | 3"),
        ("revoked", &["revoked-own.ocsp"], 3, "revoked ocsp stale | revoked | 1"),
        ("hold", &["hold-own.ocsp"], 3, "undetermined none stale | revocation-undetermined | 3"),
        ("good", &["later.ocsp", "good-own.ocsp"], 0, "good ocsp try-later | | 0"),
        ("good", &["later.ocsp", "plain.crl"], 0, "good crl try-later | | 0"),
        ("revoked", &["later.ocsp", "plain.crl"], 0, "revoked crl try-later | revoked | 1"),
        ("revoked", &["good-own.ocsp", "plain.crl"], 0, "revoked crl | revoked | 1"),
    ];
    hold(cases);
}

#[test]
fn lists_in_files() {
    let cases: &[(&str, &[&str], i64, &str)] = &[
        ("good", &["plain.crl"], 0, "good crl | | 0"),
        ("good", &["plain.der"], 0, "good crl | | 0"),
        ("good", &["sha1.crl"], 0, "undetermined none algorithm-unsupported | revocation-undetermined | 3"),
        ("revoked", &["plain.der"], 0, "revoked crl | revoked | 1"),
        ("hold", &["plain.crl"], 0, "revoked crl | revoked | 1"),
        ("good", &["wrong.crl"], 0, "undetermined none signature-invalid | revocation-undetermined | 3"),
        ("good", &["bent.der"], 0, "undetermined none signature-invalid | revocation-undetermined | 3"),
        ("good", &["plain.crl"], 9, "undetermined none stale | revocation-undetermined | 3"),
        ("revoked", &["plain.crl"], 9, "revoked crl | revoked | 1"),
        ("hold", &["plain.crl"], 9, "undetermined none stale | revocation-undetermined | 3"),
        ("good", &[], 0, "undetermined none no-answer | revocation-undetermined | 3"),
        ("good", &["delta.crl"], 0, "undetermined none changes-without-list | revocation-undetermined | 3"),
        ("good", &["indirect.crl"], 0, "undetermined none list-for-others | revocation-undetermined | 3"),
        ("good", &["some.crl"], 0, "undetermined none reasons-not-covered | revocation-undetermined | 3"),
        ("revoked", &["some.crl"], 0, "revoked crl | revoked | 1"),
        ("good", &["wrong.crl", "plain.crl"], 0, "good crl | | 0"),
        // The order in which lists are named says nothing; the youngest decides, and a revocation is for ever.
        ("revoked", &["before.crl", "plain.crl"], 0, "revoked crl | revoked | 1"),
        ("revoked", &["plain.crl", "before.crl"], 0, "revoked crl | revoked | 1"),
        ("revoked", &["after.crl", "plain.crl"], 0, "revoked crl | revoked | 1"),
        ("hold", &["before.crl", "plain.crl"], 0, "revoked crl | revoked | 1"),
        ("hold", &["plain.crl", "after.crl"], 0, "good crl | | 0"),
        ("hold", &["after.crl", "plain.crl"], 0, "good crl | | 0"),
    ];
    hold(cases);
}

fn hold(cases: &[(&str, &[&str], i64, &str)]) {
    let mut wrong = Vec::new();
    for (certificate, answers, days, expected) in cases {
        let said = asked(certificate, answers, *days);
        if said != *expected {
            wrong.push(format!("{certificate} {answers:?} {days}: {said} instead of {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_authority_that_its_issuer_does_not_know_is_told() {
    let path = |name: &str| DESK.path().join(name).display().to_string();
    let (below, ca, sub, answer) = (path("below.pem"), path("ca.pem"), path("sub.pem"), path("sub.ocsp"));
    let common =
        ["verify", &below, "--anchor", &ca, "--intermediate", &sub, "--ocsp", &answer, "--purpose", "any"];
    for required in [&[][..], &["--require-revocation"]] {
        let arguments: Vec<String> =
            common.iter().chain(required).chain(&["--format", "json"]).map(|one| (*one).to_owned()).collect();
        let ran = run(&arguments);
        let json = ran.json();
        assert_eq!((ran.code, json["verdict"].as_str()), (3, Some("undetermined")), "{required:?}");
        let found = |id: &str| {
            let checks = json["checks"].as_array().unwrap();
            checks.iter().any(|check| check["id"] == id && check["found"] == true)
        };
        assert!(found("cert.revocation_unknown"), "{}", json["checks"]);
        let open = |check: &&Value| check["id"] == "cert.revocation_undetermined";
        let open = json["checks"].as_array().unwrap().iter().find(open).unwrap();
        let reasons = open["evidence"]["reason"].as_array().unwrap();
        assert!(reasons.contains(&"revocation-unknown".into()), "{open}");
    }
}

/// Nobody is named as trusted, and the authority above has ended: the two answers agree.
#[test]
fn an_authority_that_has_ended_is_told_without_an_anchor() {
    let path = |name: &str| DESK.path().join(name).display().to_string();
    let at = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(24 * 45);
    let (below, sub, at) = (path("below.pem"), path("short.pem"), at.to_string());
    let ran =
        run(["verify", &below, "--intermediate", &sub, "--purpose", "any", "--at", &at, "--format", "json"]);
    let json = ran.json();
    let judged = &json["cards"][0]["certificates"][0]["path"];
    assert_eq!((judged["verdict"].as_str(), ran.code), (Some("invalid"), 1), "{judged}");
    let checks = json["checks"].as_array().unwrap();
    assert!(checks.iter().any(|check| check["id"] == "cert.issuer_expired" && check["found"] == true));
}

#[test]
fn the_issuer_whose_key_did_not_sign_is_named() {
    let path = |name: &str| DESK.path().join(name).display().to_string();
    let (below, sub, other) = (path("below.pem"), path("sub.pem"), path("other.pem"));
    let line = ["verify", &below, "--intermediate", &sub, "--anchor", &other, "--purpose", "any"];
    let ran = run(line.into_iter().chain(["--format", "json"]));
    let json = ran.json();
    let checks = json["checks"].as_array().unwrap();
    let forged = checks.iter().find(|check| check["id"] == "cert.issuer_signature_invalid").unwrap();
    assert_eq!(
        (&forged["found"], &forged["evidence"]["issuer"]),
        (&true.into(), &"CN=CA".into()),
        "{forged}"
    );
}

#[test]
fn an_answer_of_tomorrow_is_not_believed_today() {
    let said = asked("good", &["good-own.ocsp"], -1);
    assert!(said.starts_with("undetermined none not-yet-valid |"), "{said}");
}

#[test]
fn what_is_signed_with_sha1_vouches_for_nobody_and_revokes_all_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let index = LEAVES.map(|(_, _, line)| line).join("\n").trim_end().to_owned() + "\n";
    std::fs::write(path("index.txt"), index).unwrap();
    std::fs::write(path("ca.cnf"), CONFIGURATION).unwrap();
    std::fs::write(path("crlnumber"), "07").unwrap();
    openssl(&dir, "req -newkey rsa:2048 -nodes -keyout ca.key -out ca.csr -subj /CN=CA");
    let authority = "-extfile ca.cnf -extensions authority";
    openssl(&dir, &format!("x509 -req -in ca.csr -signkey ca.key -days 90 -out ca.pem {authority}"));
    openssl(&dir, "ca -gencrl -config ca.cnf -cert ca.pem -keyfile ca.key -crldays 7 -md sha1 -out list.crl");
    for (name, serial) in [("good", "10"), ("revoked", "11")] {
        openssl(&dir, &format!("req -new -key ca.key -out {name}.csr -subj /CN={name}"));
        let signed = format!("-CA ca.pem -CAkey ca.key -set_serial 0x{serial} -days 60 -out {name}.pem");
        openssl(&dir, &format!("x509 -req -in {name}.csr {signed} -extfile ca.cnf -extensions leaf"));
        let asked =
            format!("-issuer ca.pem -cert {name}.pem -no_nonce -respout {name}.ocsp -noverify -ndays 1");
        let responder = "-index index.txt -CA ca.pem -rsigner ca.pem -rkey ca.key -rmd sha1";
        openssl(&dir, &format!("ocsp {responder} {asked}"));
    }
    for (name, option, answer, status, exit) in [
        ("good", "--crl", "list.crl", "undetermined", 3),
        ("good", "--ocsp", "good.ocsp", "undetermined", 3),
        ("revoked", "--crl", "list.crl", "revoked", 1),
        ("revoked", "--ocsp", "revoked.ocsp", "revoked", 1),
    ] {
        let at = (jiff::Timestamp::now() + jiff::SignedDuration::from_mins(1)).to_string();
        let (certificate, anchor, answer) = (path(&format!("{name}.pem")), path("ca.pem"), path(answer));
        let files = ["verify", &certificate, "--anchor", &anchor, option, &answer];
        let ran = run(files.into_iter().chain(["--purpose", "any", "--at", &at, "--format", "json"]));
        let revocation = ran.json()["cards"][0]["certificates"][0]["revocation"].clone();
        assert_eq!((revocation["status"].as_str(), ran.code), (Some(status), exit), "{name} {option}");
        let weak = revocation["reasons"] == serde_json::json!(["weak-signature"]);
        assert_eq!(weak, status == "undetermined", "{name} {option} {revocation}");
    }
}
