//! What tests need of the world.

pub mod pcscd;
