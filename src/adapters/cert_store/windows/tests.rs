//! Certificates are put into the store as Windows puts them there, read, and taken out again.

use super::*;
use crate::adapters::windows::{last_error, wide};
use crate::facts::StoredCertificate;
use crate::ports::Sifted;
use std::ptr::{null, null_mut};
use std::sync::Arc;
use windows_sys::Win32::Security::Cryptography::{
    CERT_CONTEXT, CERT_FRIENDLY_NAME_PROP_ID, CERT_KEY_PROV_INFO_PROP_ID, CERT_STORE_ADD_REPLACE_EXISTING,
    CERT_STORE_CTRL_COMMIT, CERT_STORE_PROV_SYSTEM_W, CERT_SYSTEM_STORE_CURRENT_USER, CRYPT_INTEGER_BLOB,
    CRYPT_KEY_PROV_INFO, CertAddEncodedCertificateToStore, CertCloseStore, CertControlStore,
    CertDeleteCertificateFromStore, CertOpenStore, CertSetCertificateContextProperty, HCERTSTORE,
    PKCS_7_ASN_ENCODING, X509_ASN_ENCODING,
};

const PROPAGATED: &[u8] =
    include_bytes!("../../../../testdata/pki/certificates/buypass-seid2-authentication.der");
const LEGACY: &[u8] = include_bytes!("../../../../testdata/pki/certificates/commfides-g3-authentication.der");
const IMPORTED: &[u8] =
    include_bytes!("../../../../testdata/pki/certificates/buypass-seid1-authentication.der");
const PRIVATE: &[u8] = include_bytes!("../../../../testdata/pki/certificates/commfides-g3-encryption.der");

/// The user's store, open for writing, and what was put into it.
struct Bench(HCERTSTORE, Vec<*const CERT_CONTEXT>);

impl Bench {
    fn new() -> Self {
        let name = wide("MY");
        let flags = CERT_SYSTEM_STORE_CURRENT_USER;
        // SAFETY: as in the product, without the flag for reading only.
        let store = unsafe { CertOpenStore(CERT_STORE_PROV_SYSTEM_W, 0, 0, flags, name.as_ptr().cast()) };
        assert!(!store.is_null(), "{}", last_error());
        Bench(store, Vec::new())
    }

    fn put(&mut self, der: &[u8], name: Option<&str>, link: Option<(&str, u32, &str)>) {
        let mut context: *mut CERT_CONTEXT = null_mut();
        // SAFETY: the bytes go with their length; the context outlives the call.
        let added = unsafe {
            CertAddEncodedCertificateToStore(
                self.0,
                X509_ASN_ENCODING | PKCS_7_ASN_ENCODING,
                der.as_ptr(),
                der.len() as u32,
                CERT_STORE_ADD_REPLACE_EXISTING,
                &mut context,
            )
        };
        assert_ne!(added, 0, "{:x}", last_error());
        self.1.push(context);
        if let Some(name) = name {
            let mut name = wide(name);
            let blob =
                CRYPT_INTEGER_BLOB { cbData: (name.len() * 2) as u32, pbData: name.as_mut_ptr().cast() };
            // SAFETY: the property is a blob that lives through the call.
            let set = unsafe {
                CertSetCertificateContextProperty(
                    context,
                    CERT_FRIENDLY_NAME_PROP_ID,
                    0,
                    (&raw const blob).cast(),
                )
            };
            assert_ne!(set, 0, "{:x}", last_error());
        }
        if let Some((provider, provider_type, container)) = link {
            let (mut provider, mut container) = (wide(provider), wide(container));
            let link = CRYPT_KEY_PROV_INFO {
                pwszContainerName: container.as_mut_ptr(),
                pwszProvName: provider.as_mut_ptr(),
                dwProvType: provider_type,
                dwFlags: 0,
                cProvParam: 0,
                rgProvParam: null_mut(),
                dwKeySpec: 1,
            };
            // SAFETY: the property is that structure, and its texts live through the call.
            let set = unsafe {
                CertSetCertificateContextProperty(
                    context,
                    CERT_KEY_PROV_INFO_PROP_ID,
                    0,
                    (&raw const link).cast(),
                )
            };
            assert_ne!(set, 0, "{:x}", last_error());
        }
    }
}

impl Bench {
    /// Writes it down where other readers find it; Windows does so at once, Wine only when asked.
    fn commit(&self) {
        // SAFETY: the store is open; this control takes nothing.
        let done = unsafe { CertControlStore(self.0, 0, CERT_STORE_CTRL_COMMIT, null()) };
        assert_ne!(done, 0, "{:x}", last_error());
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        for context in self.1.drain(..) {
            // SAFETY: the context is live; deleting frees it.
            unsafe { CertDeleteCertificateFromStore(context) };
        }
        // SAFETY: the store is open and closed once.
        unsafe { CertCloseStore(self.0, 0) };
    }
}

#[test]
fn what_windows_wrote_down_of_each_certificate_is_read() {
    let mut bench = Bench::new();
    let ksp = "Microsoft Smart Card Key Storage Provider";
    bench.put(PROPAGATED, Some("Min e-ID æøå"), Some((ksp, 0, r"\\.\ACS ACR39U 0\te-Per-1")));
    bench.put(LEGACY, None, Some(("Software Removed Long Ago CSP", 1, "te-Kari-2")));
    bench.put(IMPORTED, None, None);
    bench.put(PRIVATE, Some("nobody's business"), None);
    bench.commit();
    let sieve: Sieve = Arc::new(|der: &[u8]| match der {
        PROPAGATED | LEGACY | IMPORTED => Sifted::Kept,
        PRIVATE => Sifted::Other,
        _ => Sifted::Nobodys,
    });
    let stores = stores(&sieve);
    assert_eq!(stores.len(), 1);
    assert_eq!((stores[0].kind, stores[0].place.as_str()), (StoreKind::WindowsUser, r"CurrentUser\My"));
    let content = stores[0].content.value().expect("a store that can be read");
    assert_eq!((content.certificates.len(), content.others), (3, 1));
    let find = |der: &[u8]| -> &StoredCertificate {
        content.certificates.iter().find(|one| one.bytes.0 == der).expect("the certificate")
    };
    assert_eq!(find(PROPAGATED).name.as_deref(), Some("Min e-ID æøå"));
    let KeyLink::Provider(new) = &find(PROPAGATED).key else { panic!("no link") };
    assert_eq!((new.name.as_str(), new.kind), (ksp, ProviderKind::Ksp));
    assert_eq!(new.container.as_deref(), Some(r"\\.\ACS ACR39U 0\te-Per-1"));
    assert_eq!(new.reader.as_deref(), Some("ACS ACR39U 0"));
    assert_eq!(find(LEGACY).name, None);
    let KeyLink::Provider(old) = &find(LEGACY).key else { panic!("no link") };
    assert_eq!((old.kind, old.installed), (ProviderKind::Csp, Some(false)));
    assert_eq!((old.container.as_deref(), old.reader.as_deref()), (Some("te-Kari-2"), None));
    assert_eq!(find(IMPORTED).key, KeyLink::Missing);
}

#[test]
fn a_provider_that_windows_has_is_installed() {
    let all = registry::subkeys(CSPS_KEY).expect("the list of CSPs");
    assert_eq!(is_installed(ProviderKind::Csp, &all[0].to_uppercase()), Some(true));
    assert_eq!(is_installed(ProviderKind::Csp, "No Such Provider"), Some(false));
}

#[test]
fn the_service_and_the_exception_are_told_of() {
    let all: Sieve = Arc::new(|_: &[u8]| Sifted::Nobodys);
    let facts = stores(&all).remove(0).propagation.expect("Windows propagates");
    assert!(facts.capi_override.value().is_some(), "{facts:?}");
    assert!(facts.service.value().is_some(), "{facts:?}");
}
