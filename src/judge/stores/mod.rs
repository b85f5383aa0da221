//! What the certificate stores of the workstation mean beside the cards that are here.

mod providers;
pub mod report;

pub use providers::{Maker, maker_of};

use super::dossier::{CardDossier, CertificateDossier, roles};
use super::issued::{self, IssuedBy};
use super::{naming, rules};
use crate::capture::Capture;
use crate::facts::{
    CertificateRole, Facts, KeyLink, KeyProvider, StoreContent, StoreFacts, StoreKind, StoredCertificate,
};
use crate::identity::{self, CardName};
use crate::pki::Certificate;
use crate::pki::path::{self, Library};
use crate::policy::Policy;
use jiff::Timestamp;
use std::sync::Arc;

/// What one store means.
pub struct StoreDossier<'a> {
    /// What was seen of it.
    pub facts: &'a StoreFacts,
    /// The certificates that were kept and can be read, in its order.
    pub certificates: Vec<StoredDossier<'a>>,
}

/// What one certificate in a store means.
pub struct StoredDossier<'a> {
    /// What the store says of it.
    pub facts: &'a StoredCertificate,
    /// The certificate.
    pub certificate: Arc<Certificate>,
    /// Its roles, by key usage alone.
    pub roles: Vec<CertificateRole>,
    /// Who issued it.
    pub issuer: IssuedBy<'a>,
    /// How it stands to the cards that are here.
    pub standing: Standing,
}

/// How a stored certificate stands to the cards that are here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// It is on one of them.
    OnCard,
    /// It is on none, and belongs to the holder of one.
    SameHolder,
    /// There is an e-ID card, and it is somebody else's.
    OtherHolder,
    /// There is no e-ID card to compare with.
    NoCard,
}

impl<'a> StoreDossier<'a> {
    /// What was in it, where it could be read.
    pub fn content(&self) -> Option<&'a StoreContent> {
        self.facts.content.value()
    }

    /// Whether it is the Windows user's.
    pub fn is_windows(&self) -> bool {
        self.facts.kind == StoreKind::WindowsUser
    }

    /// The certificates of an e-ID that do more than encrypt.
    pub fn of_eids(&self) -> impl Iterator<Item = &StoredDossier<'a>> {
        self.certificates
            .iter()
            .filter(|one| one.is_eid() && one.roles.as_slice() != [CertificateRole::Encryption])
    }

    /// What a browser offers where a site asks for a certificate: it is for authentication, valid, and the store knows
    /// where its key is. The newest first.
    pub fn offered(&self, at: Timestamp) -> Vec<&StoredDossier<'a>> {
        let mut offered: Vec<_> = self.of_eids().filter(|one| one.is_offered(at)).collect();
        offered.sort_by_key(|one| std::cmp::Reverse(one.certificate.not_before));
        offered
    }

    /// Whether it has that very certificate.
    pub fn has(&self, certificate: &Certificate) -> bool {
        self.certificates.iter().any(|one| one.certificate.sha256 == certificate.sha256)
    }
}

impl StoredDossier<'_> {
    /// Whether it is, or claims to be, a certificate of an e-ID.
    pub fn is_eid(&self) -> bool {
        self.issuer.is_of_an_eid(&self.certificate)
    }

    /// Whether a login can be made with it, by its role.
    pub fn is_for_login(&self) -> bool {
        self.roles.contains(&CertificateRole::Authentication)
    }

    /// The provider that the store names for its key.
    pub fn provider(&self) -> Option<&KeyProvider> {
        match &self.facts.key {
            KeyLink::Provider(provider) => Some(provider),
            _ => None,
        }
    }

    /// Whether a browser offers it.
    pub fn is_offered(&self, at: Timestamp) -> bool {
        let linked = match &self.facts.key {
            KeyLink::Here => true,
            KeyLink::Provider(provider) => provider.installed != Some(false),
            KeyLink::Missing | KeyLink::NotTold => false,
        };
        linked && self.is_for_login() && self.certificate.is_valid_at(at)
    }

    /// The name of its holder, as it is written in it.
    pub fn holder(&self) -> String {
        name(&self.certificate).shown()
    }
}

/// What the stores mean, given the cards.
pub(super) fn dossiers<'a>(
    capture: &'a Capture,
    stored: &[Option<Arc<Certificate>>],
    library: &Library,
    cards: &[CardDossier<'a>],
    at: Timestamp,
) -> Vec<StoreDossier<'a>> {
    let mut stored = stored.iter();
    let each = capture.facts.stores.iter().map(|facts| {
        let kept = facts.content.value().map(|content| content.certificates.as_slice()).unwrap_or_default();
        let parsed =
            kept.iter().zip(stored.by_ref()).filter_map(|(one, parsed)| Some((one, parsed.clone()?)));
        let certificates = parsed.map(|(facts, certificate)| {
            let roles = roles(&certificate);
            let judged = path::judge(&certificate, library, &rules::of(capture, at, &roles, library));
            let issuer = issued::by(&certificate, &judged, &capture.policy);
            let standing = standing(&certificate, cards, &capture.policy);
            StoredDossier { facts, certificate, roles, issuer, standing }
        });
        StoreDossier { facts, certificates: certificates.collect() }
    });
    each.collect()
}

/// The certificates of all stores, read once.
pub(super) fn parse(facts: &Facts) -> Vec<Option<Arc<Certificate>>> {
    let contents = facts.stores.iter().filter_map(|store| store.content.value());
    let kept = contents.flat_map(|content| &content.certificates);
    kept.map(|one| Certificate::parse(&one.bytes.0).ok().map(Arc::new)).collect()
}

fn standing(certificate: &Certificate, cards: &[CardDossier<'_>], policy: &Policy) -> Standing {
    let on = |card: &CardDossier<'_>| card.readable().any(|(_, own)| own.sha256 == certificate.sha256);
    if cards.iter().any(on) {
        return Standing::OnCard;
    }
    let rules = naming::rules(policy);
    let mut held = cards.iter().flat_map(|card| card.readable().filter(|(one, _)| one.is_eid())).peekable();
    if held.peek().is_none() {
        return Standing::NoCard;
    }
    let same = |(_, own): (&CertificateDossier<'_>, &Certificate)| {
        let number = own.subject.get("serialNumber");
        (number.is_some() && number == certificate.subject.get("serialNumber"))
            || identity::same_person(&name(own), &name(certificate), &rules)
    };
    if held.any(same) { Standing::SameHolder } else { Standing::OtherHolder }
}

fn name(certificate: &Certificate) -> CardName {
    let get = |kind| certificate.subject.get(kind).map(str::to_owned);
    CardName { common_name: get("CN"), given_name: get("GN"), surname: get("SN") }
}
