//! A world that says again what a trace has, and nothing else: no reader, no network, no clock of this machine.
//!
//! Time is not sat out. What came later than a bound allows, or never, is told at once as the error that `gather` writes
//! down when it has given up waiting.

use super::conversation::Conversation;
use super::line::{Ending, Entry, Exchanged, Opened, Told};
use super::read::Trace;
use super::tape::millis;
use crate::facts::{
    Access, Blob, HttpAnswer, ModuleFacts, Observed, OsFacts, ProbeError, ProbePlace, Protocol, ReaderFacts,
    StationFacts,
};
use crate::iso7816::apdu::Command;
use crate::policy::Bounds;
use crate::ports::{
    CardService, Clock, Connection, Entropy, FoundModule, Http, HttpRequest, Observer, OpenId, Station,
    TrustStore, World,
};
use jiff::Timestamp;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The world of a trace, in which silence lasts as long as `bounds` have it. Logins are in no trace.
pub fn replaying(
    trace: Trace,
    bounds: Bounds,
    openid: Arc<dyn OpenId>,
    observer: Arc<dyn Observer>,
) -> World {
    let played = Arc::new(Played::of(trace, bounds));
    World {
        cards: played.clone(),
        modules: played.clone(),
        station: played.clone(),
        clock: played.clone(),
        http: played.clone(),
        openid,
        trust: played.clone(),
        entropy: played,
        observer,
        cancel: Default::default(),
    }
}

/// A trace, sorted by whom it was asked of.
pub(super) struct Played {
    access: Access,
    began: Timestamp,
    ending: Option<Ending>,
    pub(super) bounds: Bounds,
    tape: Mutex<Unplayed>,
}

/// What has not been asked for yet.
#[derive(Default)]
pub(super) struct Unplayed {
    clock: Again<Timestamp>,
    station: Again<Told<Box<StationFacts>>>,
    readers: Again<Told<Vec<ReaderFacts>>>,
    roots: Again<Told<Vec<Blob>>>,
    entropy: VecDeque<Told<Blob>>,
    exchanges: VecDeque<Exchanged>,
    conversations: VecDeque<Conversation>,
    pub(super) installed: Again<Told<Vec<FoundModule>>>,
    pub(super) modules: VecDeque<(FoundModule, Told<Box<ModuleFacts>>)>,
}

/// What costs nothing to ask and changes slowly: asked oftener than it was recorded, it says the last thing again.
pub(super) struct Again<T>(VecDeque<T>);

impl<T> Default for Again<T> {
    fn default() -> Self {
        Again(VecDeque::new())
    }
}

impl<T: Clone> Again<T> {
    pub(super) fn next(&mut self) -> Option<T> {
        if self.0.len() > 1 { self.0.pop_front() } else { self.0.front().cloned() }
    }
}

impl Played {
    fn of(trace: Trace, bounds: Bounds) -> Self {
        let mut rest = Unplayed::default();
        let mut numbers: Vec<u64> = Vec::new();
        for (line, entry) in trace.entries {
            rest.sort(line, entry, &mut numbers);
        }
        rest.conversations.iter_mut().for_each(Conversation::follow);
        Played {
            access: trace.header.access,
            began: trace.began,
            ending: trace.ending,
            bounds,
            tape: Mutex::new(rest),
        }
    }

    pub(super) fn rest(&self) -> MutexGuard<'_, Unplayed> {
        self.tape.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The trace has no answer; `line` is the last that was played back in that conversation.
    pub(super) fn missing(&self, call: impl Into<String>, line: u64) -> ProbeError {
        let detail = match self.ending {
            Some(Ending::Whole) => "the trace has no answer to this",
            Some(Ending::Stopped) => "the trace has no answer to this; the recorded run was stopped",
            None => "the trace has no answer to this; it breaks off",
        };
        ProbeError::new(call, ProbePlace::NotInTrace { line }, detail)
    }
}

impl Unplayed {
    /// Puts an entry where it is looked for. `numbers` are those of the conversations so far.
    fn sort(&mut self, line: u64, entry: Entry, numbers: &mut Vec<u64>) {
        let find = |number: u64| numbers.iter().rposition(|known| *known == number);
        match entry {
            Entry::Clock(now) => self.clock.0.push_back(now),
            Entry::Station(told) => self.station.0.push_back(told),
            Entry::Readers(told) => self.readers.0.push_back(told),
            Entry::Roots(told) => self.roots.0.push_back(told),
            Entry::Entropy(told) => self.entropy.push_back(told),
            Entry::Modules(told) => self.installed.0.push_back(told),
            Entry::Module { module, told } => self.modules.push_back((module, told)),
            Entry::Http(exchanged) => self.exchanges.push_back(exchanged),
            Entry::Connect { conversation, reader, us, told } => {
                numbers.push(conversation);
                let took = Duration::from_micros(us);
                self.conversations.push_back(Conversation::new(line, &reader, took, told));
            }
            Entry::Command { conversation, sent, us, told } => {
                if let Some(begun) = find(conversation).and_then(|at| self.conversations.get_mut(at)) {
                    begun.add(line, sent, Duration::from_micros(us), told);
                }
            }
            Entry::Close { conversation, told } => {
                if let Some(begun) = find(conversation).and_then(|at| self.conversations.get_mut(at)) {
                    begun.closed = Some(told);
                }
            }
            Entry::End(_) => {}
        }
    }
}

/// What was told within `bound`; a bound reached is the error that gather makes of it.
pub(super) fn in_time<T>(told: Told<T>, call: &str, ms: u64, detail: &str) -> Result<T, ProbeError> {
    match told {
        Told::Answer(answer) => Ok(answer),
        Told::Error(error) => Err(error),
        Told::Unanswered { .. } => Err(ProbeError::new(call, ProbePlace::Timeout { ms }, detail)),
    }
}

impl CardService for Played {
    fn readers(&self) -> Result<Vec<ReaderFacts>, ProbeError> {
        const CALL: &str = "SCardListReaders";
        let told = self.rest().readers.next();
        let told = told.ok_or_else(|| self.missing(CALL, 0))?;
        in_time(told, CALL, self.bounds.service_ms, "no answer within the bound")
    }

    /// A trace has one look at the readers; nobody comes and goes in it.
    fn wait_for_change(&self, _: &[ReaderFacts], _: Duration) -> Result<Vec<ReaderFacts>, ProbeError> {
        Err(self.missing("SCardGetStatusChange", 0))
    }

    fn connect(&self, reader: &str, _: Duration) -> Result<Box<dyn Connection>, ProbeError> {
        const CALL: &str = "SCardConnect";
        let mut rest = self.rest();
        let at = rest.conversations.iter().position(|begun| begun.reader == reader);
        let conversation = at.and_then(|at| rest.conversations.remove(at));
        drop(rest);
        let conversation = conversation.ok_or_else(|| self.missing(CALL, 0))?;
        let bound = self.bounds.sharing_ms + self.bounds.service_ms;
        let told = conversation.opened.clone();
        let late = conversation.took > Duration::from_millis(bound);
        let told = if late { Told::Unanswered { ms: millis(conversation.took) } } else { told };
        let opened = in_time(told, CALL, bound, "no answer")?;
        let (line, command_ms, ending) =
            (conversation.line, self.bounds.command_ms, self.missing("", 0).detail);
        Ok(Box::new(Line {
            conversation,
            opened,
            line,
            command_ms,
            ending,
            took: Duration::ZERO,
            lost: None,
        }))
    }

    fn access(&self) -> Access {
        self.access
    }
}

/// A line to a card that is not there.
struct Line {
    conversation: Conversation,
    opened: Opened,
    /// The line of the trace that was played back last.
    line: u64,
    command_ms: u64,
    /// What is said of a missing answer.
    ending: String,
    took: Duration,
    /// What ended the conversation: after it nothing is answered, for nobody knows what the card would say.
    lost: Option<ProbeError>,
}

impl Line {
    fn hear(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        let Some(heard) = self.conversation.answer(command) else {
            let place = ProbePlace::NotInTrace { line: self.line };
            return Err(ProbeError::new(command.name(), place, self.ending.clone()));
        };
        self.line = heard.line;
        self.took = heard.took;
        let late = heard.took > Duration::from_millis(self.command_ms);
        let told = if late { Told::Unanswered { ms: millis(heard.took) } } else { heard.told };
        in_time(told, "SCardTransmit", self.command_ms, "no answer").map(|answer| answer.0)
    }
}

impl Connection for Line {
    fn atr(&self) -> Vec<u8> {
        self.opened.atr.0.clone()
    }

    fn protocol(&self) -> Protocol {
        self.opened.protocol
    }

    fn waited(&self) -> Duration {
        Duration::from_micros(self.opened.waited_us)
    }

    fn pin_pad(&self) -> Observed<bool> {
        self.opened.pin_pad.clone()
    }

    fn transmit(&mut self, command: &Command) -> Result<Vec<u8>, ProbeError> {
        self.took = Duration::ZERO;
        if let Some(error) = &self.lost {
            return Err(error.clone());
        }
        let answer = self.hear(command);
        let ends = |error: &&ProbeError| {
            matches!(error.place, ProbePlace::NotInTrace { .. } | ProbePlace::Timeout { .. })
        };
        self.lost = answer.as_ref().err().filter(ends).cloned();
        answer
    }

    fn took(&self) -> Option<Duration> {
        Some(self.took)
    }

    fn close(self: Box<Self>) -> Result<(), ProbeError> {
        // A trace that breaks off says nothing of an end; the line that is played back ends well.
        let closed = self.conversation.closed.unwrap_or(Told::Answer(()));
        in_time(closed, "SCardTransmit", self.command_ms, "no answer")
    }
}

impl Station for Played {
    fn observe(&self) -> StationFacts {
        const CALL: &str = "SCardEstablishContext";
        let told = self.rest().station.next();
        let told = told.ok_or_else(|| self.missing(CALL, 0));
        let error = match told.map(|told| in_time(told, CALL, self.bounds.service_ms, "")) {
            Ok(Ok(facts)) => return *facts,
            // The one silence that is sat out: what a silent workstation looks like is for gather to say.
            Ok(Err(error)) if matches!(error.place, ProbePlace::Timeout { .. }) => {
                std::thread::sleep(Duration::from_millis(self.bounds.service_ms + 100));
                error
            }
            Ok(Err(error)) | Err(error) => error,
        };
        let none = String::new;
        StationFacts {
            os: OsFacts { family: none(), version: none(), architecture: none() },
            service: Observed::Failed(error),
            ..StationFacts::not_asked()
        }
    }
}

impl Clock for Played {
    fn now(&self) -> Timestamp {
        self.rest().clock.next().unwrap_or(self.began)
    }
}

impl Http for Played {
    fn exchange(&self, request: &HttpRequest) -> Observed<HttpAnswer> {
        let mut rest = self.rest();
        let body = request.post.as_ref().map(|(_, body)| body.as_slice());
        let same = |asked: &Exchanged| {
            asked.url == request.url && asked.body.as_ref().map(|body| body.0.as_slice()) == body
        };
        let at = rest.exchanges.iter().position(same);
        let told = at.and_then(|at| rest.exchanges.remove(at)).map(|asked| asked.told);
        drop(rest);
        let told = told.ok_or_else(|| self.missing(request.call(), 0));
        let ms = millis(request.whole);
        let answer = told.and_then(|told| in_time(told, &request.call(), ms, "no whole answer"));
        answer.unwrap_or_else(Observed::Failed)
    }

    fn proxy(&self, url: &str) -> Option<String> {
        let rest = self.rest();
        let asked = rest.exchanges.iter().find(|asked| asked.url == url)?;
        // Nobody told of the way that a question without an answer took.
        asked.proxy.clone().filter(|_| !matches!(asked.told, Told::Unanswered { .. }))
    }
}

impl TrustStore for Played {
    fn roots(&self) -> Result<Vec<Vec<u8>>, ProbeError> {
        const CALL: &str = "root store";
        let told = self.rest().roots.next();
        let told = told.ok_or_else(|| self.missing(CALL, 0))?;
        let roots = in_time(told, CALL, self.bounds.trust_ms, "no answer within the bound")?;
        Ok(roots.into_iter().map(|root| root.0).collect())
    }
}

impl Entropy for Played {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), ProbeError> {
        const CALL: &str = "random bytes";
        let told = self.rest().entropy.pop_front();
        let drawn = in_time(told.ok_or_else(|| self.missing(CALL, 0))?, CALL, 0, "")?.0;
        match drawn.len() == bytes.len() {
            true => bytes.copy_from_slice(&drawn),
            false => return Err(self.missing(CALL, 0)),
        }
        Ok(())
    }
}
