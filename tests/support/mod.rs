//! What the integration tests share.

#[cfg(target_os = "linux")]
pub mod browser;
pub mod captures;
pub mod case;
#[cfg(target_os = "linux")]
pub mod client_file;
#[cfg(target_os = "linux")]
pub mod idp;
pub mod memory;
#[cfg(target_os = "linux")]
pub mod module;
#[cfg(target_os = "linux")]
pub mod pcscd;
#[cfg(target_os = "linux")]
pub mod peak;
pub mod run;
pub mod schema;
pub mod seeded;
#[cfg(target_os = "linux")]
pub mod vpcd;
pub mod web;
