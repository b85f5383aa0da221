//! What the integration tests share.

pub mod pcscd;
pub mod vpcd;
