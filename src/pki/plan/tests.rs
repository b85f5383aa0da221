use super::*;
use crate::pki::Certificate;
use crate::pki::sample::{Sample, Signer, extension, oid, sequence, tlv};

const LIMITS: Limits = Limits { addresses: 3, questions: 24 };

/// Addresses that a certificate names.
#[derive(Default)]
struct Named<'a> {
    ocsp: &'a [&'a str],
    issuers: &'a [&'a str],
    /// The addresses of each distribution point.
    lists: &'a [&'a [&'a str]],
    changes: &'a [&'a [&'a str]],
}

fn certificate(serial: u8, named: &Named<'_>) -> Certificate {
    let uri = |url: &str| tlv(0x86, url.as_bytes());
    let access = |method: &str, urls: &[&str]| -> Vec<Vec<u8>> {
        urls.iter().map(|url| sequence(&[oid(method), uri(url)])).collect()
    };
    let points = |points: &[&[&str]]| -> Vec<u8> {
        let point = |urls: &&[&str]| {
            let names: Vec<u8> = urls.iter().flat_map(|url| uri(url)).collect();
            sequence(&[tlv(0xa0, &tlv(0xa0, &names))])
        };
        sequence(&points.iter().map(point).collect::<Vec<_>>())
    };
    let services =
        [access("1.3.6.1.5.5.7.48.1", named.ocsp), access("1.3.6.1.5.5.7.48.2", named.issuers)].concat();
    let mut sample = Sample::buypass();
    sample.serial = tlv(0x02, &[0x00, 0xfd, serial]);
    if !services.is_empty() {
        sample.extensions.push(extension("1.3.6.1.5.5.7.1.1", &sequence(&services)));
    }
    for (id, lists) in [("2.5.29.31", named.lists), ("2.5.29.46", named.changes)] {
        if !lists.is_empty() {
            sample.extensions.push(extension(id, &points(lists)));
        }
    }
    let certificate = Certificate::parse(&Signer::new().sign(&sample)).unwrap();
    assert_eq!(certificate.oddities, []);
    certificate
}

fn unsettled<'a>(certificate: &'a Certificate, issuer_key: Option<&'a [u8]>) -> Wanted<'a> {
    Wanted { certificate, issuer_key, settled: false }
}

/// Asks until nothing more is wanted; each round by kind and address.
fn rounds(wanted: &[Wanted<'_>], limits: &Limits) -> Vec<Vec<String>> {
    let mut asked = Vec::new();
    let mut rounds = Vec::new();
    loop {
        let round = plan(wanted, &asked, limits);
        if round.is_empty() {
            return rounds;
        }
        rounds.push(round.iter().map(|one| format!("{:?} {}", one.kind, one.url)).collect());
        asked.extend(round);
        assert!(rounds.len() < 100);
    }
}

#[test]
fn responders_come_before_lists_and_lists_before_changes() {
    let key = Signer::new().spki();
    let certificate = certificate(
        1,
        &Named {
            ocsp: &["http://o1.example", "http://o2.example"],
            issuers: &["http://i.example/ca.cer"],
            lists: &[&["ldap://l.example/", "http://c.example/a.crl"]],
            changes: &[&["http://c.example/delta.crl"]],
        },
    );
    assert_eq!(
        rounds(&[unsettled(&certificate, Some(&key))], &LIMITS),
        [
            ["Ocsp http://o1.example"],
            ["Ocsp http://o2.example"],
            ["Crl http://c.example/a.crl"],
            ["Crl http://c.example/delta.crl"]
        ]
    );
}

#[test]
fn an_unknown_issuer_is_looked_for_first_and_nothing_else_is_asked() {
    let named = Named {
        ocsp: &["http://o.example"],
        issuers: &["http://i.example/ca.cer", "http://i.example/ca.p7c"],
        ..Named::default()
    };
    let certificate = certificate(1, &named);
    assert_eq!(
        rounds(&[unsettled(&certificate, None)], &LIMITS),
        [["Issuer http://i.example/ca.cer"], ["Issuer http://i.example/ca.p7c"]]
    );
}

#[test]
fn a_settled_certificate_asks_nothing() {
    let key = Signer::new().spki();
    let certificate = certificate(1, &Named { ocsp: &["http://o.example"], ..Named::default() });
    let settled = Wanted { settled: true, ..unsettled(&certificate, Some(&key)) };
    assert!(rounds(&[settled], &LIMITS).is_empty());
}

#[test]
fn one_list_serves_all_certificates() {
    let key = Signer::new().spki();
    let named = Named { lists: &[&["http://c.example/a.crl"]], ..Named::default() };
    let (one, other) = (certificate(1, &named), certificate(2, &named));
    let wanted = [unsettled(&one, Some(&key)), unsettled(&other, Some(&key)), unsettled(&one, Some(&key))];
    assert_eq!(rounds(&wanted, &LIMITS), [["Crl http://c.example/a.crl"]]);
}

#[test]
fn a_responder_is_asked_about_each_certificate_once() {
    let key = Signer::new().spki();
    let named = Named { ocsp: &["http://o.example"], ..Named::default() };
    let (one, other) = (certificate(1, &named), certificate(2, &named));
    let wanted = [unsettled(&one, Some(&key)), unsettled(&other, Some(&key)), unsettled(&one, Some(&key))];
    let round = plan(&wanted, &[], &LIMITS);
    assert_eq!(round.len(), 2);
    assert_eq!(round[0].about.as_ref().unwrap().serial, [0x00, 0xfd, 1]);
    assert_eq!(round[1].about.as_ref().unwrap().serial, [0x00, 0xfd, 2]);
}

#[test]
fn the_first_address_of_every_point_comes_before_the_second_of_any() {
    let key = Signer::new().spki();
    let lists: &[&[&str]] = &[&["http://a/1", "http://a/2"], &["http://b/1", "http://b/2"]];
    let certificate = certificate(1, &Named { lists, ..Named::default() });
    assert_eq!(
        rounds(&[unsettled(&certificate, Some(&key))], &LIMITS),
        [["Crl http://a/1"], ["Crl http://b/1"], ["Crl http://a/2"]]
    );
}

#[test]
fn addresses_that_may_not_be_asked_do_not_take_a_place() {
    let key = Signer::new().spki();
    let ocsp = &["http://u:p@o.example", "http://o1", "http://o1", "http://o2", "http://o3", "http://o4"];
    let certificate = certificate(1, &Named { ocsp, ..Named::default() });
    assert_eq!(
        rounds(&[unsettled(&certificate, Some(&key))], &LIMITS).concat(),
        ["Ocsp http://o1", "Ocsp http://o2", "Ocsp http://o3"]
    );
}

#[test]
fn a_run_has_an_end() {
    let key = Signer::new().spki();
    let named = Named { ocsp: &["http://o1", "http://o2"], ..Named::default() };
    let many: Vec<Certificate> = (0..20).map(|serial| certificate(serial, &named)).collect();
    let wanted: Vec<Wanted<'_>> = many.iter().map(|one| unsettled(one, Some(&key))).collect();
    let rounds = rounds(&wanted, &LIMITS);
    assert_eq!(rounds.iter().map(Vec::len).collect::<Vec<_>>(), [20, 4]);
}

#[test]
fn the_same_again_gives_the_same() {
    let key = Signer::new().spki();
    let named = Named { ocsp: &["http://o1"], lists: &[&["http://c"]], ..Named::default() };
    let (one, other) = (certificate(1, &named), certificate(2, &named));
    let wanted = [unsettled(&one, Some(&key)), unsettled(&other, None)];
    assert_eq!(plan(&wanted, &[], &LIMITS), plan(&wanted, &[], &LIMITS));
}

#[test]
fn the_request_names_the_certificate_and_carries_the_nonce() {
    let key = Signer::new().spki();
    let certificate = certificate(7, &Named { ocsp: &["http://o"], ..Named::default() });
    let round = plan(&[unsettled(&certificate, Some(&key))], &[], &LIMITS);
    let plain = round[0].body(None).unwrap();
    let with_nonce = round[0].body(Some(&[0xab; 16])).unwrap();
    for body in [&plain, &with_nonce] {
        assert!(body.windows(5).any(|window| window == [0x02, 0x03, 0x00, 0xfd, 7]));
    }
    assert!(!plain.windows(16).any(|window| window == [0xab; 16]));
    assert!(with_nonce.windows(16).any(|window| window == [0xab; 16]));
    // SEQUENCE { SEQUENCE { SEQUENCE { SEQUENCE { CertID } } } }
    assert_eq!(plain[..2], [0x30, plain.len() as u8 - 2]);
    assert_eq!(Question { about: None, ..round[0].clone() }.body(None), None);
}
