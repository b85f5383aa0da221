//! PKCS#11 modules: after the cards, one after the other, so that two routes to a card never run at the same time.

use super::bounded::{died, spawned};
use crate::facts::{
    Access, CardFacts, FamilyFacts, KeyFacts, ModuleFacts, ModuleToken, ObjectFacts, Observed, PinFacts,
    PinTries, ProbePlace, ReaderFacts, SlotFacts, TokenFacts, TokenFlag,
};
use crate::policy::Policy;
use crate::ports::{FoundModule, World};
use std::time::Duration;

/// The modules that a person wants looked at.
#[derive(Debug, Clone, Default)]
pub struct ModulesWanted {
    /// Those that are found where modules are known to lie.
    pub installed: bool,
    /// Files that were named.
    pub named: Vec<String>,
}

/// Looks through every module that is wanted.
pub(super) async fn look(
    world: &World,
    policy: &Policy,
    wanted: &ModulesWanted,
    cards: &[CardFacts],
) -> Vec<ModuleFacts> {
    let mut seen = Vec::new();
    for module in find(world, wanted).await {
        seen.push(match cards.iter().any(is_held) {
            true => module.facts(Observed::not_tried("card-held")),
            false => look_through(world, policy, module).await,
        });
    }
    seen
}

async fn find(world: &World, wanted: &ModulesWanted) -> Vec<FoundModule> {
    let mut found: Vec<FoundModule> = wanted.named.iter().map(|path| world.modules.named(path)).collect();
    if wanted.installed {
        let modules = world.modules.clone();
        let installed = match spawned("modules", move || modules.installed()) {
            Ok(installed) => installed.await.unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        let named = |module: &FoundModule| wanted.named.contains(&module.path);
        found.extend(installed.into_iter().filter(|module| !named(module)));
    }
    found
}

async fn look_through(world: &World, policy: &Policy, module: FoundModule) -> ModuleFacts {
    let (modules, cancel, asked) = (world.modules.clone(), world.cancel.clone(), module.clone());
    let patience = Duration::from_millis(policy.bounds.module_ms);
    let looked = match spawned("module", move || modules.look(&asked, patience, &cancel)) {
        Ok(looked) => looked.await.map_err(|_| died("module")),
        Err(error) => Err(error),
    };
    looked.unwrap_or_else(|error| module.facts(Observed::Failed(error)))
}

/// Whether a thread of ours was left behind with that card: a module would meet it there.
fn is_held(card: &CardFacts) -> bool {
    let error = card.interrupted.as_ref().or(card.connection.error());
    error.is_some_and(|error| {
        matches!(error.place, ProbePlace::Timeout { .. }) && error.call.starts_with("SCard")
    })
}

/// Makes cards of the tokens that no other route has read, each at its reader; a card that sits there and gave no
/// certificates is that card.
pub(super) fn join(modules: &[ModuleFacts], readers: &[ReaderFacts], cards: &mut Vec<CardFacts>) {
    let before = cards.len();
    for (slot, token) in modules.iter().flat_map(ModuleFacts::tokens).filter(|(_, token)| is_a_persons(token))
    {
        if token.given().all(|(_, bytes)| cards.iter().any(|card| has(card, bytes.as_ref()))) {
            continue;
        }
        let reader = readers.iter().find(|reader| slot.is_reader(&reader.name));
        let name = reader.map_or(&slot.description, |reader| &reader.name);
        match cards.iter().position(|card| card.reader == *name) {
            Some(at) if cards[at].access == Access::Pkcs11 => add(&mut cards[at], slot, token),
            Some(at) if !gave_certificates(&cards[at]) => {
                let direct = Box::new(std::mem::replace(&mut cards[at], blank(name)));
                cards[at].atr = direct.atr.clone();
                cards[at].traffic = direct.traffic;
                cards[at].direct = Some(direct);
                add(&mut cards[at], slot, token);
            }
            // The card was read, and the module shows another one there: that is for the judge.
            Some(_) => {}
            None => {
                let mut card = blank(name);
                card.atr = reader.and_then(|reader| reader.atr.clone()).unwrap_or_default();
                add(&mut card, slot, token);
                cards.push(card);
            }
        }
    }
    let place = |card: &CardFacts| readers.iter().position(|reader| reader.name == card.reader);
    if cards.len() > before {
        cards.sort_by_key(|card| place(card).unwrap_or(usize::MAX));
    }
}

/// A token of authorities' certificates, as p11-kit has it, is open to everybody and holds no key.
fn is_a_persons(token: &ModuleToken) -> bool {
    let own = token.has(TokenFlag::LoginRequired) || !token.keys.is_empty();
    own && token.given().next().is_some()
}

fn has(card: &CardFacts, bytes: &[u8]) -> bool {
    card.objects.iter().filter_map(|object| object.bytes.value()).any(|known| known.as_ref() == bytes)
}

fn gave_certificates(card: &CardFacts) -> bool {
    card.objects.iter().any(|object| object.bytes.value().is_some())
}

fn blank(reader: &str) -> CardFacts {
    let family = FamilyFacts { id: "pkcs11".to_owned(), name: "PKCS#11".to_owned(), hypothesis: false };
    CardFacts { family: Some(family), ..crate::cards::blank(reader, Vec::new(), Access::Pkcs11) }
}

/// Adds what a token shows: a card with two PINs shows as two.
fn add(card: &mut CardFacts, slot: &SlotFacts, token: &ModuleToken) {
    let own = slot.id.to_string();
    if card.token.value().is_none() {
        let text = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        card.token = Observed::seen(TokenFacts {
            label: text(&token.label),
            serial: text(&token.serial),
            manufacturer: text(&token.manufacturer),
            flags: Vec::new(),
        });
    }
    for (certificate, bytes) in token.given() {
        if has(card, bytes.as_ref()) {
            continue;
        }
        let number = card.objects.len() + 1;
        let object =
            certificate.id.as_ref().map_or_else(|| format!("object={number}"), |id| format!("id={id}"));
        card.objects.push(ObjectFacts {
            label: certificate.label.clone(),
            id: certificate.id.clone(),
            authority: false,
            path: format!("pkcs11:slot-id={own};{object}"),
            bytes: certificate.bytes.clone(),
            hash: None,
        });
    }
    card.keys.extend(token.keys.iter().map(|key| KeyFacts {
        label: None,
        id: key.id.clone(),
        usage: Vec::new(),
        reference: None,
        auth_id: Some(own.clone()),
        bits: None,
    }));
    card.pins.push(pin(token, own));
}

fn pin(token: &ModuleToken, own: String) -> PinFacts {
    use TokenFlag::*;
    let initialized = token.has(UserPinInitialized);
    PinFacts {
        label: Some(token.label.clone()).filter(|label| !label.is_empty()),
        auth_id: Some(own),
        reference: None,
        flags: if initialized { vec!["initialized".to_owned()] } else { Vec::new() },
        length: token.pin_length,
        // A module tells of the last try and of none; how many there were before that is not in PKCS#11.
        tries: match () {
            () if token.has(UserPinLocked) => Observed::seen(PinTries::Blocked),
            () if token.has(UserPinFinalTry) => Observed::seen(PinTries::Left(1)),
            () => Observed::not_tried("not-told"),
        },
    }
}
