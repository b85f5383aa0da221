//! Certificates.

mod bare_serial_number;
mod certificate;
mod expired;
mod expires_soon;
mod issuer_expired;
mod issuer_revoked;
mod issuer_signature_invalid;
mod issuer_unknown;
mod malformed_extension;
mod malformed_qc_statement;
mod misencoded_name;
mod not_for_card;
mod not_yet_valid;
mod path_rejected;
mod path_undetermined;
mod production_environment;
mod profile_deviation;
mod revocation_not_asked;
mod revocation_undetermined;
mod revocation_unknown;
mod revoked;
mod suspended;
mod test_environment;
mod unreadable;
mod unusual_key_size;
mod weak_key;
mod weak_signature;

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
    &not_for_card::CHECK,
    &path_rejected::CHECK,
    &path_undetermined::CHECK,
    &weak_key::CHECK,
    &weak_signature::CHECK,
    &revoked::CHECK,
    &suspended::CHECK,
    &issuer_revoked::CHECK,
    &revocation_unknown::CHECK,
    &revocation_not_asked::CHECK,
    &revocation_undetermined::CHECK,
    &misencoded_name::CHECK,
    &bare_serial_number::CHECK,
    &malformed_qc_statement::CHECK,
    &unusual_key_size::CHECK,
    &profile_deviation::CHECK,
    &malformed_extension::CHECK,
];

/// What is asked of certificates of Norwegian e-ID, and of no others.
pub(super) const NATIONAL: &[&str] = &[
    "cert.test_environment",
    "cert.production_environment",
    "cert.not_for_card",
    "cert.misencoded_name",
    "cert.bare_serial_number",
    "cert.malformed_qc_statement",
    "cert.unusual_key_size",
    "cert.profile_deviation",
];
