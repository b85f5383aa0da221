//! Certificate stores of the workstation: what its browsers and other programs find without asking the card.

use super::{Blob, Observed, ServiceManager};
use serde::{Deserialize, Serialize};

/// One certificate store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoreFacts {
    /// Whose store it is.
    pub kind: StoreKind,
    /// Where it is: `CurrentUser\My`, `~/.pki/nssdb`. The person's own folder is written `~`.
    pub place: String,
    /// What is in it.
    pub content: Observed<StoreContent>,
    /// How certificates come from cards into it; only Windows has a service for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub propagation: Option<PropagationFacts>,
}

/// Whose store it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StoreKind {
    /// The personal store of the Windows user.
    WindowsUser,
    /// A database of NSS: Firefox, or Chromium on Linux.
    Nss,
    /// The keychain of a Mac.
    Keychain,
}

impl StoreKind {
    /// The kind as a short stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            StoreKind::WindowsUser => "windows-user",
            StoreKind::Nss => "nss",
            StoreKind::Keychain => "keychain",
        }
    }
}

/// What is in a store. Certificates that are about no e-ID and none of the cards here are nobody's business: they are
/// counted, and left where they are.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct StoreContent {
    /// The certificates that matter, in the store's order.
    pub certificates: Vec<StoredCertificate>,
    /// How many others there are, authorities apart.
    pub others: u64,
    /// The PKCS#11 modules that its programs load, by file; only NSS keeps a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modules: Vec<String>,
}

/// A certificate in a store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredCertificate {
    /// The certificate, DER.
    pub bytes: Blob,
    /// The name that the store gives it (friendly name, nickname); often the holder's.
    pub name: Option<String>,
    /// Where the store says that its private key is.
    pub key: KeyLink,
}

/// Where a store says that a private key is. Nobody tries whether it is there: that could ask for a PIN.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyLink {
    /// Nowhere.
    Missing,
    /// In the store itself.
    Here,
    /// With a provider.
    Provider(KeyProvider),
    /// The store does not say.
    NotTold,
}

/// A provider of keys, as a store names it (`CRYPT_KEY_PROV_INFO`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyProvider {
    /// Its name.
    pub name: String,
    /// Which of Windows' two kinds it is.
    pub kind: ProviderKind,
    /// The name of the key with it; may hold a person's name.
    pub container: Option<String>,
    /// The card reader that the key was met in.
    pub reader: Option<String>,
    /// Whether a provider of that name is installed; `None` where nobody could tell.
    pub installed: Option<bool>,
}

/// The two kinds of providers that Windows has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// Cryptographic service provider, of CryptoAPI.
    Csp,
    /// Key storage provider, of CNG.
    Ksp,
}

impl ProviderKind {
    /// The kind as people write it.
    pub fn as_str(self) -> &'static str {
        match self {
            ProviderKind::Csp => "CSP",
            ProviderKind::Ksp => "KSP",
        }
    }
}

/// How Windows copies certificates from cards into the person's store.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PropagationFacts {
    /// The service CertPropSvc.
    pub service: Observed<ServiceManager>,
    /// The registry value `DisableCapiOverrideForRSA`, by which an administrator takes back the change of October 2025;
    /// `None` where nobody has set it.
    pub capi_override: Observed<Option<u32>>,
}
