//! Any bytes as an answer to reset.
#![no_main]

use eid_ready::iso7816::atr::Atr;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(atr) = Atr::parse(bytes) {
        let _ = (atr.protocols(), atr.speed(), atr.says_extended_length(), atr.dir_by_read_record());
        assert!(atr.historical().len() <= 15);
    }
});
