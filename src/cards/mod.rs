//! What cards are, and how each kind is read.
//!
//! Architecture Invariant: a card family is a value. A layout (PKCS#15) is code that many families share; a family
//! names its layout and what is special about it.

mod buypass;
mod channel;
mod content;
mod doubt;
mod family;
mod files;
mod generic;
mod gids;
mod inflate;
mod minidriver;
mod objects;
mod pins;
mod piv;
mod pkcs15;
mod readings;
mod recognition;
mod sketch;

pub use channel::{Channel, Limits};
pub use family::{AtrPattern, Family, Layout, PinQuery};
pub use sketch::sketch;

use crate::facts::{Access, Blob, CardFacts, Observed, Protocol};
use crate::iso7816::atr::Atr;
use files::Files;

/// The families, in order of recognition: the specific before the general. `buypass` is told by an answer to reset
/// that other MULTOS cards share, so it only hints; `generic` has no pattern and takes whatever speaks PKCS#15. The others
/// have an application of their own name, the commoner first; see `recognition`.
pub static FAMILIES: &[&Family] = &[&buypass::FAMILY, &generic::FAMILY, &piv::FAMILY, &gids::FAMILY];

/// The family that an answer to reset hints at, `None` when only reading can tell.
pub fn hint(atr: &[u8]) -> Option<&'static Family> {
    FAMILIES.iter().copied().find(|family| family.atrs.iter().any(|pattern| pattern.matches(atr)))
}

/// Facts of a card of which nothing is known but where it is.
pub fn blank(reader: &str, atr: Vec<u8>, access: Access) -> CardFacts {
    CardFacts {
        reader: reader.to_owned(),
        access,
        atr: Blob(atr),
        connection: Observed::not_tried("not-connected"),
        waited_ms: 0,
        family: None,
        token: Observed::not_tried("not-read"),
        applications: Vec::new(),
        files: Vec::new(),
        objects: Vec::new(),
        keys: Vec::new(),
        pins: Vec::new(),
        interrupted: None,
        disturbances: Vec::new(),
        differences: Vec::new(),
        restarts: 0,
        traffic: Default::default(),
        direct: None,
    }
}

/// Reads everything that costs nothing from a connected card: recognises it, follows its directories, fetches its
/// certificates, asks for the PIN counters where the family says they are free. Never fails as a whole: what went
/// wrong stands in the facts. Where anything about it is doubtful, or `doubted` says that no issuer signed what came,
/// everything is read once more, and what differs stands in the facts too.
pub fn read(
    channel: &mut Channel<'_>,
    reader: &str,
    access: Access,
    doubted: &dyn Fn(&CardFacts) -> bool,
) -> CardFacts {
    let doubtful = |card: &CardFacts| doubt::is_doubtful(card) || doubted(card);
    let first = read_once(channel, reader, access);
    if first.interrupted.is_some() || channel.is_exhausted() || !doubtful(&first) {
        return first;
    }
    let second = read_once(channel, reader, access);
    // What broke off at a bound is no second opinion.
    let whole = !channel.is_exhausted();
    readings::settled(first, second, whole, doubtful)
}

fn read_once(channel: &mut Channel<'_>, reader: &str, access: Access) -> CardFacts {
    let mut card = blank(reader, channel.atr(), access);
    card.connection = Observed::seen(channel.protocol());
    card.waited_ms = channel.waited_ms();
    let atr = Atr::parse(&card.atr.0).ok();
    let mut files = Files::new(channel, atr.as_ref());
    match recognition::recognise(&mut files, &mut card, atr.as_ref()) {
        Ok(family) => card.family = family.map(Family::facts),
        Err(error) => card.interrupted = Some(error),
    }
    card.files = std::mem::take(&mut files.seen);
    card.traffic = channel.traffic();
    card.disturbances = channel.disturbances().to_vec();
    card
}

/// Whether a protocol fetches answers by GET RESPONSE, so that an answer nobody needs should not be asked for.
fn answers_cost_a_command(protocol: Protocol) -> bool {
    protocol == Protocol::T0
}

/// PC/SC codes by which a reader or service refuses the length of a command, so that the short form is worth trying:
/// SCARD_E_INVALID_PARAMETER, SCARD_E_INSUFFICIENT_BUFFER, SCARD_E_INVALID_VALUE, SCARD_F_COMM_ERROR,
/// SCARD_E_NOT_TRANSACTED.
fn is_length_refusal(code: u32) -> bool {
    matches!(code, 0x8010_0004 | 0x8010_0008 | 0x8010_0011 | 0x8010_0013 | 0x8010_0016)
}
