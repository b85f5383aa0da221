//! Any bytes as a revocation list.

use eid_ready::pki::Crl;

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    if let Ok(list) = Crl::parse(bytes) {
        assert_eq!(list.der(), bytes);
        assert!(list.entries() <= bytes.len());
        for end in 1..bytes.len().min(64) {
            let _ = list.lookup(&bytes[..end], &list.issuer);
        }
        assert!(list.verify_signed_by(&[]).is_err());
    }
}
