//! Certificates.

mod bare_serial_number;
mod certificate;
mod expired;
mod expires_soon;
mod issuer_expired;
mod issuer_signature_invalid;
mod issuer_unknown;
mod malformed_extension;
mod malformed_qc_statement;
mod misencoded_name;
mod not_yet_valid;
mod production_environment;
mod revocation_undetermined;
mod test_environment;
mod unreadable;
mod unusual_key_size;
mod weak_key;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &unreadable::CHECK,
    &not_yet_valid::CHECK,
    &expired::CHECK,
    &expires_soon::CHECK,
    &issuer_unknown::CHECK,
    &issuer_signature_invalid::CHECK,
    &issuer_expired::CHECK,
    &test_environment::CHECK,
    &production_environment::CHECK,
    &weak_key::CHECK,
    &revocation_undetermined::CHECK,
    &misencoded_name::CHECK,
    &bare_serial_number::CHECK,
    &malformed_qc_statement::CHECK,
    &unusual_key_size::CHECK,
    &malformed_extension::CHECK,
];
