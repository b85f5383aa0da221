//! Any bytes as a trace.

use eid_ready::adapters::clock::SystemClock;
use eid_ready::adapters::http::ProxyChoice;
use eid_ready::adapters::openid::LiveOpenId;
use eid_ready::adapters::trace::{Entry, Told, Trace, replaying};
use eid_ready::capture::Capture;
use eid_ready::cards::{self, Channel, Limits};
use eid_ready::facts::{Exchange, Expected, Facts, Purpose};
use eid_ready::judge::{Question, judge};
use eid_ready::policy::{Bounds, Policy};
use eid_ready::ports::{HttpRequest, Observer, Progress};
use std::sync::Arc;
use std::time::Duration;

struct Nobody;

impl Observer for Nobody {
    fn notice(&self, _: Progress) {}
}

/// Holds for any bytes; panics where it does not.
pub fn holds(bytes: &[u8]) {
    let Ok(trace) = Trace::parse(bytes) else { return };
    let said: usize = trace.entries.iter().map(|(_, entry)| answered(entry)).sum();
    let urls: Vec<String> = trace.entries.iter().filter_map(|(_, entry)| asked(entry)).collect();
    // The silence of a workstation is sat out; here it takes no time.
    let bounds = Bounds { service_ms: 0, ..Bounds::default() };
    let openid = LiveOpenId::new(ProxyChoice::System, Duration::from_secs(1), Arc::new(SystemClock));
    let world = replaying(trace, bounds, Arc::new(openid), Arc::new(Nobody));
    let mut facts = Facts::begun(world.clock.now(), world.station.observe(), Expected::default());
    facts.readers = world.cards.readers().unwrap_or_default();
    for reader in facts.readers.iter().take(16) {
        let Ok(mut line) = world.cards.connect(&reader.name, Duration::ZERO) else { continue };
        let limits = Limits { card: Duration::from_secs(60), commands: 2_000 };
        let observer = world.observer.clone();
        let mut channel = Channel::new(line.as_mut(), &reader.name, observer, world.cancel.clone(), limits);
        let card = cards::read(&mut channel, &reader.name, world.cards.access(), &|_| false);
        assert!(card.traffic.commands <= limits.commands);
        assert!(card.traffic.bytes_received <= said as u64, "more was heard than the trace says");
        let _ = line.close();
        facts.cards.push(card);
    }
    for url in urls.into_iter().take(16) {
        let proxy = world.http.proxy(&url);
        let (whole, most_bytes) = (Duration::from_secs(1), 1 << 20);
        let request = HttpRequest { url: url.clone(), post: None, accept: "*/*", whole, most_bytes };
        let answer = world.http.exchange(&request);
        let asked_at = world.clock.now();
        facts.exchanges.push(Exchange { purpose: Purpose::Crl, url, request: None, asked_at, proxy, answer });
    }
    let _ = world.trust.roots();
    let _ = world.entropy.fill(&mut [0; 32]);
    let report = judge(&Capture::new(Policy::preset("demo").expect("a preset"), facts), &Question::default());
    assert!(!report.checks.iter().any(|check| check.blocked_by.as_deref() == Some("crashed")));
}

/// The bytes of a card's answer.
fn answered(entry: &Entry) -> usize {
    match entry {
        Entry::Command { told: Told::Answer(answer), .. } => answer.0.len(),
        _ => 0,
    }
}

/// The address of a GET.
fn asked(entry: &Entry) -> Option<String> {
    match entry {
        Entry::Http(asked) if asked.body.is_none() => Some(asked.url.clone()),
        _ => None,
    }
}
