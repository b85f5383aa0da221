//! An invented employer's own authority, which no profile knows, and what it issues for logging on to its machines.

use super::der;
use super::extensions as ext;
use super::keys::Key;
use super::x509::{self, Certificate, Extension, printable, utf8};

/// Its certificate for one of its employees, as Windows domains have them: the account's name stands in the subject's
/// alternative name (UPN), and no national number anywhere.
pub fn logon_certificate(key: &str, (not_before, not_after): (&str, &str)) -> Vec<u8> {
    let authority = Key::named("employer");
    let key_pair = Key::named(key);
    let country = || printable(x509::COUNTRY, "NO");
    let organisation = || utf8(x509::ORGANIZATION, "Demo Helseforetak HF");
    let issuer = x509::name(&[
        country(),
        organisation(),
        utf8(x509::COMMON_NAME, "Demo Helseforetak Utstedende CA 01"),
    ]);
    let subject = x509::name(&[country(), organisation(), utf8(x509::COMMON_NAME, "Kari Ansattdemo")]);
    let upn =
        [der::oid("1.3.6.1.4.1.311.20.2.3"), der::explicit(0, &[der::utf8("kariad@helseforetak.example")])];
    Certificate {
        seed: key,
        issuer: &issuer,
        subject: &subject,
        not_before,
        not_after,
        spki: &key_pair.spki,
        extensions: vec![
            ext::basic_constraints(false, false),
            ext::authority_key_identifier(&authority.identifier()),
            ext::subject_key_identifier(&key_pair.identifier()),
            ext::key_usage(&[ext::DIGITAL_SIGNATURE, ext::KEY_ENCIPHERMENT]),
            ext::extended_key_usage(&[ext::CLIENT_AUTH, ext::SMART_CARD_LOGON]),
            Extension::plain("2.5.29.17", der::sequence(&[der::explicit(0, &upn)])),
        ],
    }
    .sign(&authority)
}
