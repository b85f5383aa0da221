//! Integration tests: one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod cards;
mod cases;
mod catalogue;
mod cli;
mod faults;
mod files;
mod forge;
mod forge_data;
mod iso7816;
mod layering;
#[cfg(target_os = "linux")]
mod live;
#[cfg(target_os = "linux")]
mod login;
mod names;
mod network;
#[cfg(target_os = "linux")]
mod paths;
#[cfg(target_os = "linux")]
mod pcsc;
mod pki;
mod pkits;
mod revocation;
mod rosters;
mod support;
mod trace;
mod verdicts;
