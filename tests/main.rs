//! Integration tests: one binary.

mod forge;
mod forge_data;
mod iso7816;
mod pcsc;
mod pki;
mod support;
