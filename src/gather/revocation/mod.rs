//! What issuers' services say: revocation, and the certificates of issuers that nobody here knows.
//!
//! What to ask is [`crate::pki::plan`]'s to say and what an answer means the judge's; here it is asked and written down,
//! failures too.

mod round;
mod settled;

use super::issuers::Issuers;
use crate::facts::{Blob, CardFacts, Exchange, ProbeError, Purpose};
use crate::gather::bounded::bounded;
use crate::pki::{Certificate, Limits, Question, Wanted, certificates_in, plan};
use crate::policy::Policy;
use crate::ports::World;
use settled::Answers;
use std::sync::Arc;

/// The most certificates that are followed. Two cards have eight; a chain of issuers has three or four.
const MOST_FOLLOWED: usize = 48;

/// What was asked, and what was needed of the operating system.
#[derive(Default)]
pub(super) struct Found {
    /// In the order of asking.
    pub exchanges: Vec<Exchange>,
    /// Roots of the operating system that a certificate here names as its issuer, DER.
    pub trusted: Vec<Blob>,
}

/// Follows the certificates of the cards to their issuers and, if `ask`, asks the services that they name.
pub(super) async fn follow(world: &World, policy: &Policy, cards: &[CardFacts], ask: bool) -> Found {
    let mut trail = Trail::new(policy, cards);
    let limits = Limits { addresses: policy.revocation.addresses, questions: policy.revocation.requests };
    trail.climb(world, policy).await;
    for _ in 0..policy.revocation.rounds {
        if !ask || world.cancel.requested() {
            break;
        }
        let questions = trail.next(&limits, world);
        if questions.is_empty() {
            break;
        }
        let exchanges = round::ask(world, policy, &questions).await;
        trail.learn(questions, exchanges);
        trail.climb(world, policy).await;
    }
    Found { exchanges: trail.exchanges, trusted: trail.trusted }
}

/// How far the certificates have come.
struct Trail {
    issuers: Issuers,
    followed: Vec<Arc<Certificate>>,
    answers: Answers,
    asked: Vec<Question>,
    exchanges: Vec<Exchange>,
    roots: Option<Vec<Certificate>>,
    trusted: Vec<Blob>,
}

impl Trail {
    fn new(policy: &Policy, cards: &[CardFacts]) -> Self {
        let mut trail = Trail {
            issuers: Issuers::of(policy),
            followed: Vec::new(),
            answers: Answers::none(policy),
            asked: Vec::new(),
            exchanges: Vec::new(),
            roots: None,
            trusted: Vec::new(),
        };
        for object in cards.iter().flat_map(|card| &card.objects) {
            let parsed = object.bytes.value().and_then(|bytes| Certificate::parse(&bytes.0).ok());
            match parsed {
                Some(certificate) if object.authority || certificate.is_ca() => trail.know(certificate),
                Some(certificate) => trail.take(certificate),
                None => {}
            }
        }
        trail
    }

    /// Remembers an authority that may have issued others.
    fn know(&mut self, authority: Certificate) {
        self.answers.expect_of(&authority);
        self.issuers.add(authority);
    }

    /// Follows a certificate from now on.
    fn take(&mut self, certificate: Certificate) {
        let known = self.followed.iter().any(|known| known.sha256 == certificate.sha256);
        if !known && self.followed.len() < MOST_FOLLOWED && !certificate.is_self_issued() {
            self.followed.push(Arc::new(certificate));
        }
    }

    /// Goes up from every certificate as far as issuers are known. An issuer that is known by its certificate alone can
    /// be revoked itself, so it is followed too.
    async fn climb(&mut self, world: &World, policy: &Policy) {
        let mut at = 0;
        while let Some(certificate) = self.followed.get(at).cloned() {
            at += 1;
            if self.issuers.find(&certificate).is_none() {
                self.ask_the_system(&certificate, world, policy).await;
            }
            if let Some(above) = self.issuers.find(&certificate).and_then(|issuer| issuer.certificate.clone())
            {
                self.take(above);
            }
        }
    }

    /// Takes the roots by that name from the operating system; its store is read once, when first needed.
    async fn ask_the_system(&mut self, below: &Certificate, world: &World, policy: &Policy) {
        if self.roots.is_none() {
            let trust = world.trust.clone();
            let roots = bounded("root store", policy.bounds.trust_ms, move || trust.roots()).await;
            let roots = roots.and_then(|roots: Result<_, ProbeError>| roots).unwrap_or_default();
            self.roots = Some(roots.iter().filter_map(|root| Certificate::parse(root).ok()).collect());
        }
        for root in self.roots.iter().flatten().filter(|root| root.subject.matches(&below.issuer)) {
            let blob = Blob(root.der.clone());
            if !self.trusted.contains(&blob) {
                self.trusted.push(blob);
                self.answers.expect_of(root);
                self.issuers.trust(root);
            }
        }
    }

    fn next(&self, limits: &Limits, world: &World) -> Vec<Question> {
        let now = world.clock.now();
        let wanted: Vec<Wanted<'_>> = self
            .followed
            .iter()
            .map(|certificate| {
                let issuer_key = self.issuers.find(certificate).map(|issuer| issuer.spki.as_slice());
                let settled = issuer_key.is_some() && self.answers.settle(certificate, now);
                Wanted { certificate, issuer_key, settled }
            })
            .collect();
        plan(&wanted, &self.asked, limits)
    }

    fn learn(&mut self, questions: Vec<Question>, exchanges: Vec<Exchange>) {
        for exchange in &exchanges {
            let Some(answer) = exchange.answer.value().filter(|answer| answer.status == 200) else {
                continue;
            };
            match exchange.purpose {
                Purpose::Issuer => {
                    certificates_in(&answer.body.0).into_iter().for_each(|one| self.know(one));
                }
                Purpose::Ocsp | Purpose::Crl => self.answers.take(exchange, answer),
            }
        }
        self.asked.extend(questions);
        self.exchanges.extend(exchanges);
    }
}
