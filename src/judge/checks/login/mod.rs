//! The level-high test login.

mod accepted;
mod answer_foreign;
mod cancelled;
mod client_refused;
mod clock_off;
mod eid_not_offered;
mod level_not_reached;
mod level_refused;
mod name_difference;
mod network;
mod no_browser;
mod no_hpr_number;
mod nobody_came;
mod not_fresh;
mod organisation_differs;
mod organisation_refused;
mod other_eid;
mod other_person;
mod port_unusable;
mod provider_down;
mod provider_not_understood;
mod provider_unreachable;
mod proxy_takes_loopback;
mod redirect_refused;
mod request_refused;
mod scope_refused;
mod scope_rejected;
mod tls_untrusted;
mod token_not_bound;
mod token_untrusted;

use crate::judge::check::Check;

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &clock_off::CHECK,
    &port_unusable::CHECK,
    &provider_unreachable::CHECK,
    &tls_untrusted::CHECK,
    &provider_down::CHECK,
    &provider_not_understood::CHECK,
    &client_refused::CHECK,
    &scope_refused::CHECK,
    &redirect_refused::CHECK,
    &organisation_refused::CHECK,
    &level_refused::CHECK,
    &request_refused::CHECK,
    &eid_not_offered::CHECK,
    &no_browser::CHECK,
    &proxy_takes_loopback::CHECK,
    &nobody_came::CHECK,
    &cancelled::CHECK,
    &answer_foreign::CHECK,
    &token_untrusted::CHECK,
    &token_not_bound::CHECK,
    &level_not_reached::CHECK,
    &other_eid::CHECK,
    &other_person::CHECK,
    &name_difference::CHECK,
    &not_fresh::CHECK,
    &scope_rejected::CHECK,
    &no_hpr_number::CHECK,
    &organisation_differs::CHECK,
    &network::CHECK,
];

/// The checks that a login must pass to count.
pub(in crate::judge) const DECIDING: [&Check; 4] =
    [&level_not_reached::CHECK, &other_eid::CHECK, &other_person::CHECK, &not_fresh::CHECK];

/// The check that tells that a person broke it off.
pub(in crate::judge) const CANCELLED: &str = cancelled::CHECK.id;
