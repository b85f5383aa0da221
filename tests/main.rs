//! Integration tests: one binary.

mod forge;
mod forge_data;
mod support;
