//! adapters

pub mod files;
