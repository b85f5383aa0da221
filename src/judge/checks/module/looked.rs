//! What a module showed, and how that goes with the cards.

use crate::facts::{
    Access, ModuleFacts, ModuleFault, ModuleToken, Observed, ProbeError, ProbePlace, SlotFacts,
};
use crate::judge::check::Outcome;
use crate::judge::dossier::{CardDossier, Dossier, Subject};
use crate::judge::value::Evidence;
use std::collections::BTreeSet;

/// The module behind a subject.
pub(super) fn module<'a>(dossier: &Dossier<'a>, subject: Subject) -> Option<&'a ModuleFacts> {
    match subject {
        Subject::Module(index) => dossier.facts.modules.get(index),
        _ => None,
    }
}

/// How it is called.
pub(super) fn name(module: &ModuleFacts) -> Evidence {
    Evidence::none().text("module", module.name())
}

/// How a slot is called.
pub(super) fn place(slot: &SlotFacts) -> String {
    match slot.description.is_empty() {
        true => format!("slot {}", slot.id),
        false => format!("{} (slot {})", slot.description, slot.id),
    }
}

/// Whether the error is one of those faults.
pub(super) fn is(error: &ProbeError, faults: &[ModuleFault]) -> bool {
    matches!(error.place, ProbePlace::Module { fault } if faults.contains(&fault))
}

/// Found when what ended the look at the module, or kept it from beginning, fits.
pub(super) fn told(dossier: &Dossier, subject: Subject, fits: impl Fn(&ProbeError) -> bool) -> Outcome {
    let Some(module) = module(dossier, subject) else { return Outcome::NotApplicable("not-a-module") };
    let interrupted = || module.seen.value().and_then(|seen| seen.interrupted.as_ref());
    match module.seen.error().or_else(interrupted).filter(|error| fits(error)) {
        Some(error) => Outcome::Found(name(module).text("call", &error.call).text("detail", &error.detail)),
        None => Outcome::pass(),
    }
}

/// Found for the first token that fits.
pub(super) fn token_with(
    dossier: &Dossier,
    subject: Subject,
    fits: impl Fn(&ModuleToken) -> bool,
) -> Outcome {
    let Some(module) = module(dossier, subject) else { return Outcome::NotApplicable("not-a-module") };
    match module.tokens().find(|(_, token)| fits(token)) {
        Some((slot, _)) => Outcome::Found(name(module).text("slot", place(slot))),
        None => Outcome::pass(),
    }
}

/// The first slot of which something could not be read, and why.
pub(super) fn unreadable(module: &ModuleFacts) -> Option<(&SlotFacts, &ProbeError)> {
    let slots = module.seen.value().map(|seen| seen.slots.as_slice()).unwrap_or_default();
    slots.iter().find_map(|slot| Some((slot, trouble(slot)?)))
}

fn trouble(slot: &SlotFacts) -> Option<&ProbeError> {
    let token = match slot.token.as_ref()? {
        Observed::Failed(error) => return Some(error),
        token => token.value()?,
    };
    let each = token.certificates.value().map(Vec::as_slice).unwrap_or_default();
    token.certificates.error().or_else(|| each.iter().find_map(|one| one.bytes.error()))
}

/// Whether the module looks at readers at all: one that keeps keys in files has slots of its own.
pub(super) fn is_for_cards(module: &ModuleFacts, dossier: &Dossier) -> bool {
    let slots = module.seen.value().map(|seen| seen.slots.as_slice()).unwrap_or_default();
    let reader = |slot: &SlotFacts| dossier.facts.readers.iter().any(|reader| slot.is_reader(&reader.name));
    slots.is_empty() || slots.iter().any(|slot| slot.removable || reader(slot))
}

/// The e-ID cards that were read without a module.
pub(super) fn direct_eids<'a, 'd>(dossier: &'d Dossier<'a>) -> impl Iterator<Item = &'d CardDossier<'a>> {
    dossier.cards.iter().filter(|card| card.facts.access != Access::Pkcs11 && card.is_eid())
}

/// Whether the module shows a certificate of that card.
pub(super) fn shows(module: &ModuleFacts, card: &CardDossier) -> bool {
    module.tokens().flat_map(|(_, token)| token.given()).any(|(_, bytes)| has(card, bytes.as_ref()))
}

fn has(card: &CardDossier, bytes: &[u8]) -> bool {
    card.facts.objects.iter().filter_map(|object| object.bytes.value()).any(|own| own.as_ref() == bytes)
}

/// A card that was read whole without a module, and how many certificates the module shows in its reader that are not on
/// it.
pub(super) fn foreign(dossier: &Dossier, module: &ModuleFacts) -> Option<(String, usize)> {
    let whole = |card: &&CardDossier| {
        let objects = &card.facts.objects;
        card.facts.access != Access::Pkcs11
            && card.facts.interrupted.is_none()
            && !objects.is_empty()
            && objects.iter().all(|object| object.bytes.value().is_some())
    };
    dossier.cards.iter().filter(whole).find_map(|card| {
        let shown = certificates(module, &card.facts.reader);
        let foreign = shown.iter().filter(|bytes| !has(card, bytes)).count();
        (foreign > 0).then(|| (card.facts.reader.clone(), foreign))
    })
}

/// The certificates that the module shows in that reader; a card with two PINs may be in two slots, and show some twice.
fn certificates<'m>(module: &'m ModuleFacts, reader: &str) -> BTreeSet<&'m [u8]> {
    let here = module.tokens().filter(|(slot, _)| slot.is_reader(reader));
    here.flat_map(|(_, token)| token.given()).map(|(_, bytes)| bytes.as_ref()).collect()
}

/// The reader of a card that one of the two shows otherwise than the other: other certificates, or none because it could
/// not read it. A module that does not know the card and leaves it alone is no party.
pub(super) fn quarrel(dossier: &Dossier, one: &ModuleFacts, other: &ModuleFacts) -> Option<String> {
    let reader = dossier.facts.readers.iter().find(|reader| {
        let [mine, theirs] = [one, other].map(|module| certificates(module, &reader.name));
        match (mine.is_empty(), theirs.is_empty()) {
            (false, false) => mine.is_disjoint(&theirs),
            (true, false) => fails_at(one, &reader.name),
            (false, true) => fails_at(other, &reader.name),
            (true, true) => false,
        }
    });
    reader.map(|reader| reader.name.clone())
}

fn fails_at(module: &ModuleFacts, reader: &str) -> bool {
    let slots = module.seen.value().map(|seen| seen.slots.as_slice()).unwrap_or_default();
    slots.iter().any(|slot| slot.is_reader(reader) && trouble(slot).is_some())
}
