//! OCSP responses (RFC 6960): each that is about the certificate is weighed, and the newest that is accepted counts.

use super::super::search::Asking;
use super::{Method, Place, Revocation, SKEW_SECONDS, Status};
use crate::pki::ocsp::{self, Answer, Issuer, Question};

/// What the responses say about a certificate.
pub(super) fn ask(place: Place<'_>, asking: &Asking<'_>) -> Revocation {
    let certificate = place.certificate;
    let mut faults = Vec::new();
    let mut answers: Vec<Answer> = Vec::new();
    for saved in asking.library.responses(&certificate.serial_contents) {
        let question = Question {
            issuer: Issuer { name: &certificate.issuer, spki: place.issuer_spki() },
            serial: &certificate.serial_contents,
            nonce: saved.nonce.as_deref(),
            at: asking.rules.fresh_at,
            skew_seconds: SKEW_SECONDS.unsigned_abs().try_into().unwrap_or_default(),
        };
        match saved.response.judge(&question) {
            Ok(answer) => answers.push(answer),
            Err(refusal) => faults.push((refusal.code(), refusal.to_string())),
        }
    }
    // Of two that are alike in age, the one that says more.
    let weight = |answer: &Answer| match answer.status {
        ocsp::Status::Unknown => 0,
        ocsp::Status::Good => 1,
        ocsp::Status::Revoked { .. } => 2,
    };
    let Some(answer) = answers.into_iter().max_by_key(|answer| (answer.this_update, weight(answer))) else {
        return Revocation::undetermined(faults);
    };
    let status = match answer.status {
        ocsp::Status::Good => Status::Good,
        ocsp::Status::Revoked { at, reason } => Status::Revoked { at, reason },
        ocsp::Status::Unknown => Status::Unknown,
    };
    Revocation { status, method: Method::Ocsp, checked_at: Some(answer.this_update), reasons: faults }
}
