//! PKCS#11 modules: real ones, and some that misbehave.

mod bench;
mod faults;
mod simulated;
mod softhsm;
mod tokens;
