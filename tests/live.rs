//! The built binary against a real pcscd, with virtual cards in virtual readers.

pub mod bench;
mod faults;
mod kinds;
mod modules;
mod opensc;
mod reading;
mod sharing;
mod station;
mod stopping;
mod tracing;
mod watching;
