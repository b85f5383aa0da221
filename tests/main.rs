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
#[cfg(target_os = "linux")]
mod faults;
mod files;
mod forge;
mod forge_data;
mod iso7816;
#[cfg(target_os = "linux")]
mod layering;
#[cfg(target_os = "linux")]
mod live;
#[cfg(target_os = "linux")]
mod login;
#[cfg(target_os = "linux")]
mod modules;
mod names;
mod network;
#[cfg_attr(not(target_os = "linux"), allow(dead_code, reason = "only there OpenSSL is asked, too"))]
mod paths;
#[cfg(target_os = "linux")]
mod pcsc;
mod pki;
#[cfg(target_os = "linux")]
mod pkits;
mod properties;
#[cfg(target_os = "linux")]
mod revocation;
mod rosters;
mod support;
mod trace;
mod verdicts;
#[cfg(target_os = "linux")]
mod windows;
