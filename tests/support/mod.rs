//! What the integration tests share.

#[cfg(target_os = "linux")]
pub mod pcscd;
pub mod vpcd;
