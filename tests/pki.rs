//! Certificates from outside: the carried issuers, and bytes that nobody meant to be a certificate.

#[path = "../src/pki/sample.rs"]
mod sample;

use eid_ready::pki::{Certificate, Name, PublicKey};
use eid_ready::policy::Policy;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sample::{Sample, Signer, attribute, extension, integer, name, oid, sequence, tlv};
use std::time::{Duration, Instant};

#[test]
fn every_carried_issuer_is_consistent() {
    let policy = Policy::preset("helseid-prod").expect("a preset");
    let issuers = policy.issuers;
    assert_eq!(issuers.len(), 39);
    for issuer in issuers {
        let subject = Name::parse(&issuer.subject.0).expect(&issuer.id);
        assert_eq!(subject.to_string(), issuer.name);
        let key = PublicKey::parse(&issuer.spki.0).expect(&issuer.id);
        assert!(key.algorithm == "RSA" && key.bits >= 2048, "{}: {} {}", issuer.id, key.algorithm, key.bits);
        assert!(issuer.not_before < issuer.not_after, "{}", issuer.id);
    }
}

#[test]
fn mutated_certificates_never_panic_and_stay_bounded() {
    let signer = Signer::new();
    let samples: Vec<Vec<u8>> = samples().iter().map(|sample| signer.sign(sample)).collect();
    let mutation = (0..samples.len(), vec((any::<prop::sample::Index>(), edit()), 1..6));
    check(4000, mutation, |(which, edits)| {
        let mut der = samples[which].clone();
        for (at, edit) in edits {
            edit.apply(&mut der, at);
        }
        read(&der)
    });
}

#[test]
fn truncated_certificates_are_refused() {
    for sample in samples() {
        let der = Signer::new().sign(&sample);
        for end in 0..der.len() {
            assert!(Certificate::parse(&der[..end]).is_err(), "{end} bytes");
        }
    }
}

#[test]
fn random_bytes_never_panic() {
    check(2000, vec(any::<u8>(), 0..2000), |bytes| read(&bytes));
    check(2000, vec(any::<u8>(), 0..300), |bytes| read(&tlv(0x30, &tlv(0x30, &bytes))));
}

#[test]
fn random_bytes_in_one_part_leave_the_rest() {
    let signer = Signer::new();
    let extensions = ["2.5.29.15", "2.5.29.17", "2.5.29.19", "2.5.29.32", "2.5.29.37", "1.3.6.1.5.5.7.1.3"];
    let part = (0..extensions.len(), vec(any::<u8>(), 0..60), 0x0cu8..0x20, vec(any::<u8>(), 0..60));
    check(2000, part, |(which, value, tag, text)| {
        let mut sample = Sample::buypass();
        sample.extensions.push(extension(extensions[which], &value));
        sample.subject = name(&[attribute("2.5.4.3", tag, &text), attribute("2.5.4.4", 0x0c, b"DAL")]);
        let certificate = Certificate::parse(&signer.sign(&sample)).map_err(|error| error.to_string())?;
        let rest = certificate.subject.get("SN") == Some("DAL") && certificate.extensions.policies.len() == 1;
        if rest || extensions[which] == "2.5.29.32" { Ok(()) } else { Err(format!("{certificate:?}")) }
    });
}

#[test]
fn a_certificate_full_of_extensions_is_read_in_time() {
    let mut sample = Sample::buypass();
    sample.extensions = (0..20_000).map(|_| extension("2.5.29.14", &[])).collect();
    let der = Signer::new().sign(&sample);
    let started = Instant::now();
    assert_eq!(Certificate::parse(&der).expect("a certificate").oddities.len(), 20_000);
    assert!(started.elapsed() < Duration::from_secs(5));
}

/// A change to some bytes.
#[derive(Debug, Clone)]
enum Edit {
    Set(u8),
    Flip(u8),
    Insert(Vec<u8>),
    Remove(usize),
    Truncate,
    Append(Vec<u8>),
}

impl Edit {
    fn apply(self, der: &mut Vec<u8>, at: prop::sample::Index) {
        if der.is_empty() {
            return;
        }
        let at = at.index(der.len());
        match self {
            Edit::Set(byte) => der[at] = byte,
            Edit::Flip(bit) => der[at] ^= 1 << bit,
            Edit::Insert(bytes) => drop(der.splice(at..at, bytes)),
            Edit::Remove(count) => drop(der.drain(at..der.len().min(at + count))),
            Edit::Truncate => der.truncate(at),
            Edit::Append(bytes) => der.extend(bytes),
        }
    }
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        // Bytes that mean something as a tag or a length, and any.
        4 => prop_oneof![Just(0x00u8), Just(0x80), Just(0x84), Just(0xff), Just(0x30), Just(0x1f), any::<u8>()]
            .prop_map(Edit::Set),
        4 => (0u8..8).prop_map(Edit::Flip),
        1 => vec(any::<u8>(), 1..8).prop_map(Edit::Insert),
        1 => (1usize..8).prop_map(Edit::Remove),
        1 => Just(Edit::Truncate),
        1 => vec(prop_oneof![Just(0x00u8), Just(0xff)], 1..64).prop_map(Edit::Append),
    ]
}

/// Reads bytes as a certificate, and what was read once more.
fn read(bytes: &[u8]) -> Result<(), String> {
    let Ok(certificate) = Certificate::parse(bytes) else { return Ok(()) };
    let _ = certificate.verify_signed_by(&certificate.key.spki);
    let _ = (certificate.subject.to_string(), certificate.issuer.to_string());
    let bounded = certificate.der.len() <= bytes.len() && certificate.oddities.len() <= bytes.len();
    let mut again = Certificate::parse(&certificate.der).map_err(|error| error.to_string())?;
    again.oddities = certificate.oddities.clone();
    if bounded && again == certificate { Ok(()) } else { Err("read differently the second time".to_owned()) }
}

/// Runs `test` on that many values, the same ones each time.
fn check<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value) -> Result<(), String>) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[0x5e; 32]);
    let mut runner = TestRunner::new_with_rng(config, random);
    let outcome = runner.run(&strategy, |value| test(value).map_err(TestCaseError::fail));
    assert_eq!(outcome.map_err(|failure| failure.to_string()), Ok(()));
}

/// A sound certificate and one with every field that the parser looks into.
fn samples() -> Vec<Sample> {
    let limit = sequence(&[oid("0.4.0.1862.1.2"), sequence(&[tlv(0x13, b"NOK"), integer(1), integer(5)])]);
    let pds = sequence(&[sequence(&[tlv(0x16, b"https://pds.example"), tlv(0x13, b"no")])]);
    let kinds = sequence(&[oid("0.4.0.1862.1.6.1")]);
    let upn = [oid("1.3.6.1.4.1.311.20.2.3"), tlv(0xa0, &tlv(0x0c, b"kari@hf.example"))].concat();
    let mut full = Sample::buypass();
    full.not_after = tlv(0x18, b"20501031225900.5+0100");
    full.subject = name(&[
        attribute("2.5.4.4", 0x13, b"\xc5SEN"),
        attribute("2.5.4.42", 0x1e, b"\0K\0A\0R\0I"),
        attribute("2.5.4.3", 0x1c, b"\0\0\0K\0\0\0A"),
        attribute("2.5.4.5", 0x12, b"123456789"),
    ]);
    full.extensions.extend([
        extension("2.5.29.37", &sequence(&[oid("1.3.6.1.5.5.7.3.2"), oid("1.3.6.1.4.1.311.20.2.2")])),
        extension("2.5.29.17", &sequence(&[tlv(0x81, b"kari@hf.example"), tlv(0xa0, &upn)])),
        extension(
            "1.3.6.1.5.5.7.1.3",
            &sequence(&[
                limit,
                sequence(&[oid("0.4.0.1862.1.5"), pds]),
                sequence(&[oid("0.4.0.1862.1.6"), kinds]),
                sequence(&[oid("0.4.0.1862.1.2"), tlv(0x0c, b"NOK")]),
            ]),
        ),
    ]);
    vec![Sample::buypass(), full]
}
