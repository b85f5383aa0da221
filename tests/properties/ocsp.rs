//! Any bytes as the answer of a responder.

use eid_ready::pki::Name;
use eid_ready::pki::ocsp::{Issuer, Question, Response};
use jiff::Timestamp;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let Ok(response) = Response::parse(bytes) else { return };
    let name = Name::default();
    let issuer = Issuer { name: &name, spki: &[] };
    let question =
        Question { issuer, serial: &[1], nonce: None, at: Timestamp::UNIX_EPOCH, skew_seconds: 300 };
    let refusal = response.judge(&question).expect_err("nothing is signed by an issuer without a key");
    assert!(!refusal.code().is_empty());
}
