//! Any text as a key, in JSON or in XML: refused, or a key whose signatures its own public half verifies.
#![no_main]

use eid_ready::openid::jose::{PublicKey, SigningKey};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let _ = PublicKey::from_jwk(text).map(|key| key.thumbprint());
    for key in [SigningKey::from_jwk(text), SigningKey::from_rsa_key_value(text)].into_iter().flatten() {
        for algorithm in key.algorithms() {
            // The primes of a key that somebody made up may be none; then it does not sign.
            if let Ok(signature) = key.sign(*algorithm, b"message") {
                assert!(key.public().verifies(*algorithm, b"message", &signature));
            }
        }
    }
});
