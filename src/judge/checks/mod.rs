//! The registry of checks: one file a fault, grouped by area, in the order in which reports show them.

use super::check::Check;

/// Every check.
pub fn all() -> impl Iterator<Item = &'static Check> {
    AREAS.iter().flat_map(|area| area.iter().copied())
}

/// The check of that id.
pub fn find(id: &str) -> Option<&'static Check> {
    all().find(|check| check.id == id)
}

const AREAS: &[&[&Check]] = &[];
