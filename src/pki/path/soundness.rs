//! What speaks against a certificate whatever path it stands on.

use super::reason::Code;
use super::rules::Rules;
use crate::pki::signature::is_weak;
use crate::pki::{Certificate, Oddity, PublicKey};

/// RFC 5280 §4.1.2.2.
const LONGEST_SERIAL: usize = 20;

/// What speaks against `certificate` as one of a path.
pub(super) fn faults(certificate: &Certificate, rules: &Rules) -> Vec<(Code, String)> {
    let mut faults = misshapen(certificate);
    faults.extend(not_understood(certificate));
    faults.extend(
        certificate
            .extensions
            .wrongly_critical
            .iter()
            .map(|oid| (Code::MalformedExtension, format!("{oid} is critical and must not be"))),
    );
    if is_weak(&certificate.signature_algorithm) {
        faults.push((Code::WeakSignature, certificate.signature_algorithm.clone()));
    }
    faults.extend(weak_key(&certificate.key, rules));
    faults
}

/// A key that is shorter than the rules allow.
pub(super) fn weak_key(key: &PublicKey, rules: &Rules) -> Option<(Code, String)> {
    let short = key.algorithm == "RSA" && key.bits < rules.shortest_rsa;
    short.then(|| (Code::WeakKey, format!("RSA {}", key.bits)))
}

/// What speaks against `certificate` as an anchor: it must be allowed to issue, and be understood.
pub(super) fn faults_of_anchor(certificate: &Certificate) -> Vec<(Code, String)> {
    let mut faults: Vec<_> = not_understood(certificate).collect();
    // Certificates of version 1 have no extension to say it with; who trusts one knows what it is for.
    if certificate.version >= 3 && !certificate.is_ca() {
        faults.push((Code::NotAnAuthority, "basic constraints".to_owned()));
    }
    if certificate.extensions.key_usage.is_some_and(|usage| !usage.has("keyCertSign")) {
        faults.push((Code::KeyUsage, "keyCertSign".to_owned()));
    }
    faults.extend(
        misshapen(certificate).into_iter().filter(|(_, what)| !IDLE_IN_ANCHORS.contains(&what.as_str())),
    );
    faults
}

/// Who meets a critical extension that is not understood must refuse (RFC 5280 §4.2).
fn not_understood(certificate: &Certificate) -> impl Iterator<Item = (Code, String)> {
    certificate.extensions.unknown_critical.iter().map(|oid| (Code::UnknownCriticalExtension, oid.clone()))
}

/// What is no matter in an anchor: nobody verifies its signature, and who trusts it has seen it.
const IDLE_IN_ANCHORS: [&str; 6] = ["name", "time", "not DER", "no issuer", "serial number", "version"];

/// Extensions that decide whether a path holds: one that cannot be read could say anything.
const DECISIVE: [&str; 9] = [
    "?",
    "2.5.29.15",
    "2.5.29.17",
    "2.5.29.19",
    "2.5.29.30",
    "2.5.29.32",
    "2.5.29.33",
    "2.5.29.36",
    "2.5.29.37",
];

fn misshapen(certificate: &Certificate) -> Vec<(Code, String)> {
    let mut faults: Vec<(Code, String)> = certificate.oddities.iter().filter_map(of_oddity).collect();
    // Whatever it is: which of them counts is anybody's guess (RFC 5280 §4.2).
    for oid in &certificate.extensions.repeated {
        faults.retain(|(code, what)| (*code, what) != (Code::MalformedExtension, oid));
        faults.push((Code::MalformedExtension, format!("{oid} twice")));
    }
    let wrong = |what: &str| (Code::MalformedCertificate, what.to_owned());
    let odd_version = certificate.extensions.are_present && certificate.version != 3;
    if !matches!(certificate.version, 1..=3) || odd_version {
        faults.push(wrong("version"));
    }
    if certificate.issuer.is_empty() {
        faults.push(wrong("no issuer"));
    }
    if certificate.is_ca() && certificate.subject.is_empty() {
        faults.push(wrong("no subject"));
    }
    // RFC 5280 §4.2.1.9: whoever does not issue must not say that the key signs certificates.
    let signs = certificate.extensions.key_usage.is_some_and(|usage| usage.has("keyCertSign"));
    if signs && !certificate.is_ca() && certificate.version == 3 {
        faults.push(wrong("keyCertSign without cA"));
    }
    if certificate.serial_contents.is_empty() || certificate.serial_contents.len() > LONGEST_SERIAL + 1 {
        faults.push(wrong("serial number"));
    }
    if certificate.not_after < certificate.not_before {
        faults.push(wrong("validity"));
    }
    faults
}

fn of_oddity(oddity: &Oddity) -> Option<(Code, String)> {
    let malformed = |what: &str| Some((Code::MalformedCertificate, what.to_owned()));
    match oddity {
        Oddity::MalformedExtension { oid } => {
            DECISIVE.contains(&oid.as_str()).then(|| (Code::MalformedExtension, oid.clone()))
        }
        Oddity::MalformedName => malformed("name"),
        Oddity::UnusualTime => malformed("time"),
        Oddity::NotDer => malformed("not DER"),
        Oddity::Surplus => malformed("surplus"),
        Oddity::MisencodedAttribute { .. }
        | Oddity::BareSerialNumber
        | Oddity::MalformedQcStatement { .. }
        | Oddity::UnusualKeySize { .. }
        | Oddity::TrailingBytes { .. } => None,
    }
}
