//! Any text as a key, in JSON or in XML: refused, or a key whose signatures its own public half verifies.

use eid_ready::openid::jose::{PublicKey, SigningKey};

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let _ = PublicKey::from_jwk(text).map(|key| key.thumbprint());
    for key in [SigningKey::from_jwk(text), SigningKey::from_rsa_key_value(text)].into_iter().flatten() {
        for algorithm in key.algorithms() {
            // The primes of a key that somebody made up may be none; then it does not sign.
            if let Ok(signature) = key.sign(*algorithm, b"message") {
                assert!(key.public().verifies(*algorithm, b"message", &signature));
            }
        }
    }
}
