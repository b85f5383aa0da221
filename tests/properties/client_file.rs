//! Any bytes as the configuration file of Selvbetjening: refused in one line, or a client with a name and a key.

use eid_ready::openid::client_file;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    match client_file::parse(bytes) {
        Ok(file) => {
            assert!(!file.client_id.is_empty());
            let _ = file.key.sign(file.key.algorithm(), b"message");
            assert!(file.oddities.iter().all(|oddity| !oddity.to_string().contains('\n')));
        }
        Err(fault) => {
            assert!(!fault.to_string().contains('\n'));
            assert!(fault.place().is_none_or(|(line, _)| line > 0));
        }
    }
}
