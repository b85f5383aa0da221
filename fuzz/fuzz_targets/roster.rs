#![no_main]

#[path = "../../tests/properties/roster.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| property::holds(bytes));
