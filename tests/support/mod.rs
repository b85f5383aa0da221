//! What the integration tests share.

pub mod captures;
pub mod case;
pub mod pcscd;
pub mod run;
pub mod schema;
pub mod vpcd;
