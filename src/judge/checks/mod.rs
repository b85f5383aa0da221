//! The registry of checks: one file a fault, grouped by area, in the order in which reports show them.

mod card;
mod cert;
mod line;
mod name;
mod pin;
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

/// From the workstation to the person: what stands in the way of the rest comes first.
const AREAS: &[&[&Check]] =
    &[station::CHECKS, reader::CHECKS, card::CHECKS, pin::CHECKS, cert::CHECKS, name::CHECKS];
