//! The registry of checks: one file a fault, grouped by area, in the order in which reports show them.

mod card;
mod cert;
mod client;
mod line;
mod login;
mod module;
mod name;
mod pin;
mod provider;
mod reader;
mod station;

use super::check::Check;

/// Every check.
pub fn all() -> impl Iterator<Item = &'static Check> {
    AREAS.iter().flat_map(|area| area.iter().copied())
}

/// The check of that id.
pub fn find(id: &str) -> Option<&'static Check> {
    all().find(|check| check.id == id)
}

/// Whether a check asks for what is particular to Norwegian e-ID.
pub fn is_national(id: &str) -> bool {
    cert::NATIONAL.contains(&id)
}

/// Whether a check asks about the workstation's network, which any run may need.
pub(super) fn is_about_network(id: &str) -> bool {
    id == station::PROXY_SCRIPT
}

/// What to do about what a check found.
pub(super) use client::remedies_of;

/// The checks that a login must pass to count.
pub(super) use login::DECIDING as LOGIN_DECIDING;

/// The check that tells that a person broke a login off.
pub(super) use login::CANCELLED as LOGIN_CANCELLED;

/// The check that tells why a login ended.
pub(super) use provider::teller as login_teller;

/// From the workstation to the person, and on to the login: what stands in the way of the rest comes first.
const AREAS: &[&[&Check]] = &[
    station::CHECKS,
    reader::CHECKS,
    card::CHECKS,
    pin::CHECKS,
    cert::CHECKS,
    name::CHECKS,
    module::CHECKS,
    client::CHECKS,
    login::CHECKS,
];
