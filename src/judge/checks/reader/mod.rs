//! Readers.

mod card_in_use;
mod card_mute;
mod empty;
mod unavailable;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] =
    &[&unavailable::CHECK, &card_mute::CHECK, &empty::CHECK, &card_in_use::CHECK];
