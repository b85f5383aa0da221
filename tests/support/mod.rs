//! What tests need of the world.

#[cfg(target_os = "linux")]
pub mod pcscd;
