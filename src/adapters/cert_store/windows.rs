//! The personal store of the Windows user, through CryptoAPI: opened read-only, and of keys only what the store itself has
//! written down. No provider is asked for a key, because that may ask for a PIN or for a card.

mod context;
#[cfg(test)]
mod tests;

use super::Sifting;
use crate::adapters::windows::{os_error, registry, service};
use crate::facts::{
    KeyLink, KeyProvider, Observed, PropagationFacts, ProviderKind, StoreContent, StoreFacts, StoreKind,
};
use crate::ports::Sieve;
use context::{Found, Store};
use std::time::Instant;
use windows_sys::Win32::Foundation::ERROR_FILE_NOT_FOUND;

/// The service that copies certificates from cards.
const PROPAGATION: &str = "CertPropSvc";
/// Where an administrator takes back the change of October 2025 (Microsoft KB5073121).
const CALAIS_KEY: &str = r"SOFTWARE\Microsoft\Cryptography\Calais";
const CSPS_KEY: &str = r"SOFTWARE\Microsoft\Cryptography\Defaults\Provider";
const KSPS_KEY: &str = r"SYSTEM\CurrentControlSet\Control\Cryptography\Providers";

/// The one store.
pub(super) fn stores(sieve: &Sieve) -> Vec<StoreFacts> {
    let begun = Instant::now();
    let content = match read(sieve) {
        Ok(value) => {
            let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
            Observed::Seen { value, took_ms }
        }
        Err(code) => Observed::Failed(os_error("CertOpenStore", code)),
    };
    vec![StoreFacts {
        kind: StoreKind::WindowsUser,
        place: r"CurrentUser\My".to_owned(),
        content,
        propagation: Some(PropagationFacts {
            service: service::manager(PROPAGATION),
            capi_override: capi_override(),
        }),
    }]
}

fn read(sieve: &Sieve) -> Result<StoreContent, u32> {
    let mut sifting = Sifting::new(sieve);
    match Store::of_the_user() {
        Ok(store) => store.each(|found| sifting.put(found.der(), || (found.friendly_name(), key(&found)))),
        // The store comes with the first certificate.
        Err(ERROR_FILE_NOT_FOUND) => {}
        Err(code) => return Err(code),
    }
    Ok(sifting.content)
}

fn key(found: &Found) -> KeyLink {
    let Some(link) = found.key_provider() else { return KeyLink::Missing };
    // CNG has no types of providers: it writes 0.
    let kind = if link.provider_type == 0 { ProviderKind::Ksp } else { ProviderKind::Csp };
    let reader = found.reader().or_else(|| reader_in(&link.container));
    KeyLink::Provider(KeyProvider {
        installed: is_installed(kind, &link.provider),
        name: link.provider,
        kind,
        container: Some(link.container).filter(|name| !name.is_empty()),
        reader,
    })
}

/// The reader in the name of a key, `\\.\reader\key`.
fn reader_in(container: &str) -> Option<String> {
    let (reader, _) = container.strip_prefix(r"\\.\")?.split_once('\\')?;
    Some(reader.to_owned())
}

/// Whether Windows knows such a provider; `None` where its list cannot be read.
fn is_installed(kind: ProviderKind, name: &str) -> Option<bool> {
    let list = match kind {
        ProviderKind::Csp => CSPS_KEY,
        ProviderKind::Ksp => KSPS_KEY,
    };
    let known = registry::subkeys(list).ok().filter(|known| !known.is_empty())?;
    Some(known.iter().any(|one| one.eq_ignore_ascii_case(name)))
}

fn capi_override() -> Observed<Option<u32>> {
    match registry::number(CALAIS_KEY, "DisableCapiOverrideForRSA") {
        Ok(value) => Observed::seen(Some(value)),
        Err(ERROR_FILE_NOT_FOUND) => Observed::seen(None),
        Err(code) => Observed::Failed(os_error(CALAIS_KEY, code)),
    }
}
