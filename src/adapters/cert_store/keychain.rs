//! A Mac's keychain, as the program `security` shows it: `security find-certificate -a -p` writes every certificate of
//! the search list in PEM and asks nobody for anything. It does not say which of them has its key there.

use super::Sifting;
use crate::facts::{KeyLink, StoreContent};
use crate::ports::Sieve;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

#[cfg(target_os = "macos")]
pub(super) fn stores(sieve: &Sieve) -> Vec<crate::facts::StoreFacts> {
    use crate::facts::{Observed, ProbeError, ProbePlace, StoreFacts, StoreKind};
    const CALL: &str = "security find-certificate";
    let ran = std::process::Command::new("/usr/bin/security").args(["find-certificate", "-a", "-p"]).output();
    let failed =
        |code, words: String| Observed::Failed(ProbeError::new(CALL, ProbePlace::Os { code }, words));
    let content = match ran {
        Ok(said) if said.status.success() => Observed::seen(content(&said.stdout, sieve)),
        Ok(said) => failed(said.status.code(), "the program refused".to_owned()),
        Err(error) => failed(error.raw_os_error(), error.to_string()),
    };
    let place = "login.keychain".to_owned();
    vec![StoreFacts { kind: StoreKind::Keychain, place, content, propagation: None }]
}

/// What stands in the program's output.
#[cfg_attr(not(any(target_os = "macos", test)), expect(dead_code, reason = "a Mac's"))]
fn content(output: &[u8], sieve: &Sieve) -> StoreContent {
    let mut sifting = Sifting::new(sieve);
    let text = String::from_utf8_lossy(output);
    for block in text.split("-----BEGIN CERTIFICATE-----").skip(1) {
        let Some((body, _)) = block.split_once("-----END CERTIFICATE-----") else { continue };
        let body: String = body.split_whitespace().collect();
        if let Ok(der) = STANDARD.decode(body) {
            sifting.put(&der, || (None, KeyLink::NotTold));
        }
    }
    sifting.content
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::Sifted;
    use std::sync::Arc;

    /// Synthetic: as `security` of macOS writes, with certificates of four bytes.
    const OUTPUT: &str = "-----BEGIN CERTIFICATE-----\nMAIF\nAA==\n-----END CERTIFICATE-----\n\
        -----BEGIN CERTIFICATE-----\r\nMAEA\r\n-----END CERTIFICATE-----\r\n\
        -----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n\
        -----BEGIN CERTIFICATE-----\nMAMA";

    #[test]
    fn every_whole_block_is_a_certificate() {
        let all: Sieve = Arc::new(|_: &[u8]| Sifted::Kept);
        let found = content(OUTPUT.as_bytes(), &all);
        let bytes: Vec<&[u8]> = found.certificates.iter().map(|one| one.bytes.0.as_slice()).collect();
        assert_eq!(bytes, [&[0x30, 2, 5, 0][..], &[0x30, 1, 0]]);
        assert!(found.certificates.iter().all(|one| one.key == KeyLink::NotTold));
    }

    #[test]
    fn what_is_nobodys_business_is_counted() {
        let some: Sieve = Arc::new(|der: &[u8]| if der.len() == 4 { Sifted::Kept } else { Sifted::Other });
        let found = content(OUTPUT.as_bytes(), &some);
        assert_eq!((found.certificates.len(), found.others), (1, 1));
        let none: Sieve = Arc::new(|_: &[u8]| Sifted::Nobodys);
        assert_eq!(content(OUTPUT.as_bytes(), &none), StoreContent::default());
    }
}
