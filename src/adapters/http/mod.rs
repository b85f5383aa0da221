//! The way to issuers' services over the network of this machine.

pub(super) mod lost;
mod proxy;

pub use proxy::{BadProxy, ProxyChoice};

use crate::facts::{Blob, HttpAnswer, NetworkStage, Observed, ProbeError, ProbePlace};
use crate::ports::{Http, HttpRequest};
use lost::{Lookup, Refused, deepest as told};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{Client, ClientBuilder, Response, redirect};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// What services see.
const USER_AGENT: &str = concat!("eid-ready/", env!("CARGO_PKG_VERSION"));

/// How often an answer may send the question elsewhere: a move to https and a move of the host are two.
const REDIRECTIONS: usize = 3;

/// The network of this machine. It keeps no cookies and no connections, and sends no referrer.
pub struct LiveHttp {
    proxy: ProxyChoice,
    connect: Duration,
    client: OnceLock<Result<Client, String>>,
}

impl LiveHttp {
    /// Through `proxy`; a connection that has not come about after `connect` does not.
    pub fn new(proxy: ProxyChoice, connect: Duration) -> Self {
        LiveHttp { proxy, connect, client: OnceLock::new() }
    }

    /// The client, made when it is first needed: reading the operating system's roots takes some milliseconds.
    fn client(&self) -> Result<&Client, String> {
        self.client.get_or_init(|| self.build()).as_ref().map_err(Clone::clone)
    }

    fn build(&self) -> Result<Client, String> {
        // Without the roots of the operating system https is lost, but most issuers are asked over http.
        let built = self
            .builder()?
            .build()
            .or_else(|_| self.builder_without_roots()?.build().map_err(|error| told(&error)));
        built.map_err(|error: String| error)
    }

    fn builder_without_roots(&self) -> Result<ClientBuilder, String> {
        Ok(self.builder()?.tls_certs_only([]))
    }

    fn builder(&self) -> Result<ClientBuilder, String> {
        // Each question has a thread and an event queue of its own; a connection does not outlive them.
        let builder = builder(&self.proxy, self.connect)?.pool_max_idle_per_host(0);
        Ok(builder.redirect(redirect::Policy::custom(follow)))
    }

    fn wait_for(&self, request: &HttpRequest) -> Result<HttpAnswer, ProbeError> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| {
                let place = ProbePlace::Os { code: error.raw_os_error() };
                ProbeError::new(request.call(), place, error.to_string())
            })?;
        let answer = runtime.block_on(async {
            let whole = tokio::time::timeout(request.whole, self.ask(request)).await;
            whole.unwrap_or_else(|_| Err(lost::too_late(request.call(), request.whole, "no whole answer")))
        });
        // The operating system's name lookup cannot be called off; waiting for it would undo the bound.
        runtime.shutdown_background();
        answer
    }

    async fn ask(&self, request: &HttpRequest) -> Result<HttpAnswer, ProbeError> {
        let client = self.client().map_err(|why| {
            ProbeError::new(request.call(), ProbePlace::Os { code: None }, format!("no HTTP client: {why}"))
        })?;
        let asked = match &request.post {
            Some((kind, body)) => client.post(&request.url).header(CONTENT_TYPE, *kind).body(body.clone()),
            None => client.get(&request.url),
        };
        let lost = |error: reqwest::Error| lost::place(error, &request.call(), self.connect);
        let mut response = asked.header(ACCEPT, request.accept).send().await.map_err(lost)?;
        let too_large = || {
            let detail = format!("more than {} bytes", request.most_bytes);
            ProbeError::network(request.call(), NetworkStage::TooLarge, detail)
        };
        if response.content_length().is_some_and(|length| length > request.most_bytes) {
            return Err(too_large());
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(lost)? {
            body.extend_from_slice(&chunk);
            if body.len() as u64 > request.most_bytes {
                return Err(too_large());
            }
        }
        Ok(HttpAnswer {
            status: response.status().as_u16(),
            content_type: content_type(&response),
            landed: landed(&response, &request.url),
            body: Blob(body),
        })
    }
}

impl Http for LiveHttp {
    fn exchange(&self, request: &HttpRequest) -> Observed<HttpAnswer> {
        let begun = Instant::now();
        match self.wait_for(request) {
            Ok(value) => {
                let took_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
                Observed::Seen { value, took_ms }
            }
            Err(error) => Observed::Failed(error),
        }
    }

    fn proxy(&self, url: &str) -> Option<String> {
        self.proxy.taken(url)
    }
}

/// What every way to the network has: it keeps no cookies, and names neither referrer nor person.
///
/// # Errors
/// The proxy cannot be used.
pub(super) fn builder(proxy: &ProxyChoice, connect: Duration) -> Result<ClientBuilder, String> {
    // Somebody else may have installed one already; it is the same.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .user_agent(USER_AGENT)
        .referer(false)
        .connect_timeout(connect)
        .dns_resolver(Arc::new(Lookup));
    proxy.apply(builder)
}

/// Follows a few redirections, and only to where a certificate may point too.
fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    if attempt.previous().len() > REDIRECTIONS {
        return attempt.error(Refused(format!("redirected more than {REDIRECTIONS} times")));
    }
    let url = attempt.url();
    if !matches!(url.scheme(), "http" | "https") {
        let scheme = url.scheme().to_owned();
        return attempt.error(Refused(format!("redirected to an address of scheme {scheme}")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return attempt.error(Refused("redirected to an address with a password".to_owned()));
    }
    attempt.follow()
}

fn content_type(response: &Response) -> Option<String> {
    let value = response.headers().get(CONTENT_TYPE)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// Where the answer came from, if that is not where the question went.
fn landed(response: &Response, url: &str) -> Option<String> {
    let asked: reqwest::Url = url.parse().ok()?;
    (response.url() != &asked).then(|| response.url().to_string())
}
