//! PKCS#11 modules: what other programs of this workstation see of the cards.

mod card_only_here;
mod card_unseen;
mod certificate_malformed;
mod crashed;
mod disagrees;
mod failed;
mod hangs;
mod leaves_processes;
mod looked;
mod missing_dependency;
mod none_found;
mod not_loadable;
mod not_looked_at;
mod other_architecture;
mod other_certificates;
mod pin_count_low;
mod pin_to_be_changed;
mod prints;
mod slot_unreadable;
mod token_not_initialized;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &none_found::CHECK,
    &not_looked_at::CHECK,
    &other_architecture::CHECK,
    &missing_dependency::CHECK,
    &not_loadable::CHECK,
    &crashed::CHECK,
    &hangs::CHECK,
    &failed::CHECK,
    &slot_unreadable::CHECK,
    &token_not_initialized::CHECK,
    &pin_to_be_changed::CHECK,
    &pin_count_low::CHECK,
    &certificate_malformed::CHECK,
    &other_certificates::CHECK,
    &card_unseen::CHECK,
    &card_only_here::CHECK,
    &disagrees::CHECK,
    &prints::CHECK,
    &leaves_processes::CHECK,
];
