//! Names.

mod another_row;
mod difference;
mod holder;
mod holders_differ;
mod issuer_differs;
mod mismatch;
mod not_in_roster;
mod roster;
mod several_in_roster;
mod twice_in_roster;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &mismatch::CHECK,
    &difference::CHECK,
    &not_in_roster::CHECK,
    &several_in_roster::CHECK,
    &twice_in_roster::CHECK,
    &another_row::CHECK,
    &issuer_differs::CHECK,
    &holders_differ::CHECK,
];
