//! Facts and policy in, report out: pure. No clock, no file, no network, no card.

pub mod calendar;
pub mod check;
pub mod checks;
pub mod dossier;
pub mod remedies;
pub mod report;
pub mod text;
pub mod value;
