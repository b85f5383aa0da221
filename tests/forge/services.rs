//! What the synthetic issuers' services answer, at the demo's time: responses of OCSP (RFC 6960) without a nonce, so that
//! they answer any question, and lists of revoked certificates (RFC 5280 §5).

use super::authorities::{Authorities, Authority};
use super::der;
use super::extensions as ext;
use super::image::{ImageAnswer, ImageBody};
use super::keys::Key;
use super::x509::{self, Certificate, Extension, printable, utf8};
use ring::digest;

/// Half an hour before the demo's clock stands still, and two days after.
const THIS_UPDATE: &str = "2026-11-22T07:30:00Z";
const NEXT_UPDATE: &str = "2026-11-24T07:30:00Z";
/// When what is revoked was revoked.
const REVOKED_AT: &str = "2026-10-05T09:12:00Z";

/// What the services say of a card's certificates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Telling {
    /// Good, each of them.
    Good,
    /// The first is revoked, because its key is compromised; the others are good.
    FirstRevoked,
    /// The responder is busy; the list has other certificates on it.
    TryLater,
    /// Nobody answers.
    Unreachable,
}

/// What a responder says of one certificate.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Good,
    Revoked,
    /// The responder does not know it.
    Unknown,
}

/// Why what stands on a list was revoked: CRLReason, RFC 5280 §5.3.1.
const CA_COMPROMISE: u8 = 2;
const CERTIFICATE_HOLD: u8 = 6;

/// Answers that no simulated card comes with, name and DER: what cases put in the place of others.
pub fn spare(authorities: &Authorities, buypass: &[u8], commfides: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    let unknown = response(&authorities.buypass, &serial_of(buypass), Status::Unknown);
    let suspended = list_with(&authorities.commfides, &[serial_of(commfides)], Some(CERTIFICATE_HOLD));
    let authority = serial_of(&authorities.commfides.certificate);
    let authority_revoked = list_with(&authorities.commfides_root, &[authority], Some(CA_COMPROMISE));
    vec![
        ("unknown-buypass-ready.ocsp", unknown),
        ("suspended-commfides-try-later.crl", suspended),
        ("revoked-commfides-authority.crl", authority_revoked),
    ]
}

/// The recorded answers for a card with these certificates.
pub fn answers(authorities: &Authorities, certificates: &[Vec<u8>], telling: Telling) -> Vec<ImageAnswer> {
    let mut answers = Vec::new();
    let mut lists: Vec<&Authority> = Vec::new();
    for (index, certificate) in certificates.iter().enumerate() {
        let authority = issuer_of(authorities, certificate);
        let serial = serial_of(certificate);
        let ocsp = |about: &str, body| ImageAnswer {
            url: format!("http://ocsp.{}", authority.host),
            about: format!("certificate {}: {about}", index + 1),
            request_holds: Some(serial.clone()),
            body,
        };
        let whole = |bytes| ImageBody::Whole("application/ocsp-response", bytes);
        answers.push(match telling {
            Telling::FirstRevoked if index == 0 => {
                ocsp("revoked", whole(response(authority, &serial, Status::Revoked)))
            }
            Telling::Good | Telling::FirstRevoked => {
                ocsp("good", whole(response(authority, &serial, Status::Good)))
            }
            // OCSPResponse { responseStatus tryLater }
            Telling::TryLater => ocsp("try later", whole(der::sequence(&[der::tlv(0x0A, &[3])]))),
            Telling::Unreachable => ocsp("the name leads nowhere", ImageBody::Fails("dns")),
        });
        if !lists.iter().any(|known| known.id == authority.id) {
            lists.push(authority);
        }
    }
    for authority in lists {
        let list = |about: &str, body| ImageAnswer {
            url: format!("http://crl.{}/person.crl", authority.host),
            about: about.to_owned(),
            request_holds: None,
            body,
        };
        match telling {
            Telling::TryLater => {
                let body =
                    ImageBody::Whole("application/pkix-crl", revocation_list(authority, &[vec![0x02, 1, 7]]));
                answers.push(list("a list with somebody else's certificate on it", body));
            }
            Telling::Unreachable => answers.push(list("nobody listens", ImageBody::Fails("connect"))),
            Telling::Good | Telling::FirstRevoked => {}
        }
    }
    answers
}

/// A response about the certificate with that serial number (INTEGER, DER). Buypass has somebody else sign for it, and
/// Commfides signs itself; both are sound.
pub fn response(authority: &Authority, serial: &[u8], status: Status) -> Vec<u8> {
    let sha1 = |bytes: &[u8]| der::octets(digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, bytes).as_ref());
    let algorithm = der::sequence(&[der::oid("1.3.14.3.2.26"), der::null()]);
    let key = der::octets(&authority.key.identifier());
    let certificate = der::sequence(&[algorithm, sha1(&authority.name), key, serial.to_vec()]);
    let status = match status {
        Status::Good => der::implicit(0, &[]),
        // RevokedInfo { revocationTime, [0] keyCompromise }
        Status::Unknown => der::implicit(2, &[]),
        Status::Revoked => der::explicit(1, &[time(REVOKED_AT), der::explicit(0, &[der::tlv(0x0A, &[1])])]),
    };
    let single =
        der::sequence(&[certificate, status, time(THIS_UPDATE), der::explicit(0, &[time(NEXT_UPDATE)])]);

    let delegate = (authority.company == "buypass").then(|| Key::named("buypass-responder"));
    let signer = delegate.as_ref().unwrap_or(&authority.key);
    let responder = der::explicit(2, &[der::octets(&signer.identifier())]);
    let data = der::sequence(&[responder, time(THIS_UPDATE), der::sequence(&[single])]);
    let certificates = delegate
        .as_ref()
        .map(|key| der::explicit(0, &[der::sequence(&[responder_certificate(authority, key)])]));
    let basic = der::sequence(&[
        data.clone(),
        signature_algorithm(),
        der::bit_string(&signer.sign(&data)),
        certificates.unwrap_or_default(),
    ]);
    let bytes = der::sequence(&[der::oid("1.3.6.1.5.5.7.48.1.1"), der::octets(&basic)]);
    der::sequence(&[der::tlv(0x0A, &[0]), der::explicit(0, &[bytes])])
}

/// The certificate of the one that signs for the authority (RFC 6960 §4.2.2.2).
fn responder_certificate(authority: &Authority, key: &Key) -> Vec<u8> {
    let subject = x509::name(&[
        printable(x509::COUNTRY, "NO"),
        utf8(x509::ORGANIZATION, "Demo Buypass-lik AS"),
        utf8(x509::COMMON_NAME, "Demo Buypass-like OCSP responder"),
    ]);
    Certificate {
        seed: "buypass-responder",
        issuer: &authority.name,
        subject: &subject,
        not_before: "2026-10-01T00:00:00Z",
        not_after: "2027-04-01T00:00:00Z",
        spki: &key.spki,
        extensions: vec![
            ext::authority_key_identifier(&authority.key.identifier()),
            ext::key_usage(&[ext::DIGITAL_SIGNATURE]),
            ext::extended_key_usage(&["1.3.6.1.5.5.7.3.9"]),
            // id-pkix-ocsp-nocheck
            Extension::plain("1.3.6.1.5.5.7.48.1.5", der::null()),
        ],
    }
    .sign(&authority.key)
}

/// A complete list of the authority's with these serial numbers (INTEGER, DER) on it.
pub fn revocation_list(authority: &Authority, serials: &[Vec<u8>]) -> Vec<u8> {
    list_with(authority, serials, None)
}

fn list_with(authority: &Authority, serials: &[Vec<u8>], reason: Option<u8>) -> Vec<u8> {
    let reason = reason.map(|reason| {
        let value = der::octets(&der::tlv(0x0A, &[reason]));
        der::sequence(&[der::sequence(&[der::oid("2.5.29.21"), value])])
    });
    let reason = reason.unwrap_or_default();
    let entry = |serial: &Vec<u8>| der::sequence(&[serial.clone(), der::time(REVOKED_AT), reason.clone()]);
    let entries: Vec<_> = serials.iter().map(entry).collect();
    let key_identifier = der::sequence(&[der::implicit(0, &authority.key.identifier())]);
    let extension = |oid: &str, value: &[u8]| der::sequence(&[der::oid(oid), der::octets(value)]);
    let extensions = der::sequence(&[
        extension("2.5.29.35", &key_identifier),
        extension("2.5.29.20", &der::integer(4_711)),
    ]);
    let data = der::sequence(&[
        der::integer(1),
        signature_algorithm(),
        authority.name.clone(),
        der::time(THIS_UPDATE),
        der::time(NEXT_UPDATE),
        if entries.is_empty() { Vec::new() } else { der::sequence(&entries) },
        der::explicit(0, &[extensions]),
    ]);
    let signature = der::bit_string(&authority.key.sign(&data));
    der::sequence(&[data, signature_algorithm(), signature])
}

/// The serial number of a certificate: INTEGER, DER.
pub fn serial_of(certificate: &[u8]) -> Vec<u8> {
    let (certificate, _) = der::read(certificate);
    let (to_be_signed, _) = der::read(certificate);
    let (_, after_version) = der::read(to_be_signed);
    let (serial, _) = der::read(after_version);
    der::tlv(0x02, serial)
}

fn issuer_of<'a>(authorities: &'a Authorities, certificate: &[u8]) -> &'a Authority {
    let names = |authority: &&Authority| {
        certificate.windows(authority.name.len()).any(|window| window == authority.name)
    };
    [&authorities.buypass, &authorities.commfides].into_iter().find(names).unwrap()
}

fn signature_algorithm() -> Vec<u8> {
    der::sequence(&[der::oid("1.2.840.113549.1.1.11"), der::null()])
}

/// GeneralizedTime, which OCSP has for every time.
fn time(rfc3339: &str) -> Vec<u8> {
    let digits: String = rfc3339.chars().filter(char::is_ascii_digit).collect();
    der::tlv(0x18, format!("{digits}Z").as_bytes())
}
