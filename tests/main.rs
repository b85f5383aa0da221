//! Integration tests: one binary.

mod pki;
