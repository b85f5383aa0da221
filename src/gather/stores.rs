//! The certificate stores: after the cards, because what of them matters depends on whose cards are here.

use super::bounded::bounded;
use crate::facts::{CardFacts, Observed, StationFacts, StoreFacts, StoreKind};
use crate::pki::Certificate;
use crate::policy::{IssuerKind, Policy};
use crate::ports::{Sieve, Sifted, World};
use std::sync::Arc;

/// Looks through the stores.
pub(super) async fn look(
    world: &World,
    policy: &Policy,
    station: &StationFacts,
    cards: &[CardFacts],
) -> Vec<StoreFacts> {
    let (stores, sieve) = (world.stores.clone(), sieve(policy, cards));
    match bounded("certificate store", policy.bounds.store_ms, move || stores.stores(&sieve)).await {
        Ok(stores) => stores,
        Err(error) => vec![StoreFacts {
            kind: kind_on(&station.os.family),
            place: String::new(),
            content: Observed::Failed(error),
            propagation: None,
        }],
    }
}

fn kind_on(system: &str) -> StoreKind {
    match system {
        "windows" => StoreKind::WindowsUser,
        "macos" => StoreKind::Keychain,
        _ => StoreKind::Nss,
    }
}

/// Lets through what names an issuer of e-ID cards, and what belongs to a card here or to its holder.
fn sieve(policy: &Policy, cards: &[CardFacts]) -> Sieve {
    let persons = policy.issuers.iter().filter(|issuer| issuer.kind == IssuerKind::Person);
    let issuers: Vec<Vec<u8>> = persons.map(|issuer| issuer.subject.0.clone()).collect();
    let claims: Vec<String> = policy.companies.iter().flat_map(|company| company.claims.clone()).collect();
    let objects = cards.iter().flat_map(|card| &card.objects);
    let parsed = objects.filter_map(|object| Certificate::parse(&object.bytes.value()?.0).ok());
    let known: Vec<Certificate> = parsed.filter(|certificate| !certificate.is_ca()).collect();
    Arc::new(move |der| {
        let Ok(certificate) = Certificate::parse(der) else { return Sifted::Nobodys };
        if certificate.is_ca() {
            return Sifted::Nobodys;
        }
        let issuer = certificate.issuer.to_string().to_lowercase();
        let of_an_eid = issuers.contains(&certificate.issuer.der)
            || claims.iter().any(|word| issuer.contains(word.as_str()));
        match of_an_eid || known.iter().any(|own| belongs(own, &certificate)) {
            true => Sifted::Kept,
            false => Sifted::Other,
        }
    })
}

/// Whether two certificates have a key or a holder in common.
fn belongs(own: &Certificate, other: &Certificate) -> bool {
    let same = |kind| own.subject.get(kind).is_some_and(|value| other.subject.get(kind) == Some(value));
    own.key.sha256 == other.key.sha256 || same("serialNumber") || same("CN")
}
