//! A world that writes down what it says.

use super::line::{Entry, Exchanged, Opened, Told};
use super::spoken::{HexBytes, Spoken};
use super::tape::{Tape, micros};
use crate::facts::{Access, Blob, HttpAnswer, Observed, ProbeError, Protocol, ReaderFacts, StationFacts};
use crate::iso7816::apdu::Command;
use crate::ports::{CardService, Clock, Connection, Entropy, Http, HttpRequest, Station, TrustStore, World};
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The same world, every answer of which goes onto `tape`; but for logins, which are nobody's business.
pub fn recording(world: World, tape: &Tape) -> World {
    let tape = || tape.clone();
    World {
        cards: Arc::new(Cards { inner: world.cards, tape: tape(), conversations: AtomicU64::new(0) }),
        modules: Arc::new(Recorded { inner: world.modules, tape: tape() }),
        station: Arc::new(Recorded { inner: world.station, tape: tape() }),
        clock: Arc::new(Recorded { inner: world.clock, tape: tape() }),
        http: Arc::new(Recorded { inner: world.http, tape: tape() }),
        trust: Arc::new(Recorded { inner: world.trust, tape: tape() }),
        entropy: Arc::new(Recorded { inner: world.entropy, tape: tape() }),
        ..world
    }
}

/// A port, and where its answers go.
pub(super) struct Recorded<P: ?Sized> {
    pub(super) inner: Arc<P>,
    pub(super) tape: Tape,
}

struct Cards {
    inner: Arc<dyn CardService>,
    tape: Tape,
    conversations: AtomicU64,
}

impl CardService for Cards {
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError> {
        self.tape.hear(|told, _| Entry::Readers(told), || self.inner.readers()).0
    }

    /// Follows insertions; those who follow them keep no trace.
    fn wait_for_change(
        &self,
        known: &[ReaderFacts],
        patience: Duration,
    ) -> Result<Vec<ReaderFacts>, ProbeError> {
        self.inner.wait_for_change(known, patience)
    }

    fn connect(&self, reader: &str, patience: Duration) -> Result<Box<dyn Connection>, ProbeError> {
        let conversation = self.conversations.fetch_add(1, Ordering::Relaxed) + 1;
        let name = reader.to_owned();
        let entry =
            move |told, took| Entry::Connect { conversation, reader: name.clone(), us: micros(took), told };
        let mut opened = None;
        let connect = || {
            let inner = self.inner.connect(reader, patience)?;
            let told = Opened {
                atr: HexBytes(inner.atr()),
                protocol: inner.protocol(),
                waited_us: micros(inner.waited()),
                pin_pad: inner.pin_pad(),
            };
            opened = Some(inner);
            Ok(told)
        };
        self.tape.hear(entry, connect).0?;
        let lost = || ProbeError::malformed("SCardConnect", "a line that is not there");
        let inner = opened.ok_or_else(lost)?;
        Ok(Box::new(Line { inner, tape: self.tape.clone(), conversation, took: None }))
    }

    fn access(&self) -> Access {
        self.inner.access()
    }
}

/// An open line that is listened to.
struct Line {
    inner: Box<dyn Connection>,
    tape: Tape,
    conversation: u64,
    took: Option<Duration>,
}

impl Connection for Line {
    fn atr(&self) -> Vec<u8> {
        self.inner.atr()
    }

    fn protocol(&self) -> Protocol {
        self.inner.protocol()
    }

    fn waited(&self) -> Duration {
        self.inner.waited()
    }

    fn pin_pad(&self) -> Observed<bool> {
        self.inner.pin_pad()
    }

    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        let (conversation, sent, secret) = (self.conversation, Spoken::of(command), command.hides_body());
        let entry = move |told: Told<Vec<u8>>, took| {
            let told = match told {
                Told::Answer(answer) if secret => Told::Answer(HexBytes(status_alone(&answer).to_vec())),
                Told::Answer(answer) => Told::Answer(HexBytes(answer)),
                Told::Error(error) => Told::Error(error),
                Told::Unanswered { ms } => Told::Unanswered { ms },
            };
            Entry::Command { conversation, sent: sent.clone(), us: micros(took), told }
        };
        let (answer, took) = self.tape.hear(entry, || self.inner.transmit(command));
        // As the trace has it, so that playing it back counts the same time.
        self.took = Some(Duration::from_micros(micros(took)));
        answer
    }

    fn took(&self) -> Option<Duration> {
        self.took
    }

    fn close(self: Box<Self>) -> Result<(), ProbeError> {
        let Line { inner, tape, conversation, .. } = *self;
        tape.hear(move |told, _| Entry::Close { conversation, told }, || inner.close()).0
    }
}

/// The status word of an answer.
fn status_alone(answer: &[u8]) -> &[u8] {
    &answer[answer.len().saturating_sub(2)..]
}

impl Station for Recorded<dyn Station> {
    fn observe(&self) -> StationFacts {
        let observe = || Ok(Box::new(self.inner.observe()));
        let observed = self.tape.hear(|told, _| Entry::Station(told), observe).0;
        observed.map_or_else(|_| StationFacts::not_asked(), |facts| *facts)
    }
}

impl Clock for Recorded<dyn Clock> {
    fn now(&self) -> Timestamp {
        let now = self.inner.now();
        self.tape.note(&Entry::Clock(now));
        now
    }
}

impl Http for Recorded<dyn Http> {
    fn exchange(&self, request: &HttpRequest) -> Observed<HttpAnswer> {
        let asked = Exchanged {
            url: request.url.clone(),
            body: request.post.as_ref().map(|(_, body)| Blob(body.clone())),
            proxy: self.inner.proxy(&request.url),
            told: Told::Unanswered { ms: 0 },
        };
        let entry = move |told, _| Entry::Http(Exchanged { told, ..asked.clone() });
        let answer = self.tape.hear(entry, || Ok(self.inner.exchange(request))).0;
        answer.unwrap_or_else(Observed::Failed)
    }

    fn proxy(&self, url: &str) -> Option<String> {
        self.inner.proxy(url)
    }
}

impl TrustStore for Recorded<dyn TrustStore> {
    fn roots(&self) -> Result<Vec<Vec<u8>>, ProbeError> {
        let roots = || self.inner.roots().map(|roots| roots.into_iter().map(Blob).collect::<Vec<_>>());
        let roots = self.tape.hear(|told, _| Entry::Roots(told), roots).0?;
        Ok(roots.into_iter().map(|root| root.0).collect())
    }
}

impl Entropy for Recorded<dyn Entropy> {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ProbeError> {
        let draw = || self.inner.fill(bytes).map(|()| Blob(bytes.to_vec()));
        self.tape.hear(|told, _| Entry::Entropy(told), draw).0.map(drop)
    }
}
