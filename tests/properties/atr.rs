//! Any bytes as an answer to reset.

use eid_ready::iso7816::atr::Atr;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    if let Ok(atr) = Atr::parse(bytes) {
        let _ = (atr.protocols(), atr.speed(), atr.says_extended_length(), atr.dir_by_read_record());
        assert!(atr.historical().len() <= 15);
    }
}
