//! World to facts. Gather asks and writes down; it concludes nothing and never fails as a whole.
//!
//! Architecture Invariant: [`gather`] returns [`Facts`], not a result. PC/SC blocks, so every call of it runs in a
//! thread of its own with a bound; a thread past its bound is left behind, and the process ends without it.

mod bounded;
mod cards;
mod doubt;
mod issuers;
pub mod login;
mod modules;
mod revocation;
mod station;

use crate::facts::{Blob, CardFacts, Exchange, Expected, Facts, Observed, ReaderFacts};
use crate::policy::Policy;
use crate::ports::World;
use bounded::bounded;
pub use modules::ModulesWanted;

/// What to ask for.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// Only readers whose names hold one of these, upper and lower case alike; all when empty.
    pub readers: Vec<String>,
    /// Do not touch the cards.
    pub readers_only: bool,
    /// The PKCS#11 modules to look through.
    pub modules: ModulesWanted,
    /// Ask issuers' services about revocation, unless the policy or the person says not to.
    pub ask_services: bool,
    /// What should be there.
    pub expected: Expected,
}

/// Asks the world everything that `request` wants to know.
pub async fn gather(world: &World, policy: &Policy, request: &Request) -> Facts {
    let captured_at = world.clock.now();
    let service = world.cards.clone();
    let listing = bounded("SCardListReaders", policy.bounds.service_ms, move || service.readers());
    let (mut station, readers) = tokio::join!(station::observe(world, policy), listing);
    let (mut readers, trouble) = match readers.and_then(|readers| readers) {
        Ok(readers) => {
            let wanted = readers.into_iter().filter(|reader| wanted(reader, &request.readers));
            (wanted.map(hinted).collect::<Vec<_>>(), None)
        }
        Err(error) => (Vec::new(), Some(error)),
    };
    // The service may give a context and still fail to list readers: that is the service's failure too.
    if let (Some(error), Observed::Seen { .. }) = (trouble, &station.service) {
        station.service = Observed::Failed(error);
    }
    let mut cards =
        if request.readers_only { Vec::new() } else { cards::read_all(world, policy, &mut readers).await };
    let modules = modules::look(world, policy, &request.modules, &cards).await;
    modules::join(&modules, &readers, &mut cards);
    let revocation::Found { exchanges, trusted } = match request.ask_services {
        true => {
            let online = policy.revocation.ask && !request.expected.offline;
            revocation::follow(world, policy, &cards, online).await
        }
        false => revocation::Found::default(),
    };
    Facts {
        readers,
        cards,
        modules,
        exchanges,
        trusted,
        ..Facts::begun(captured_at, station, request.expected.clone())
    }
}

/// The facts of a run that is about no card: the workstation alone.
pub async fn without_cards(world: &World, policy: &Policy, expected: &Expected) -> Facts {
    let captured_at = world.clock.now();
    Facts::begun(captured_at, station::observe(world, policy).await, expected.clone())
}

/// Asks issuers' services about the certificates of `cards`, which were read from files.
pub async fn ask_services(world: &World, policy: &Policy, cards: &[CardFacts]) -> (Vec<Exchange>, Vec<Blob>) {
    let revocation::Found { exchanges, trusted } = revocation::follow(world, policy, cards, true).await;
    (exchanges, trusted)
}

/// The names of all readers, for a person who named none of them; empty when the service does not tell in time.
pub async fn reader_names(world: &World, policy: &Policy) -> Vec<String> {
    let service = world.cards.clone();
    let listing = bounded("SCardListReaders", policy.bounds.service_ms, move || service.readers()).await;
    let readers = listing.and_then(|readers| readers).unwrap_or_default();
    readers.into_iter().map(|reader| reader.name).collect()
}

/// The reader with what its card's answer to reset hints at.
pub fn hinted(reader: ReaderFacts) -> ReaderFacts {
    let family = reader.atr.as_ref().and_then(|atr| crate::cards::hint(&atr.0));
    ReaderFacts { family_hint: family.map(|family| family.name.to_owned()), ..reader }
}

/// Whether the reader is one of those asked for.
pub fn wanted(reader: &ReaderFacts, names: &[String]) -> bool {
    let name = reader.name.to_lowercase();
    names.is_empty() || names.iter().any(|part| name.contains(&part.to_lowercase()))
}
