//! Any bytes as a certificate.

use eid_ready::pki::Certificate;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    if let Ok(certificate) = Certificate::parse(bytes) {
        assert!(bytes.starts_with(&certificate.der));
        let again = Certificate::parse(&certificate.der).expect("what was read can be read again");
        assert_eq!(again.sha256, certificate.sha256);
        let _ = certificate.verify_signed_by(&certificate.key.spki);
    }
}
