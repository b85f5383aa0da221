//! What a capture asks of paths.

use crate::capture::Capture;
use crate::facts::{CertificateRole, VerifyPurpose};
use crate::pki::path::{Library, Purpose, RevocationRule, Rules};
use jiff::Timestamp;

/// The rules for a certificate of those roles, judged at `at`. The freshness of answers is judged at the moment that the
/// last was asked for: an answer is not staler because somebody looks at it later.
pub(super) fn of(capture: &Capture, at: Timestamp, roles: &[CertificateRole], library: &Library) -> Rules {
    let asked = capture.facts.exchanges.iter().map(|exchange| exchange.asked_at);
    let fresh_at = asked.chain([capture.facts.captured_at]).max().unwrap_or(at);
    let base = Rules { fresh_at, ..Rules::at(at) };
    let Some(verify) = &capture.facts.expected.verify else {
        return Rules { purpose: by_roles(roles), revocation: RevocationRule::WhereKnown, ..base };
    };
    Rules {
        policies: verify.policies.clone(),
        explicit_policy: verify.explicit_policy,
        inhibit_policy_mapping: verify.inhibit_policy_mapping,
        inhibit_any_policy: verify.inhibit_any_policy,
        purpose: match verify.purpose {
            Some(VerifyPurpose::Any) => Purpose::Any,
            Some(VerifyPurpose::Auth) => Purpose::Authentication,
            Some(VerifyPurpose::Sign) => Purpose::Signature,
            None => by_roles(roles),
        },
        revocation: match verify.revocation {
            Some(false) => RevocationRule::Ignored,
            Some(true) => RevocationRule::Required,
            None if library.has_answers() => RevocationRule::Required,
            None => RevocationRule::WhereKnown,
        },
        ..base
    }
}

/// What a certificate is for, by its key usage: login before signature.
fn by_roles(roles: &[CertificateRole]) -> Purpose {
    let has = |role| roles.contains(&role);
    match (has(CertificateRole::Authentication), has(CertificateRole::Signature)) {
        // A certificate that may do everything is held to nothing in particular.
        (true, true) | (false, false) => Purpose::Any,
        (true, false) => Purpose::Authentication,
        (false, true) => Purpose::Signature,
    }
}
