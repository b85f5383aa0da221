//! The live forms of the ports: the only place that names PC/SC and the operating system.

pub mod clock;
pub mod pcsc;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod pcsclite;
pub mod station;
