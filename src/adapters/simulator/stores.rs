//! The certificate stores of a simulated workstation: what card files say that stand in them.

use super::card_file::CardFile;
use super::hex::Base64;
use crate::facts::{
    Blob, KeyLink, KeyProvider, Observed, ProbeError, ProbePlace, PropagationFacts, ProviderKind,
    ServiceManager, ServiceStart, StoreContent, StoreFacts, StoreKind, StoredCertificate,
};
use crate::ports::{CertStore, Sieve, Sifted};
use serde::Deserialize;

/// A certificate store, as a card file has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedStore {
    /// Whose store it is.
    pub kind: StoreKind,
    /// Where it is.
    pub place: String,
    /// It cannot be read: the operating system's error.
    pub fails: Option<i32>,
    /// The service that copies certificates from cards; Windows only.
    pub propagation: Option<RecordedService>,
    /// The registry value `DisableCapiOverrideForRSA`.
    pub capi_override: Option<u32>,
    /// Its certificates.
    #[serde(default, rename = "certificate")]
    pub certificates: Vec<RecordedCertificate>,
    /// The PKCS#11 modules that its programs load.
    #[serde(default)]
    pub modules: Vec<String>,
}

/// A service of a simulated workstation.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedService {
    /// How it is started.
    pub start: ServiceStart,
    /// Whether it runs.
    pub running: bool,
}

/// A certificate in a simulated store.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedCertificate {
    /// What it is; a note for readers.
    pub about: Option<String>,
    /// DER.
    pub der: Base64,
    /// The name that the store gives it.
    pub name: Option<String>,
    /// The provider of its key; without one the store knows of no key.
    pub provider: Option<String>,
    /// The provider's kind.
    pub provider_kind: Option<ProviderKind>,
    /// Whether that provider is installed.
    #[serde(default = "yes")]
    pub installed: bool,
    /// The key's name with it.
    pub container: Option<String>,
    /// The reader that the key was met in.
    pub reader: Option<String>,
}

fn yes() -> bool {
    true
}

/// The stores that card files know.
#[derive(Debug, Default)]
pub struct SimulatedStores(Vec<RecordedStore>);

impl SimulatedStores {
    /// The stores of all these cards.
    pub fn new<'a>(cards: impl IntoIterator<Item = &'a CardFile>) -> Self {
        SimulatedStores(cards.into_iter().flat_map(|card| card.stores.clone()).collect())
    }
}

impl CertStore for SimulatedStores {
    fn stores(&self, sieve: &Sieve) -> Vec<StoreFacts> {
        self.0.iter().map(|store| store.play(sieve)).collect()
    }

    fn is_there(&self) -> bool {
        !self.0.is_empty()
    }
}

impl RecordedStore {
    fn play(&self, sieve: &Sieve) -> StoreFacts {
        let content = match self.fails {
            Some(code) => Observed::Failed(ProbeError::new(
                "certificate store",
                ProbePlace::Os { code: Some(code) },
                "simulated",
            )),
            None => Observed::seen(self.content(sieve)),
        };
        let propagation = self.propagation.map(|service| PropagationFacts {
            service: Observed::seen(ServiceManager { start: service.start, running: service.running }),
            capi_override: Observed::seen(self.capi_override),
        });
        StoreFacts { kind: self.kind, place: self.place.clone(), content, propagation }
    }

    fn content(&self, sieve: &Sieve) -> StoreContent {
        let sifted = |wanted| self.certificates.iter().filter(move |one| sieve(&one.der.0) == wanted);
        StoreContent {
            certificates: sifted(Sifted::Kept).map(RecordedCertificate::play).collect(),
            others: sifted(Sifted::Other).count() as u64,
            modules: self.modules.clone(),
        }
    }
}

impl RecordedCertificate {
    fn play(&self) -> StoredCertificate {
        let provider = self.provider.as_ref().map(|name| KeyProvider {
            name: name.clone(),
            kind: self.provider_kind.unwrap_or(ProviderKind::Ksp),
            container: self.container.clone(),
            reader: self.reader.clone(),
            installed: Some(self.installed),
        });
        StoredCertificate {
            bytes: Blob(self.der.0.clone()),
            name: self.name.clone(),
            key: provider.map_or(KeyLink::Missing, KeyLink::Provider),
        }
    }
}
