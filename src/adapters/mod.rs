//! The outside world: the only modules that name PC/SC, the network and the operating system.

pub mod clock;
pub mod console;
pub mod entropy;
pub mod files;
pub mod http;
pub mod openid;
pub mod pcsc;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod pcsclite;
pub mod pkcs11;
pub mod simulator;
pub mod station;
pub mod trace;
pub mod trust_store;
