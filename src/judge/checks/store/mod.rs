//! The certificate stores of the workstation: what browsers and other programs are offered without asking the card.

mod browser_choice;
mod legacy_provider;
mod no_private_key_link;
mod not_propagated;
mod other_holder;
mod stale_certificate;
mod stored;
mod unreadable;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &unreadable::CHECK,
    &not_propagated::CHECK,
    &no_private_key_link::CHECK,
    &legacy_provider::CHECK,
    &stale_certificate::CHECK,
    &other_holder::CHECK,
    &browser_choice::CHECK,
];
