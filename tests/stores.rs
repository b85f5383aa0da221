//! Certificate stores, through the built binary.

#[cfg(target_os = "linux")]
mod nss;
mod simulated;
