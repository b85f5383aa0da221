//! PINs.

mod blocked;
mod last_try;
mod not_activated;
mod pins;
mod unknown;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] =
    &[&not_activated::CHECK, &blocked::CHECK, &last_try::CHECK, &unknown::CHECK];
