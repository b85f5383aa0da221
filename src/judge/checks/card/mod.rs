//! Cards as such.

mod certificate_unreadable;
mod communication_failed;
mod directory_unreadable;
mod incomplete;
mod no_answer;
mod no_authentication_certificate;
mod no_certificate;
mod no_key;
mod not_eid;
mod not_in_trace;
mod removed;
mod reset;
mod skeleton;
mod unknown;
mod unsteady_reading;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &not_in_trace::CHECK,
    &removed::CHECK,
    &no_answer::CHECK,
    &reset::CHECK,
    &communication_failed::CHECK,
    &unsteady_reading::CHECK,
    &unknown::CHECK,
    &directory_unreadable::CHECK,
    &certificate_unreadable::CHECK,
    &no_certificate::CHECK,
    &not_eid::CHECK,
    &no_authentication_certificate::CHECK,
    &no_key::CHECK,
    &incomplete::CHECK,
];
