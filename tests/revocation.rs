//! Revocation lists and status answers as OpenSSL makes them.

use eid_ready::pki::ocsp::{
    Answer, CertHash, CertId, Issuer, NonceEcho, Question, Refusal, ResponderId, Response, Status, request,
};
use eid_ready::pki::{
    Certificate, Crl, DistributionPointName, GeneralName, Name, RevocationReason as Reason,
};
use jiff::{SignedDuration, Timestamp};
use std::process::Command;
use std::sync::LazyLock;
use tempfile::TempDir;

/// One authority for all tests of this file; keys take their time.
static DESK: LazyLock<Desk> = LazyLock::new(Desk::new);

/// Serial numbers of the authority's certificates, and what its index says about them.
const INDEX: &[(&str, &str)] = &[
    ("0A", "V\t{until}\t\t0A\tunknown\t/CN=good"),
    ("00FD12", "R\t{until}\t261003120000Z,keyCompromise\tFD12\tunknown\t/CN=key"),
    ("1000", "R\t{until}\t261003120001Z\t1000\tunknown\t/CN=plain"),
    ("1001", "R\t{until}\t261003120002Z,superseded\t1001\tunknown\t/CN=superseded"),
    ("1002", "R\t{until}\t261003120003Z,certificateHold\t1002\tunknown\t/CN=hold"),
    ("1003", "R\t{until}\t261003120004Z,keyTime,20261001000000Z\t1003\tunknown\t/CN=since"),
    (
        "7A00000000000000000000000000000000000001",
        "R\t{until}\t261003120005Z,cessationOfOperation\t7A00000000000000000000000000000000000001\tunknown\t/CN=long",
    ),
];

const CONFIGURATION: &str = "
[ca]
default_ca = ca_default
[ca_default]
database = index.txt
crlnumber = crlnumber
default_md = sha256
[plain]
authorityKeyIdentifier = keyid
[full]
authorityKeyIdentifier = keyid
issuingDistributionPoint = critical, @point
freshestCRL = URI:http://crl.example/delta.crl
[point]
fullname = URI:http://crl.example/a.crl, URI:ldap://crl.example/b
onlyuser = TRUE
indirectCRL = TRUE
onlysomereasons = keyCompromise, CACompromise
[relative]
issuingDistributionPoint = critical, @relative_point
[relative_point]
relativename = relative_name
[relative_name]
CN = CRL1
[delta]
2.5.29.27 = critical, DER:02:01:05
[unknown]
1.2.3.4 = critical, ASN1:NULL
[responder]
keyUsage = critical, digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = ignored
[aged]
extendedKeyUsage = OCSPSigning
[visitor]
extendedKeyUsage = clientAuth
";

/// A folder with an authority, responders that it has named, and one that it has not.
struct Desk {
    dir: TempDir,
    ca: Certificate,
}

impl Desk {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let until = "461122000000Z";
        let index: String = INDEX.iter().map(|(_, line)| line.replace("{until}", until) + "\n").collect();
        std::fs::write(dir.path().join("index.txt"), index).unwrap();
        std::fs::write(dir.path().join("crlnumber"), "A7").unwrap();
        std::fs::write(dir.path().join("ca.cnf"), CONFIGURATION).unwrap();
        openssl(
            &dir,
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 365 -subj /C=NO/O=Test/CN=CA",
        );
        for (name, hash) in [("responder", "sha256"), ("aged", "sha1"), ("visitor", "sha256")] {
            let subject = format!("-subj /C=NO/CN={name}");
            openssl(
                &dir,
                &format!(
                    "req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout {name}.key -out {name}.csr {subject}"
                ),
            );
            openssl(
                &dir,
                &format!(
                    "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -{hash} -days 30 -out {name}.pem -extfile ca.cnf -extensions {name}"
                ),
            );
        }
        openssl(&dir, "x509 -in ca.pem -outform DER -out ca.der");
        let ca = Certificate::parse(&std::fs::read(dir.path().join("ca.der")).unwrap()).unwrap();
        Self { dir, ca }
    }

    /// The list with those extensions, in a file of its own.
    fn list(&self, name: &str, extensions: &str, more: &str) -> Crl {
        // Each list has its own counter, so that tests may run at once.
        let counter = format!("{name}.number");
        std::fs::write(self.dir.path().join(&counter), "A7").unwrap();
        let configuration = CONFIGURATION.replace("crlnumber = crlnumber", &format!("crlnumber = {counter}"));
        std::fs::write(self.dir.path().join(format!("{name}.cnf")), configuration).unwrap();
        openssl(
            &self.dir,
            &format!(
                "ca -gencrl -config {name}.cnf -cert ca.pem -keyfile ca.key -crldays 7 -out {name}.pem {extensions} {more}"
            ),
        );
        openssl(&self.dir, &format!("crl -in {name}.pem -outform DER -out {name}.der"));
        Crl::parse(self.read(&format!("{name}.der"))).unwrap()
    }

    /// What OpenSSL's responder answers to that question.
    fn ask(&self, name: &str, question: &[u8], signer: &str, more: &str) -> Response {
        std::fs::write(self.dir.path().join(format!("{name}.req")), question).unwrap();
        openssl(
            &self.dir,
            &format!(
                "ocsp -index index.txt -CA ca.pem -rsigner {signer}.pem -rkey {signer}.key -reqin {name}.req -respout {name}.resp -noverify {more}"
            ),
        );
        Response::parse(&self.read(&format!("{name}.resp"))).unwrap()
    }

    fn issuer(&self) -> Issuer<'_> {
        Issuer { name: &self.ca.subject, spki: &self.ca.key.spki }
    }

    fn id(&self, hash: CertHash, serial: &[u8]) -> CertId {
        CertId::new(hash, &self.ca.subject.der, self.issuer().key().unwrap(), serial)
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.dir.path().join(name)).unwrap()
    }

    fn judge(
        &self,
        response: &Response,
        serial: &[u8],
        nonce: Option<&[u8]>,
        at: Timestamp,
    ) -> Result<Answer, Refusal> {
        let question = Question { issuer: self.issuer(), serial, nonce, at, skew_seconds: 60 };
        response.judge(&question)
    }
}

fn openssl(dir: &TempDir, arguments: &str) -> String {
    let output =
        Command::new("openssl").args(arguments.split_whitespace()).current_dir(dir.path()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {arguments}: {said}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn a_list_says_who_is_revoked_when_and_why() {
    let list = DESK.list("plain", "-crlexts plain", "");
    let found: Vec<Option<String>> = INDEX
        .iter()
        .map(|(serial, _)| {
            let found = list.lookup(&bytes(serial), &DESK.ca.subject)?;
            let since = found.invalidity_date.map(|date| format!(" since {date}")).unwrap_or_default();
            Some(format!("{} {}{since}", found.at, found.reason.name()))
        })
        .collect();
    let expected = [
        None,
        Some("2026-10-03T12:00:00Z keyCompromise"),
        Some("2026-10-03T12:00:01Z unspecified"),
        Some("2026-10-03T12:00:02Z superseded"),
        Some("2026-10-03T12:00:03Z certificateHold"),
        Some("2026-10-03T12:00:04Z keyCompromise since 2026-10-01T00:00:00Z"),
        Some("2026-10-03T12:00:05Z cessationOfOperation"),
    ];
    assert_eq!(found, expected.map(|one| one.map(str::to_owned)));
    assert_eq!(list.entries(), 6);
    assert_eq!(list.lookup(&[0xfd, 0x12], &DESK.ca.subject), None);
    assert_eq!(list.lookup(&[0x10, 0x00], &Name::default()), None);
    assert_eq!(list.issuer, DESK.ca.subject);
    assert_eq!(list.number, Some(vec![0xa7]));
    assert_eq!(list.authority_key_identifier.as_ref().map(Vec::len), Some(20));
    let age = Timestamp::now().duration_since(list.this_update).abs();
    assert!(age < SignedDuration::from_mins(10), "{list:?}");
    let span = list.next_update.unwrap().duration_since(list.this_update);
    assert_eq!(span, SignedDuration::from_hours(7 * 24));
    assert_eq!((list.issuing_distribution_point, list.delta_base), (None, None));
    assert!(!list.has_freshest_crl && list.unknown_critical.is_empty());
}

#[test]
fn only_the_authority_has_signed_a_list() {
    let other = Certificate::parse(&pem("visitor")).unwrap();
    for (hash, name) in [("sha1", "sha1WithRSAEncryption"), ("sha512", "sha512WithRSAEncryption")] {
        let list = DESK.list(hash, "", &format!("-md {hash}"));
        assert_eq!(list.signature_algorithm, name);
        assert_eq!(list.verify_signed_by(&DESK.ca.key.spki), Ok(()));
        assert!(list.verify_signed_by(&other.key.spki).is_err());
    }
}

fn pem(name: &str) -> Vec<u8> {
    openssl(&DESK.dir, &format!("x509 -in {name}.pem -outform DER -out {name}.der"));
    DESK.read(&format!("{name}.der"))
}

#[test]
fn a_list_says_what_it_is_about() {
    let list = DESK.list("full", "-crlexts full", "");
    assert!(list.has_freshest_crl && list.unknown_critical.is_empty());
    let point = list.issuing_distribution_point.unwrap();
    assert!(point.critical && point.only_user_certificates && point.indirect);
    assert!(!point.only_ca_certificates && !point.only_attribute_certificates);
    assert_eq!(point.only_some_reasons, Some(0b110));
    let uri = |text: &str| GeneralName::Uri(text.to_owned());
    let names = vec![uri("http://crl.example/a.crl"), uri("ldap://crl.example/b")];
    assert_eq!(point.name, Some(DistributionPointName::Full(names)));

    let list = DESK.list("relative", "-crlexts relative", "");
    let Some(DistributionPointName::Relative(name)) = list.issuing_distribution_point.unwrap().name else {
        panic!("no relative name");
    };
    assert!(name.ends_with(b"CRL1") && name.starts_with(&[0x30]));

    let list = DESK.list("delta", "-crlexts delta", "");
    assert_eq!(list.delta_base, Some(vec![5]));
    let list = DESK.list("unknown", "-crlexts unknown", "");
    assert_eq!(list.unknown_critical, ["1.2.3.4"]);
}

#[test]
fn questions_are_the_bytes_that_openssl_writes() {
    for (hash, option) in [
        (CertHash::Sha1, "-sha1"),
        (CertHash::Sha256, "-sha256"),
        (CertHash::Sha384, "-sha384"),
        (CertHash::Sha512, "-sha512"),
    ] {
        let id = DESK.id(hash, &[0x00, 0xfd, 0x12]);
        let file = format!("own{option}.req");
        openssl(&DESK.dir, &format!("ocsp {option} -issuer ca.pem -serial 0xFD12 -no_nonce -reqout {file}"));
        assert_eq!(request(&id, None), DESK.read(&file));
    }
    std::fs::write(
        DESK.dir.path().join("nonce.req"),
        request(&DESK.id(CertHash::Sha1, &[5]), Some(&[0xab; 32])),
    )
    .unwrap();
    let text = openssl(&DESK.dir, "ocsp -reqin nonce.req -req_text");
    assert!(text.contains("OCSP Nonce") && text.contains(&"AB".repeat(32)), "{text}");
}

#[test]
fn answers_of_the_authority_and_of_its_responder_agree() {
    let statuses = [
        ("0A", Status::Good),
        ("00FD12", revoked("2026-10-03T12:00:00Z", Reason::KeyCompromise)),
        ("1000", revoked("2026-10-03T12:00:01Z", Reason::Unspecified)),
        ("1002", revoked("2026-10-03T12:00:03Z", Reason::CertificateHold)),
        ("0BAD", Status::Unknown),
    ];
    for (signer, delegated) in [("ca", false), ("responder", true)] {
        for (hash, nonce) in [(CertHash::Sha1, None), (CertHash::Sha256, Some(&[0xab; 32][..]))] {
            for (serial, status) in statuses {
                let name = format!("{signer}-{hash:?}-{serial}");
                let question = request(&DESK.id(hash, &bytes(serial)), nonce);
                let response = DESK.ask(&name, &question, signer, "-ndays 1");
                let answer = DESK.judge(&response, &bytes(serial), nonce, Timestamp::now()).unwrap();
                assert_eq!(answer.status, status, "{name}");
                assert_eq!(answer.nonce, nonce.map_or(NonceEcho::NotAsked, |_| NonceEcho::Echoed), "{name}");
                assert_eq!(answer.delegate.map(|delegate| delegate.no_check), delegated.then_some(true));
                assert!(!answer.weak && answer.next_update.is_some(), "{name}");
            }
        }
    }
}

fn revoked(at: &str, reason: Reason) -> Status {
    Status::Revoked { at: at.parse().unwrap(), reason }
}

#[test]
fn an_answer_may_be_signed_with_sha1_and_is_weak() {
    let question = request(&DESK.id(CertHash::Sha1, &[0x0a]), None);
    let response = DESK.ask("weak", &question, "ca", "-rmd sha1");
    let answer = DESK.judge(&response, &[0x0a], None, Timestamp::now()).unwrap();
    assert!(answer.weak && answer.status == Status::Good && answer.next_update.is_none());
    let response = DESK.ask("aged", &question, "aged", "-rmd sha256");
    let answer = DESK.judge(&response, &[0x0a], None, Timestamp::now()).unwrap();
    assert!(answer.weak && answer.delegate.is_some_and(|delegate| !delegate.no_check));
}

#[test]
fn a_responder_may_be_named_by_its_key() {
    for signer in ["ca", "responder"] {
        let question = request(&DESK.id(CertHash::Sha1, &[0x0a]), None);
        let response = DESK.ask(&format!("{signer}-by-key"), &question, signer, "-resp_key_id");
        assert!(matches!(&response.basic.as_ref().unwrap().responder, ResponderId::ByKey(_)));
        assert_eq!(DESK.judge(&response, &[0x0a], None, Timestamp::now()).unwrap().status, Status::Good);
    }
}

#[test]
fn a_responder_that_was_not_named_is_refused() {
    let question = request(&DESK.id(CertHash::Sha1, &[0x0a]), None);
    let refusal = |response: &Response| DESK.judge(response, &[0x0a], None, Timestamp::now()).unwrap_err();
    let response = DESK.ask("visitor", &question, "visitor", "");
    assert_eq!(
        refusal(&response),
        Refusal::ResponderNotAuthorized("its certificate is not for OCSP signing".to_owned())
    );
    let response = DESK.ask("alone", &question, "responder", "-resp_no_certs");
    assert_eq!(
        refusal(&response),
        Refusal::ResponderNotAuthorized("its certificate is not with the answer".to_owned())
    );
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let question = request(&DESK.id(CertHash::Sha1, &[0x0a]), Some(&[1; 32]));
    let response = DESK.ask("other", &question, "responder", "-nmin 5");
    let judge = |serial, nonce, at| {
        DESK.judge(&response, serial, Some(nonce), at).map(|_| ()).map_err(|refusal| refusal.code())
    };
    let now = Timestamp::now();
    assert_eq!(judge(&[0x0a], &[1; 32][..], now), Ok(()));
    assert_eq!(judge(&[0x0a], &[2; 32][..], now), Err("nonce-mismatch"));
    assert_eq!(judge(&[0x0b], &[1; 32][..], now), Err("no-answer-for-this-certificate"));
    assert_eq!(judge(&[0x0a], &[1; 32][..], now + SignedDuration::from_mins(20)), Err("stale"));
    assert_eq!(judge(&[0x0a], &[1; 32][..], now - SignedDuration::from_mins(20)), Err("responder-expired"));
    assert_eq!(
        judge(&[0x0a], &[1; 32][..], now + SignedDuration::from_hours(31 * 24)),
        Err("responder-expired")
    );
}

#[test]
fn an_answer_of_another_authority_is_refused() {
    let question = request(&DESK.id(CertHash::Sha1, &[0x0a]), None);
    let response = DESK.ask("foreign", &question, "ca", "");
    let other = Certificate::parse(&pem("responder")).unwrap();
    let issuer = Issuer { name: &DESK.ca.subject, spki: &other.key.spki };
    let question = Question { issuer, serial: &[0x0a], nonce: None, at: Timestamp::now(), skew_seconds: 60 };
    let why = "its certificate is not signed by the issuer".to_owned();
    assert_eq!(response.judge(&question), Err(Refusal::ResponderNotAuthorized(why)));
}
