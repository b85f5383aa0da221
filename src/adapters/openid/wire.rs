//! One HTTP client for one login: what it asked, how long that took, and what the answers' clock says.

use crate::adapters::http::lost::{deepest, place, too_late};
use crate::adapters::http::{self, ProxyChoice};
use crate::facts::{ClockReading, LoginStage, LoginStep, NetworkStage, ProbeError, ProbePlace};
use crate::ports::Clock;
use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimeParser;
use openidconnect::http::header::DATE;
use openidconnect::{HttpRequest, HttpResponse};
use reqwest::{Client, redirect};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The most that a provider's answer may have. Metadata and keys are some kilobytes; a thousand keys, half a megabyte.
const MOST_BYTES: usize = 2 << 20;

/// Half of the second that a `Date` leaves open, milliseconds.
const HALF_A_SECOND: i64 = 500;

/// The way to a provider. Its connections are kept while the person logs in, so that the token request finds one open.
pub(super) struct Wire {
    client: Client,
    connect: Duration,
    exchange: Duration,
    clock: Arc<dyn Clock>,
    journal: Mutex<Journal>,
}

#[derive(Default)]
struct Journal {
    steps: Vec<LoginStep>,
    clock: Option<ClockReading>,
}

impl Wire {
    /// Through `proxy`; `connect` bounds a connection, `exchange` a whole question.
    ///
    /// # Errors
    /// There is no HTTP client to be had.
    pub fn new(
        proxy: &ProxyChoice,
        connect: Duration,
        exchange: Duration,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, ProbeError> {
        let none = |why: String| ProbeError::new("HTTP client", ProbePlace::Os { code: None }, why);
        // A provider that sends elsewhere is not the one that was asked, and a form with an assertion is not sent on.
        let builder = http::builder(proxy, connect).map_err(none)?.redirect(redirect::Policy::none());
        let client = builder.build().map_err(|error| none(deepest(&error)))?;
        Ok(Wire { client, connect, exchange, clock, journal: Mutex::default() })
    }

    /// Asks once.
    ///
    /// # Errors
    /// No whole answer came.
    pub async fn send(&self, stage: LoginStage, request: HttpRequest) -> Result<HttpResponse, ProbeError> {
        let uri = request.uri().to_string();
        let url = bare(&uri);
        let call = format!("{} {url}", request.method());
        let begun = Instant::now();
        let whole = tokio::time::timeout(self.exchange, self.ask(&call, request)).await;
        let answer = whole.unwrap_or_else(|_| Err(too_late(call, self.exchange, "no whole answer")));
        let status = answer.as_ref().ok().map(|answer| answer.status().as_u16());
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.note(stage, url, status, begun.elapsed());
        if let Some(reading) = answer.as_ref().ok().and_then(|answer| self.reading(answer, begun.elapsed())) {
            journal.compare(reading);
        }
        answer
    }

    /// What was done so far, and how the clocks compare.
    pub fn told(&self) -> (Vec<LoginStep>, Option<ClockReading>) {
        let journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        (journal.steps.clone(), journal.clock)
    }

    /// A step that is no question over HTTP.
    pub fn note(&self, stage: LoginStage, what: &str, took: Duration) {
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        journal.steps.push(LoginStep {
            stage,
            url: what.to_owned(),
            status: None,
            requests: 0,
            ms: ms(took),
        });
    }

    /// Now, by our clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Now, by the provider's clock as far as it is known: what it dates is held against it.
    pub fn now_there(&self) -> Timestamp {
        let offset = self.told().1.map_or(0, |reading| reading.offset_ms);
        let there = self.now().checked_add(jiff::SignedDuration::from_millis(offset));
        there.unwrap_or_else(|_| self.now())
    }

    async fn ask(&self, call: &str, request: HttpRequest) -> Result<HttpResponse, ProbeError> {
        let lost = |error: reqwest::Error| place(error, call, self.connect);
        let request = reqwest::Request::try_from(request).map_err(lost)?;
        let mut response = self.client.execute(request).await.map_err(lost)?;
        let mut answer = openidconnect::http::Response::new(Vec::new());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = response.headers().clone();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            answer.body_mut().extend_from_slice(&chunk);
            if answer.body().len() > MOST_BYTES {
                let detail = format!("more than {MOST_BYTES} bytes");
                return Err(ProbeError::network(call, NetworkStage::TooLarge, detail));
            }
        }
        Ok(answer)
    }

    /// The provider's clock against ours. It wrote the date at some moment while the question was under way.
    fn reading(&self, answer: &HttpResponse, took: Duration) -> Option<ClockReading> {
        let date = answer.headers().get(DATE)?.to_str().ok()?;
        let there = DateTimeParser::new().parse_timestamp(date).ok()?;
        let way = i64::try_from(took.as_millis()).unwrap_or(i64::MAX) / 2;
        let then = self.clock.now().as_millisecond() - way;
        Some(ClockReading {
            offset_ms: there.as_millisecond() + HALF_A_SECOND - then,
            within_ms: way + HALF_A_SECOND,
        })
    }
}

impl Journal {
    /// Questions to the same place one after another are one step.
    fn note(&mut self, stage: LoginStage, url: &str, status: Option<u16>, took: Duration) {
        match self.steps.last_mut().filter(|step| step.stage == stage && step.url == url) {
            Some(step) => {
                step.status = status;
                step.requests += 1;
                step.ms += ms(took);
            }
            None => {
                self.steps.push(LoginStep { stage, url: url.to_owned(), status, requests: 1, ms: ms(took) });
            }
        }
    }

    /// The reading that can be least wrong counts.
    fn compare(&mut self, reading: ClockReading) {
        if self.clock.is_none_or(|known| reading.within_ms < known.within_ms) {
            self.clock = Some(reading);
        }
    }
}

/// An address without its query: that may have what nobody should keep.
pub(super) fn bare(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

fn ms(took: Duration) -> u64 {
    u64::try_from(took.as_millis()).unwrap_or(u64::MAX)
}
