//! OCSP responses (RFC 6960): each that is about the certificate is weighed, and the newest that is accepted counts.

use super::super::library::Saved;
use super::super::search::Asking;
use super::{Method, Place, Revocation, SKEW_SECONDS, Status, lists};
use crate::pki::ocsp::{self, Answer, Issuer, Question, Refusal};
use crate::pki::{Certificate, RevocationReason};
use jiff::Timestamp;

/// What the responses say about a certificate.
pub(super) fn ask(place: Place<'_>, asking: &Asking<'_>) -> Revocation {
    let mut faults = Vec::new();
    let mut answers: Vec<Answer> = Vec::new();
    for saved in asking.library.responses(&place.certificate.serial_contents) {
        let answer = saved.response.judge(&question(place, saved.nonce.as_deref(), asking.rules.fresh_at));
        match answer {
            Ok(answer) => match fault(&answer, place, asking) {
                Some(fault) => faults.push(fault),
                None => answers.push(answer),
            },
            Err(refusal) => {
                // Revoked is for ever, but for a hold: then an old answer says it as well as a new one.
                answers.extend(once_revoked(&refusal, saved, place));
                faults.push((refusal.code(), refusal.to_string()));
            }
        }
    }
    // What is for ever comes first, then the newest; of two that are alike in age, the one that says more.
    let weight = |answer: &Answer| match answer.status {
        ocsp::Status::Unknown => 0,
        ocsp::Status::Good => 1,
        ocsp::Status::Revoked { .. } => 2,
    };
    let rank = |answer: &Answer| (is_for_ever(answer), answer.this_update, weight(answer));
    let Some(answer) = answers.into_iter().max_by_key(rank) else {
        faults.dedup();
        return Revocation::undetermined(faults);
    };
    let status = match answer.status {
        ocsp::Status::Good => Status::Good,
        ocsp::Status::Revoked { at, reason } => Status::Revoked { at, reason },
        ocsp::Status::Unknown => Status::Unknown,
    };
    Revocation { status, method: Method::Ocsp, checked_at: Some(answer.this_update), reasons: faults }
}

fn question<'a>(place: Place<'a>, nonce: Option<&'a [u8]>, at: Timestamp) -> Question<'a> {
    Question {
        issuer: Issuer { name: &place.certificate.issuer, spki: place.issuer_spki() },
        serial: &place.certificate.serial_contents,
        nonce,
        at,
        skew_seconds: SKEW_SECONDS.unsigned_abs().try_into().unwrap_or_default(),
    }
}

fn is_for_ever(answer: &Answer) -> bool {
    let hold = RevocationReason::CertificateHold;
    matches!(answer.status, ocsp::Status::Revoked { reason, .. } if reason != hold)
}

/// A stale answer, judged at the time it was made, where it said "revoked" for ever.
fn once_revoked(refusal: &Refusal, saved: &Saved, place: Place<'_>) -> Option<Answer> {
    let Refusal::Stale { this_update, .. } = refusal else { return None };
    let then = question(place, saved.nonce.as_deref(), *this_update);
    saved.response.judge(&then).ok().filter(is_for_ever)
}

/// Why an answer that is authentic is not relied on: what speaks for the certificate must be stronger than SHA-1, and not
/// signed by somebody whom the issuer has revoked (RFC 6960 §4.2.2.2.1). One that says "revoked" is heard all the same.
fn fault(answer: &Answer, place: Place<'_>, asking: &Asking<'_>) -> Option<(&'static str, String)> {
    if matches!(answer.status, ocsp::Status::Revoked { .. }) {
        return None;
    }
    if answer.weak {
        return Some(("weak-signature", "SHA-1".to_owned()));
    }
    let no_check = answer.delegate.as_ref()?.no_check;
    let delegate = Certificate::parse(&answer.delegate.as_ref()?.certificate).ok()?;
    if delegate.key.algorithm == "RSA" && delegate.key.bits < asking.rules.shortest_rsa {
        return Some(("weak-key", format!("RSA {}", delegate.key.bits)));
    }
    let by_list = || lists::ask(Place { certificate: &delegate, ..place }, asking);
    let revoked = !no_check && matches!(by_list().status, Status::Revoked { .. });
    revoked.then(|| ("responder-revoked", delegate.subject.to_string()))
}
