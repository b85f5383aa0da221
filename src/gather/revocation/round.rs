//! One round of questions: all at once, each in a thread of its own with its own bound.

use crate::facts::{Blob, Exchange, HttpAnswer, Observed, ProbeError, ProbePlace, Purpose};
use crate::gather::bounded::{died, spawned};
use crate::pki::{Question, QuestionKind};
use crate::policy::Policy;
use crate::ports::{HttpRequest, Progress, World};
use std::time::{Duration, Instant};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// RFC 9654 §2.1: 32 random bytes.
const NONCE_BYTES: usize = 32;
/// How often the wish to stop is looked for, and progress told.
const TICK: Duration = Duration::from_millis(100);
/// The port keeps its bound itself; this is for one that does not.
const GRACE: Duration = Duration::from_millis(1_000);

/// What one thread brings back: which question, the proxy it went through, the answer.
type Brought = (usize, Option<String>, Observed<HttpAnswer>);

/// Asks everything at once; the exchanges stand in the order of the questions.
pub(super) async fn ask(world: &World, policy: &Policy, questions: &[Question]) -> Vec<Exchange> {
    let (to, mut from) = unbounded_channel();
    let mut exchanges: Vec<Exchange> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let (mut exchange, request) = prepare(world, policy, question);
        match request.and_then(|request| start(world, index, request, to.clone())) {
            Ok(()) => open.push(index),
            Err(error) => exchange.answer = Observed::Failed(error),
        }
        exchanges.push(exchange);
    }
    drop(to);
    let patience = Duration::from_millis(policy.bounds.exchange_ms);
    let lost = wait(world, patience, &mut from, &mut exchanges, &mut open).await;
    for index in open {
        let exchange = &mut exchanges[index];
        let call = call(exchange);
        exchange.answer = Observed::Failed(match lost {
            Lost::Cancelled => ProbeError::new(call, ProbePlace::Cancelled, "stopped"),
            Lost::Silent => {
                let ms = policy.bounds.exchange_ms;
                ProbeError::new(call, ProbePlace::Timeout { ms }, "no whole answer")
            }
            Lost::Died => died(&call),
        });
    }
    exchanges
}

/// Why questions were left open.
enum Lost {
    Cancelled,
    Silent,
    Died,
}

/// Writes answers down until none is open, nobody wants them any more, or they are past every bound.
async fn wait(
    world: &World,
    patience: Duration,
    from: &mut UnboundedReceiver<Brought>,
    exchanges: &mut [Exchange],
    open: &mut Vec<usize>,
) -> Lost {
    let deadline = Instant::now() + patience + GRACE;
    while !open.is_empty() {
        match tokio::time::timeout(TICK, from.recv()).await {
            Ok(Some((index, proxy, answer))) => {
                exchanges[index].proxy = proxy;
                exchanges[index].answer = answer;
                open.retain(|other| *other != index);
            }
            Ok(None) => return Lost::Died,
            Err(_) if world.cancel.requested() => return Lost::Cancelled,
            Err(_) if Instant::now() > deadline => return Lost::Silent,
            Err(_) => world.observer.notice(Progress::Waiting { hosts: hosts(exchanges, open) }),
        }
        if world.cancel.requested() {
            return Lost::Cancelled;
        }
    }
    Lost::Died // nothing is open
}

/// The exchange as far as it is known before, and the request.
fn prepare(
    world: &World,
    policy: &Policy,
    question: &Question,
) -> (Exchange, Result<HttpRequest, ProbeError>) {
    let mut nonce = [0; NONCE_BYTES];
    let drawn = match policy.revocation.nonce && question.kind == QuestionKind::Ocsp {
        true => world.entropy.fill(&mut nonce).map(|()| Some(nonce.as_slice())),
        false => Ok(None),
    };
    let body = question.body(drawn.as_ref().ok().copied().flatten());
    let (purpose, accept) = match question.kind {
        QuestionKind::Ocsp => (Purpose::Ocsp, "application/ocsp-response"),
        QuestionKind::Crl => (Purpose::Crl, "application/pkix-crl, */*;q=0.5"),
        QuestionKind::Issuer => (Purpose::Issuer, "application/pkix-cert, application/pkcs7-mime, */*;q=0.5"),
    };
    let exchange = Exchange {
        purpose,
        url: question.url.clone(),
        request: body.clone().map(Blob),
        asked_at: world.clock.now(),
        proxy: None,
        answer: Observed::not_tried("not-asked"),
    };
    let request = HttpRequest {
        url: question.url.clone(),
        post: body.map(|body| ("application/ocsp-request", body)),
        accept,
        whole: Duration::from_millis(policy.bounds.exchange_ms),
        most_bytes: policy.bounds.answer_bytes,
    };
    (exchange, drawn.map(|_| request))
}

fn start(
    world: &World,
    index: usize,
    request: HttpRequest,
    to: UnboundedSender<Brought>,
) -> Result<(), ProbeError> {
    let http = world.http.clone();
    spawned("service", move || {
        let proxy = http.proxy(&request.url);
        let answer = http.exchange(&request);
        // Nobody listens any more after a wish to stop.
        let _ = to.send((index, proxy, answer));
    })
    .map(drop)
}

/// Method and address, as [`HttpRequest::call`] has it.
fn call(exchange: &Exchange) -> String {
    format!("{} {}", if exchange.request.is_some() { "POST" } else { "GET" }, exchange.url)
}

fn hosts(exchanges: &[Exchange], open: &[usize]) -> Vec<String> {
    let mut hosts: Vec<String> = Vec::new();
    for index in open {
        let host = host(&exchanges[*index].url);
        if !hosts.iter().any(|known| known == host) {
            hosts.push(host.to_owned());
        }
    }
    hosts
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}
