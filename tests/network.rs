//! Issuers' services over a real network: what is asked, in what order, and what is written down, through the built
//! binary.

mod asking;
pub mod bench;
mod faults;
mod issuers;
mod proxy;
#[cfg(target_os = "linux")]
mod responder;
mod stopping;
#[cfg(target_os = "linux")]
mod tls;
