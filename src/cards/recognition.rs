//! Which family a card is of: only its applications tell.

use super::family::{Family, Layout};
use super::files::{Files, settle};
use super::{FAMILIES, generic, gids, hint, piv, pkcs15};
use crate::facts::{Blob, CardFacts, FilePurpose, ProbeError, ProbePlace};
use crate::iso7816::atr::Atr;

/// Finds the card's application and reads it into `card`; `None` when nothing on it is of a layout that is known.
///
/// The order, a name costing one command: the name that the answer to reset hints at; what EF.DIR lists, where the answer
/// to reset announces it; PKCS#15 by name, because a national e-ID stands there even where an employer put PIV beside it;
/// the other families by name; at last the places where PKCS#15 may stand without a name.
///
/// # Errors
/// The line failed, or a bound was reached; what was learnt until then stands in `card`.
pub(super) fn recognise(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
    atr: Option<&Atr>,
) -> Result<Option<&'static Family>, ProbeError> {
    let hinted = hint(&card.atr.0);
    let standard = hinted.filter(|family| family.layout == Layout::Pkcs15).unwrap_or(&generic::FAMILY);
    let mut others: Vec<_> =
        FAMILIES.iter().copied().filter(|family| !family.application.is_empty()).collect();
    if let Some(family) = hinted.filter(|family| !family.application.is_empty()) {
        others.retain(|other| other.id != family.id);
        if open(files, card, family)? {
            return Ok(Some(family));
        }
    }
    let mut pkcs15 = pkcs15::Search::new(standard, atr);
    if pkcs15.begins_with_dir() {
        if pkcs15.listed(files, card)? {
            return Ok(Some(standard));
        }
        let is_listed = |family: &&'static Family| {
            card.applications.iter().any(|aid| aid.0.starts_with(family.application))
        };
        let (listed, rest) = others.into_iter().partition(is_listed);
        if let Some(family) = first_of(files, card, listed)? {
            return Ok(Some(family));
        }
        others = rest;
    }
    if pkcs15.named(files, card)? {
        return Ok(Some(standard));
    }
    if let Some(family) = first_of(files, card, others)? {
        return Ok(Some(family));
    }
    Ok(pkcs15.elsewhere(files, card)?.then_some(standard))
}

/// The first of `families` whose application the card has.
fn first_of(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
    families: Vec<&'static Family>,
) -> Result<Option<&'static Family>, ProbeError> {
    for family in families {
        if open(files, card, family)? {
            return Ok(Some(family));
        }
    }
    Ok(None)
}

/// Selects the application of `family` and reads it; `Ok(false)` when it is not there.
fn open(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
    family: &'static Family,
) -> Result<bool, ProbeError> {
    let selected = files.select_by_name(family.application);
    // Who recorded a trace did not know every family.
    let unheard = |error: &ProbeError| matches!(error.place, ProbePlace::NotInTrace { .. });
    if selected.as_ref().is_err_and(unheard) {
        return Ok(false);
    }
    let selected = settle(selected)?.map(|()| Vec::new());
    let name = Blob(family.application.to_vec()).hex();
    files.note(name, FilePurpose::Application, &selected);
    if selected.is_err() {
        return Ok(false);
    }
    match family.layout {
        Layout::Pkcs15 => Ok(false),
        Layout::Piv => piv::read(files, card, family).map(|()| true),
        Layout::Gids => gids::read(files, card).map(|()| true),
    }
}
