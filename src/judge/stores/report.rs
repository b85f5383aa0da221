//! The certificate stores, as reported.

use super::{Standing, StoreDossier, StoredDossier, maker_of};
use crate::facts::{
    Access, CertificateRole, KeyLink, Observed, PropagationFacts, ProviderKind, ServiceManager, ServiceStart,
    StoreKind,
};
use crate::judge::calendar;
use crate::judge::dossier::Dossier;
use crate::judge::report::{IssuerReport, SourceReport, SubjectReport};
use crate::pki::Certificate;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A certificate store, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoreReport {
    /// Whose store it is.
    pub kind: StoreKind,
    /// Where it is.
    pub place: String,
    /// `seen`, else why it could not be read.
    pub state: String,
    /// The certificates about an e-ID or a card here, in its order.
    pub certificates: Vec<StoredReport>,
    /// How many others there are.
    pub others: u64,
    /// The PKCS#11 modules that its programs load.
    pub modules: Vec<String>,
    /// Windows' service for copying certificates from cards: `running`, `stopped`, `disabled`, `absent`, `unknown`; `null`
    /// elsewhere.
    pub propagation: Option<String>,
}

/// A certificate in a store, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredReport {
    /// The name that the store gives it.
    pub name: Option<String>,
    /// By key usage.
    pub roles: Vec<CertificateRole>,
    /// Whose.
    pub subject: SubjectReport,
    /// By whom.
    pub issuer: IssuerReport,
    /// Serial number, lower-case hex.
    pub serial: String,
    /// Start of validity.
    pub not_before: Timestamp,
    /// End of validity.
    pub not_after: Timestamp,
    /// Norwegian local days left at the judged moment.
    pub days_left: i64,
    /// Digest of the certificate.
    pub sha256: String,
    /// It is on a card that is here.
    pub on_card: bool,
    /// A browser would offer it.
    pub offered: bool,
    /// Where its key is said to be.
    pub key: StoredKeyReport,
}

/// Where the key of a stored certificate is said to be, as reported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredKeyReport {
    /// `missing`, `here`, `provider`, `not-told`.
    pub state: String,
    /// The provider's name.
    pub provider: Option<String>,
    /// `CSP`, `KSP`.
    pub provider_kind: Option<ProviderKind>,
    /// The software that the provider comes with, where known.
    pub product: Option<String>,
    /// Whether the provider is installed; `null` where nobody could tell.
    pub installed: Option<bool>,
    /// The key's name with the provider.
    pub container: Option<String>,
    /// The reader that the key was met in.
    pub reader: Option<String>,
}

/// The stores of a run.
pub(in crate::judge) fn report(dossier: &Dossier) -> Vec<StoreReport> {
    dossier.stores.iter().map(|one| store(one, dossier.at)).collect()
}

/// The stores that a card's certificate is in, too.
pub(in crate::judge) fn sources(dossier: &Dossier, certificate: &Certificate) -> Vec<SourceReport> {
    let stores = dossier.stores.iter().filter(|store| store.has(certificate));
    stores.map(|store| SourceReport { route: Access::Store, place: store.facts.place.clone() }).collect()
}

/// The state of the service that copies certificates, as a stable word.
pub(in crate::judge) fn propagation(facts: &PropagationFacts) -> &'static str {
    match facts.service.value() {
        Some(ServiceManager { running: true, .. }) => "running",
        Some(ServiceManager { start: ServiceStart::Disabled, .. }) => "disabled",
        Some(ServiceManager { start: ServiceStart::Absent, .. }) => "absent",
        Some(_) => "stopped",
        None => "unknown",
    }
}

fn store(one: &StoreDossier, at: Timestamp) -> StoreReport {
    let content = one.content();
    StoreReport {
        kind: one.facts.kind,
        place: one.facts.place.clone(),
        state: match &one.facts.content {
            Observed::Seen { .. } => "seen".to_owned(),
            Observed::Failed(error) => error.to_string(),
            Observed::NotTried { why } => why.clone(),
        },
        certificates: one.certificates.iter().map(|one| stored(one, at)).collect(),
        others: content.map_or(0, |content| content.others),
        modules: content.map(|content| content.modules.clone()).unwrap_or_default(),
        propagation: one.facts.propagation.as_ref().map(|facts| propagation(facts).to_owned()),
    }
}

fn stored(one: &StoredDossier, at: Timestamp) -> StoredReport {
    let certificate = &one.certificate;
    StoredReport {
        name: one.facts.name.clone(),
        roles: one.roles.clone(),
        subject: SubjectReport::of(certificate),
        issuer: IssuerReport::of(certificate, &one.issuer),
        serial: certificate.serial.clone(),
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        days_left: calendar::days_between(at, certificate.not_after),
        sha256: certificate.sha256.clone(),
        on_card: one.standing == Standing::OnCard,
        offered: one.is_eid() && one.is_offered(at),
        key: key(&one.facts.key),
    }
}

fn key(link: &KeyLink) -> StoredKeyReport {
    let state = |word: &str| StoredKeyReport { state: word.to_owned(), ..StoredKeyReport::default() };
    match link {
        KeyLink::Missing => state("missing"),
        KeyLink::Here => state("here"),
        KeyLink::NotTold => state("not-told"),
        KeyLink::Provider(provider) => StoredKeyReport {
            provider: Some(provider.name.clone()),
            provider_kind: Some(provider.kind),
            product: maker_of(&provider.name).map(|maker| maker.product.to_owned()),
            installed: provider.installed,
            container: provider.container.clone(),
            reader: provider.reader.clone(),
            ..state("provider")
        },
    }
}
