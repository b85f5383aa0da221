//! The certificate stores of the person who runs the tool, each read as its operating system or its browsers keep it.

mod keychain;
#[cfg(all(unix, not(target_os = "macos")))]
mod nss;
#[cfg(windows)]
mod windows;

#[cfg(target_os = "macos")]
use keychain as system;
#[cfg(all(unix, not(target_os = "macos")))]
use nss as system;
#[cfg(windows)]
use windows as system;

use crate::facts::{Blob, KeyLink, StoreContent, StoreFacts, StoredCertificate};
use crate::ports::{CertStore, Sieve, Sifted};

/// The stores of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemStores;

impl CertStore for SystemStores {
    fn stores(&self, sieve: &Sieve) -> Vec<StoreFacts> {
        system::stores(sieve)
    }
}

/// What came through a sieve.
struct Sifting<'a> {
    sieve: &'a Sieve,
    content: StoreContent,
}

impl<'a> Sifting<'a> {
    fn new(sieve: &'a Sieve) -> Self {
        Sifting { sieve, content: StoreContent::default() }
    }

    /// Takes a certificate, or counts it; `more` is asked for its name and key only where it is taken.
    fn put(&mut self, der: &[u8], more: impl FnOnce() -> (Option<String>, KeyLink)) {
        match (self.sieve)(der) {
            Sifted::Kept => {
                let (name, key) = more();
                let name = name.filter(|name| !name.is_empty());
                self.content.certificates.push(StoredCertificate { bytes: Blob(der.to_vec()), name, key });
            }
            Sifted::Other => self.content.others += 1,
            Sifted::Nobodys => {}
        }
    }
}
