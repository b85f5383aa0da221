//! CryptoAPI's store and the certificates in it.

use crate::adapters::windows::{last_error, until_zero, wide};
use std::ptr::null_mut;
use windows_sys::Win32::Security::Cryptography::{
    CERT_CONTEXT, CERT_FRIENDLY_NAME_PROP_ID, CERT_KEY_PROV_INFO_PROP_ID, CERT_SMART_CARD_READER_PROP_ID,
    CERT_STORE_OPEN_EXISTING_FLAG, CERT_STORE_PROV_SYSTEM_W, CERT_STORE_READONLY_FLAG,
    CERT_SYSTEM_STORE_CURRENT_USER, CRYPT_KEY_PROV_INFO, CertCloseStore, CertEnumCertificatesInStore,
    CertGetCertificateContextProperty, CertOpenStore, HCERTSTORE,
};

/// More certificates than a person has.
const CERTIFICATES_MAX: usize = 10_000;
/// A name of this length is none.
const NAME_MAX: usize = 4096;

/// An open store.
pub(super) struct Store(HCERTSTORE);

impl Store {
    /// The user's personal store.
    pub(super) fn of_the_user() -> Result<Self, u32> {
        let flags = CERT_SYSTEM_STORE_CURRENT_USER | CERT_STORE_READONLY_FLAG | CERT_STORE_OPEN_EXISTING_FLAG;
        let name = wide("MY");
        // SAFETY: the provider takes the name of a system store, which ends in a zero.
        let store = unsafe { CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name.as_ptr().cast()) };
        if store.is_null() { Err(last_error()) } else { Ok(Store(store)) }
    }

    /// Shows every certificate in it.
    pub(super) fn each(&self, mut show: impl FnMut(Found)) {
        let mut context: *mut CERT_CONTEXT = null_mut();
        for _ in 0..CERTIFICATES_MAX {
            // SAFETY: the store is open; the call frees the context that it is given.
            context = unsafe { CertEnumCertificatesInStore(self.0, context) };
            // SAFETY: null, or a context that lives until the next call.
            let Some(certificate) = (unsafe { context.as_ref() }) else { return };
            show(Found(certificate));
        }
        // SAFETY: given the last context, the call frees it; what it returns next is freed when the store is closed.
        unsafe { CertEnumCertificatesInStore(self.0, context) };
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // SAFETY: the store is open and closed once.
        unsafe { CertCloseStore(self.0, 0) };
    }
}

/// A certificate in the store.
pub(super) struct Found<'a>(&'a CERT_CONTEXT);

/// What the store has written down of a key (`CRYPT_KEY_PROV_INFO`).
pub(super) struct Link {
    pub(super) provider: String,
    pub(super) provider_type: u32,
    pub(super) container: String,
}

impl Found<'_> {
    pub(super) fn der(&self) -> &[u8] {
        if self.0.pbCertEncoded.is_null() {
            return &[];
        }
        // SAFETY: the context owns that many bytes there.
        unsafe { std::slice::from_raw_parts(self.0.pbCertEncoded, self.0.cbCertEncoded as usize) }
    }

    pub(super) fn friendly_name(&self) -> Option<String> {
        self.text(CERT_FRIENDLY_NAME_PROP_ID)
    }

    /// The reader that the card was in when its certificate was copied.
    pub(super) fn reader(&self) -> Option<String> {
        self.text(CERT_SMART_CARD_READER_PROP_ID)
    }

    pub(super) fn key_provider(&self) -> Option<Link> {
        let property = self.property(CERT_KEY_PROV_INFO_PROP_ID)?;
        if size_of_val(property.as_slice()) < size_of::<CRYPT_KEY_PROV_INFO>() {
            return None;
        }
        // SAFETY: CryptoAPI writes that structure, and behind it in the same memory the texts that it points to; eight
        // bytes are aligned for it.
        let link = unsafe { &*property.as_ptr().cast::<CRYPT_KEY_PROV_INFO>() };
        // SAFETY: both are null or end in a zero within the memory above.
        let (provider, container) = unsafe { (text_at(link.pwszProvName), text_at(link.pwszContainerName)) };
        Some(Link { provider, provider_type: link.dwProvType, container })
    }

    fn text(&self, property: u32) -> Option<String> {
        let words = self.property(property)?;
        // SAFETY: every pattern of bits is a value of u16, which needs less alignment.
        let (_, units, _) = unsafe { words.align_to::<u16>() };
        Some(until_zero(units)).filter(|text| !text.is_empty())
    }

    /// A property's bytes, padded with zeros, aligned for a structure with pointers.
    fn property(&self, property: u32) -> Option<Vec<u64>> {
        let mut length = 0u32;
        // SAFETY: without memory the call says how much is needed.
        let known = unsafe { CertGetCertificateContextProperty(self.0, property, null_mut(), &mut length) };
        if known == 0 || length == 0 {
            return None;
        }
        let mut words = vec![0u64; (length as usize).div_ceil(8)];
        // SAFETY: the memory goes with its length.
        let read = unsafe {
            CertGetCertificateContextProperty(self.0, property, words.as_mut_ptr().cast(), &mut length)
        };
        (read != 0).then_some(words)
    }
}

/// The text at `start`; empty for null.
///
/// # Safety
/// `start` is null, or its text ends in a zero.
unsafe fn text_at(start: *const u16) -> String {
    if start.is_null() {
        return String::new();
    }
    // SAFETY: the text ends in a zero, and nothing behind that is looked at.
    let units = (0..NAME_MAX).map(|at| unsafe { *start.add(at) }).take_while(|unit| *unit != 0);
    String::from_utf16_lossy(&units.collect::<Vec<_>>())
}
