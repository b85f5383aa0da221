//! Integration tests: one binary.

mod iso7816;
mod pcsc;
mod support;
