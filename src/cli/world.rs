//! The outside world of a command: live readers, simulated ones, or those of a trace.

use super::problem::{Problem, read_text};
use crate::adapters::clock::SystemClock;
use crate::adapters::entropy::SystemEntropy;
use crate::adapters::http::{LiveHttp, ProxyChoice};
use crate::adapters::openid::LiveOpenId;
use crate::adapters::pcsc::PcscService;
use crate::adapters::pkcs11::LiveModules;
use crate::adapters::simulator::{
    self, CardFile, CardFileError, FixedEntropy, Network, NoTrust, RecordedHttp, SimulatedCard,
    SimulatedModules, SimulatedService, SimulatedStation,
};
use crate::adapters::station::LiveStation;
use crate::adapters::trace::{Trace, replaying};
use crate::adapters::trust_store::SystemTrust;
use crate::policy::Policy;
use crate::ports::{Cancel, Clock, Observer, TrustStore, World};
use jiff::Timestamp;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// The card files that `--simulate` names: built-in names, or paths.
///
/// # Errors
/// There is no such card or file, or the file is no card file.
pub(super) fn card_files(names: &[String]) -> Result<Vec<CardFile>, Problem> {
    names.iter().map(|name| card_file(name)).collect()
}

fn card_file(name: &str) -> Result<CardFile, Problem> {
    if let Some(built_in) = simulator::load_builtin(name) {
        return built_in.map_err(|error| malformed(name, &error));
    }
    let path = PathBuf::from(name);
    if path.extension().is_none() && !path.exists() {
        let known: Vec<&str> = simulator::builtin().iter().map(|card| card.name).collect();
        return Err(Problem::new("problem-simulate", &[("name", name), ("known", &known.join(", "))]));
    }
    CardFile::parse(&read_text(&path)?, name).map_err(|error| malformed(name, &error))
}

fn malformed(origin: &str, error: &CardFileError) -> Problem {
    Problem::new("problem-card-file", &[("path", origin), ("why", &error.to_string())])
}

/// The world of live readers.
pub(super) fn live(policy: &Policy, proxy: ProxyChoice, observer: Arc<dyn Observer>) -> World {
    World {
        cards: Arc::new(PcscService),
        modules: Arc::new(LiveModules),
        station: Arc::new(LiveStation),
        clock: Arc::new(SystemClock),
        openid: Arc::new(openid(policy, proxy.clone())),
        http: Arc::new(network(policy, proxy)),
        trust: Arc::new(SystemTrust),
        entropy: Arc::new(SystemEntropy),
        observer,
        cancel: Cancel::default(),
    }
}

/// The world of a trace.
pub(super) fn replayed(trace: Trace, policy: &Policy, observer: Arc<dyn Observer>) -> World {
    // Nobody logs in: no trace has a login in it.
    let openid = Arc::new(openid(policy, ProxyChoice::default()));
    replaying(trace, policy.bounds, openid, observer)
}

/// A world of simulated readers, one for each card, at the policy's own time if it has one. Its network is what the
/// card files record; `proxy` is for those that ask for the machine's, which brings its root store too.
pub(super) fn simulated(
    cards: &[CardFile],
    policy: &Policy,
    proxy: ProxyChoice,
    observer: Arc<dyn Observer>,
) -> World {
    let trust: Arc<dyn TrustStore> = match cards.iter().any(|card| card.network == Network::Live) {
        true => Arc::new(SystemTrust),
        false => Arc::new(NoTrust),
    };
    World {
        cards: Arc::new(SimulatedService::with_cards(cards.iter().map(SimulatedCard::new))),
        modules: Arc::new(SimulatedModules::new(cards)),
        station: Arc::new(SimulatedStation),
        clock: Arc::new(FixedClock(policy.clock)),
        // Whoever logs in beside a simulated card is somebody real, now.
        openid: Arc::new(openid(policy, proxy.clone())),
        http: Arc::new(RecordedHttp::new(cards, || network(policy, proxy))),
        trust,
        entropy: Arc::new(FixedEntropy),
        observer,
        cancel: Cancel::default(),
    }
}

fn network(policy: &Policy, proxy: ProxyChoice) -> LiveHttp {
    LiveHttp::new(proxy, Duration::from_millis(policy.bounds.connect_ms))
}

fn openid(policy: &Policy, proxy: ProxyChoice) -> LiveOpenId {
    LiveOpenId::new(proxy, Duration::from_millis(policy.bounds.connect_ms), Arc::new(SystemClock))
}

/// A clock that stands still, or the system's.
struct FixedClock(Option<Timestamp>);

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        self.0.unwrap_or_else(|| SystemClock.now())
    }
}
