//! The root certificates of the operating system.

use crate::facts::{ProbeError, ProbePlace};
use crate::ports::TrustStore;

/// The store of this machine: on Windows the system's, on macOS the keychains, elsewhere OpenSSL's files
/// (`SSL_CERT_FILE` and `SSL_CERT_DIR` name others).
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemTrust;

impl TrustStore for SystemTrust {
    fn roots(&self) -> Result<Vec<Vec<u8>>, ProbeError> {
        let found = rustls_native_certs::load_native_certs();
        // A store with one unreadable file in it is a store.
        match found.errors.first().filter(|_| found.certs.is_empty()) {
            Some(error) => {
                Err(ProbeError::new("root store", ProbePlace::Os { code: None }, error.to_string()))
            }
            None => Ok(found.certs.iter().map(|certificate| certificate.to_vec()).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_trusts_somebody_or_says_why_not() {
        match SystemTrust.roots() {
            Ok(roots) => assert!(roots.iter().all(|root| root.first() == Some(&0x30))),
            Err(error) => assert!(!error.detail.is_empty(), "{error}"),
        }
    }
}
