//! A world that says again what a trace has, and nothing else: no reader, no network, no clock of this machine.
//!
//! Time is not sat out. What came later than a bound allows, or never, is told at once as the error that `gather` writes
//! down when it has given up waiting.

use super::line::{Ending, Exchanged, Told};
use super::read::Trace;
use super::tape::millis;
use super::unplayed::Unplayed;
use crate::facts::{Access, HttpAnswer, Observed, OsFacts, ProbeError, ProbePlace, StationFacts};
use crate::policy::Bounds;
use crate::ports::{Clock, Entropy, Http, HttpRequest, Observer, OpenId, Station, TrustStore, World};
use jiff::Timestamp;
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

/// A trace, and what is left of it.
pub(super) struct Played {
    pub(super) access: Access,
    began: Timestamp,
    ending: Option<Ending>,
    pub(super) bounds: Bounds,
    rest: Mutex<Unplayed>,
}

impl Played {
    fn of(trace: Trace, bounds: Bounds) -> Self {
        Played {
            access: trace.header.access,
            began: trace.began,
            ending: trace.ending,
            bounds,
            rest: Mutex::new(Unplayed::of(trace.entries)),
        }
    }

    /// What has not been asked for yet.
    pub(super) fn rest(&self) -> MutexGuard<'_, Unplayed> {
        self.rest.lock().unwrap_or_else(PoisonError::into_inner)
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

/// What was told within `bound`; a bound reached is the error that gather makes of it.
pub(super) fn in_time<T>(told: Told<T>, call: &str, ms: u64, detail: &str) -> Result<T, ProbeError> {
    match told {
        Told::Answer(answer) => Ok(answer),
        Told::Error(error) => Err(error),
        Told::Unanswered { .. } => Err(ProbeError::new(call, ProbePlace::Timeout { ms }, detail)),
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
