//! Modules as reported, and the routes by which a certificate was seen.

use super::dossier::{CardDossier, Dossier};
use crate::facts::{
    Access, Blob, ModuleFacts, ModuleOrigin, ModuleToken, ObjectFacts, Observed, SlotFacts, TokenFlag,
};
use serde::{Deserialize, Serialize};

/// A PKCS#11 module, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleReport {
    /// Its file.
    pub path: String,
    /// How it was found.
    pub origin: ModuleOrigin,
    /// The middleware that it belongs to, by stable id.
    pub product: Option<String>,
    /// `seen`, or why not: a fault, a code, `timeout`, a stable word.
    pub state: String,
    /// Who made it, in its own words.
    pub manufacturer: Option<String>,
    /// What it is, in its own words.
    pub description: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// The version of PKCS#11 that it follows.
    pub cryptoki: Option<String>,
    /// Its slots.
    pub slots: Vec<SlotReport>,
    /// How many bytes it printed unasked.
    pub printed_bytes: u64,
    /// It left processes behind.
    pub left_processes: bool,
}

/// A slot, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SlotReport {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub description: String,
    /// `empty`, `seen`, or the code of the error.
    pub state: String,
    /// What is in it.
    pub token: Option<ModuleTokenReport>,
}

/// A token, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleTokenReport {
    /// Label.
    pub label: String,
    /// Manufacturer.
    pub manufacturer: String,
    /// Model.
    pub model: String,
    /// Serial number.
    pub serial: String,
    /// Its flags.
    pub flags: Vec<TokenFlag>,
    /// What it computes.
    pub mechanisms: Vec<String>,
    /// Its certificates.
    pub certificates: Vec<ModuleCertificateReport>,
}

/// A certificate of a token, as reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ModuleCertificateReport {
    /// Label.
    pub label: Option<String>,
    /// Identifier that pairs it with its key.
    pub key_id: Option<String>,
    /// Digest of its bytes; `null` where they were not given.
    pub sha256: Option<String>,
    /// A public key with its identifier shows.
    pub public_key: bool,
    /// A private key with its identifier shows; most modules hide it until somebody logs in.
    pub private_key: bool,
}

/// A route by which a certificate was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceReport {
    /// The route.
    pub route: Access,
    /// Where: a path on the card, the file of a module.
    pub place: String,
}

/// The modules of a run.
pub(super) fn report(dossier: &Dossier) -> Vec<ModuleReport> {
    dossier.facts.modules.iter().map(module).collect()
}

/// The routes by which a card's certificate was seen, the one that the card was read by first. A route more (the store of
/// the operating system) adds its places here.
pub(super) fn sources(dossier: &Dossier, card: &CardDossier, object: &ObjectFacts) -> Vec<SourceReport> {
    let own = SourceReport { route: card.facts.access, place: object.path.clone() };
    // A card that was read through a module has no other place than the module's.
    let mut sources = if own.route == Access::Pkcs11 { Vec::new() } else { vec![own] };
    let Some(bytes) = object.bytes.value() else { return sources };
    let shows = |module: &&ModuleFacts| {
        module.tokens().flat_map(|(_, token)| token.given()).any(|(_, shown)| shown == bytes)
    };
    let modules = dossier.facts.modules.iter().filter(shows);
    sources.extend(modules.map(|module| SourceReport { route: Access::Pkcs11, place: module.path.clone() }));
    sources
}

fn module(facts: &ModuleFacts) -> ModuleReport {
    let seen = facts.seen.value();
    let told = |part: fn(&crate::facts::ModuleInfo) -> &String| seen.map(|seen| part(&seen.info).clone());
    ModuleReport {
        path: facts.path.clone(),
        origin: facts.origin,
        product: facts.product.as_ref().map(|product| product.id.clone()),
        state: match seen.and_then(|seen| seen.interrupted.as_ref()) {
            Some(error) => error.word(),
            None => state(&facts.seen),
        },
        manufacturer: told(|info| &info.manufacturer),
        description: told(|info| &info.description),
        version: told(|info| &info.version),
        cryptoki: told(|info| &info.cryptoki),
        slots: seen.map(|seen| seen.slots.iter().map(slot).collect()).unwrap_or_default(),
        printed_bytes: facts.printed.as_ref().map_or(0, |printed| printed.bytes),
        left_processes: facts.left_processes,
    }
}

fn state<T>(seen: &Observed<T>) -> String {
    match seen {
        Observed::Seen { .. } => "seen".to_owned(),
        Observed::Failed(error) => error.word(),
        Observed::NotTried { why } => why.clone(),
    }
}

fn slot(facts: &SlotFacts) -> SlotReport {
    SlotReport {
        id: facts.id,
        description: facts.description.clone(),
        state: facts.token.as_ref().map_or_else(|| "empty".to_owned(), state),
        token: facts.token.as_ref().and_then(Observed::value).map(token),
    }
}

fn token(facts: &ModuleToken) -> ModuleTokenReport {
    let has = |id: &Option<String>, private: bool| {
        id.is_some() && facts.keys.iter().any(|key| key.id == *id && key.private == private)
    };
    let certificates = facts.certificates.value().map(Vec::as_slice).unwrap_or_default();
    ModuleTokenReport {
        label: facts.label.clone(),
        manufacturer: facts.manufacturer.clone(),
        model: facts.model.clone(),
        serial: facts.serial.clone(),
        flags: facts.flags.clone(),
        mechanisms: facts.mechanisms.value().cloned().unwrap_or_default(),
        certificates: certificates
            .iter()
            .map(|one| ModuleCertificateReport {
                label: one.label.clone(),
                key_id: one.id.clone(),
                sha256: one.bytes.value().map(|Blob(bytes)| crate::pki::sha256_hex(bytes)),
                public_key: has(&one.id, false),
                private_key: has(&one.id, true),
            })
            .collect(),
    }
}
