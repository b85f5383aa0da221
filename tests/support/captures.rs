//! Captures of the built-in simulated cards, made once, and small changes to them.

use eid_ready::adapters::clock::SystemClock;
use eid_ready::adapters::http::ProxyChoice;
use eid_ready::adapters::openid::LiveOpenId;
use eid_ready::adapters::simulator::{
    self, FixedEntropy, NoTrust, RecordedHttp, SimulatedCard, SimulatedModules, SimulatedService,
    SimulatedStation,
};
use eid_ready::adapters::trace::{Header, Tape, Trace, recording, replaying};
use eid_ready::capture::Capture;
use eid_ready::facts::Facts;
use eid_ready::gather::{Request, gather};
use eid_ready::policy::Policy;
use eid_ready::ports::{Cancel, Clock, Observer, OpenId, Progress, World};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

struct Still(Timestamp);

impl Clock for Still {
    fn now(&self) -> Timestamp {
        self.0
    }
}

struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _progress: Progress) {}
}

/// The capture of built-in cards, `+` between their names, one reader each; of no reader at all for `none`.
pub fn of(base: &str) -> Capture {
    static MADE: OnceLock<Mutex<BTreeMap<String, Capture>>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap();
    made.entry(base.to_owned()).or_insert_with(|| gathered(base)).clone()
}

fn gathered(base: &str) -> Capture {
    let policy = Policy::preset("demo").unwrap();
    let world = world(base, &policy);
    Capture::new(policy.clone(), facts(&world, &policy))
}

/// The same, and a trace of it in a new file.
pub fn traced(base: &str, path: &Path) -> Capture {
    let policy = Policy::preset("demo").unwrap();
    let world = world(base, &policy);
    let header = Header::new("check", &policy.name, false, true, world.cards.access());
    let tape = Tape::create(path, &header, world.cancel.clone()).unwrap();
    let facts = facts(&recording(world, &tape), &policy);
    tape.end().unwrap();
    Capture::new(policy, facts)
}

/// What a trace gives.
pub fn replayed(trace: Trace) -> Capture {
    let policy = Policy::preset("demo").unwrap();
    let world = replaying(trace, policy.bounds, nobody_logs_in(), Arc::new(Nobody));
    Capture::new(policy.clone(), facts(&world, &policy))
}

fn facts(world: &World, policy: &Policy) -> Facts {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let request = Request { ask_services: true, ..Request::default() };
    runtime.block_on(gather(world, policy, &request))
}

fn world(base: &str, policy: &Policy) -> World {
    let names = base.split('+').filter(|name| *name != "none");
    let files: Vec<_> = names
        .map(|name| {
            let card = simulator::load_builtin(name).unwrap_or_else(|| panic!("no built-in card {name}"));
            card.unwrap()
        })
        .collect();
    World {
        cards: Arc::new(SimulatedService::with_cards(files.iter().map(SimulatedCard::new))),
        modules: Arc::new(SimulatedModules::default()),
        station: Arc::new(SimulatedStation),
        clock: Arc::new(Still(policy.clock.unwrap())),
        openid: nobody_logs_in(),
        http: Arc::new(RecordedHttp::new(&files, || panic!("no built-in card asks for the network"))),
        trust: Arc::new(NoTrust),
        entropy: Arc::new(FixedEntropy),
        observer: Arc::new(Nobody),
        cancel: Cancel::default(),
    }
}

/// The way to OpenID providers, for a world in which nobody asks for one.
pub fn nobody_logs_in() -> Arc<dyn OpenId> {
    Arc::new(LiveOpenId::new(ProxyChoice::System, Duration::from_secs(1), Arc::new(SystemClock)))
}
