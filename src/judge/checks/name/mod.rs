//! Names.

mod difference;
mod holder;
mod holders_differ;
mod mismatch;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[&mismatch::CHECK, &difference::CHECK, &holders_differ::CHECK];
