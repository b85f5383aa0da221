//! Captures of the built-in simulated cards, made once, and small changes to them.

use eid_ready::adapters::clock::SystemClock;
use eid_ready::adapters::http::ProxyChoice;
use eid_ready::adapters::openid::LiveOpenId;
use eid_ready::adapters::simulator::{
    self, FixedEntropy, NoTrust, RecordedHttp, SimulatedCard, SimulatedService, SimulatedStation,
};
use eid_ready::capture::Capture;
use eid_ready::gather::{Request, gather};
use eid_ready::policy::Policy;
use eid_ready::ports::{Cancel, Clock, Observer, OpenId, Progress, World};
use jiff::Timestamp;
use std::collections::BTreeMap;
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
    let names = base.split('+').filter(|name| *name != "none");
    let files: Vec<_> = names
        .map(|name| {
            let card = simulator::load_builtin(name).unwrap_or_else(|| panic!("no built-in card {name}"));
            card.unwrap()
        })
        .collect();
    let policy = Policy::preset("demo").unwrap();
    let world = World {
        cards: Arc::new(SimulatedService::with_cards(files.iter().map(SimulatedCard::new))),
        station: Arc::new(SimulatedStation),
        clock: Arc::new(Still(policy.clock.unwrap())),
        openid: nobody_logs_in(),
        http: Arc::new(RecordedHttp::new(&files, || panic!("no built-in card asks for the network"))),
        trust: Arc::new(NoTrust),
        entropy: Arc::new(FixedEntropy),
        observer: Arc::new(Nobody),
        cancel: Cancel::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let request = Request { ask_services: true, ..Request::default() };
    let facts = runtime.block_on(gather(&world, &policy, &request));
    Capture::new(policy, facts)
}

/// The way to OpenID providers, for a world in which nobody asks for one.
pub fn nobody_logs_in() -> Arc<dyn OpenId> {
    Arc::new(LiveOpenId::new(ProxyChoice::System, Duration::from_secs(1), Arc::new(SystemClock)))
}
