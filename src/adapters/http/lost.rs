//! Where a question was lost: reqwest's errors, sorted once.

use crate::facts::{NetworkStage, ProbeError, ProbePlace};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::error::Error;
use std::io;
use std::net::ToSocketAddrs;
use std::time::Duration;

/// The operating system's name lookup, with errors that can be told from those of a connection.
pub(super) struct Lookup;

/// A name that was not resolved.
#[derive(Debug, thiserror::Error)]
#[error("{host}: {why}")]
struct Unresolved {
    host: String,
    why: String,
}

/// A redirection that was not followed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct Refused(pub String);

impl Resolve for Lookup {
    fn resolve(&self, name: Name) -> Resolving {
        let host = name.as_str().to_owned();
        Box::pin(async move {
            let asked = host.clone();
            let found = tokio::task::spawn_blocking(move || (asked.as_str(), 0).to_socket_addrs()).await;
            let found = found.map_err(io::Error::other).and_then(|found| found);
            match found {
                Ok(addresses) => Ok(Box::new(addresses) as Addrs),
                Err(error) => Err(Unresolved { host, why: error.to_string() }.into()),
            }
        })
    }
}

/// The error of `call` by the stage at which it was lost.
pub(in crate::adapters) fn place(error: reqwest::Error, call: &str, connect: Duration) -> ProbeError {
    let secure = error.url().is_some_and(|url| url.scheme() == "https");
    // The address stands in `call` already.
    let error = error.without_url();
    let detail = deepest(&error);
    let stage = match () {
        () if error.is_builder() => NetworkStage::Address,
        () if error.is_redirect() => NetworkStage::Redirect,
        () if any(&error, |cause| cause.is::<Unresolved>()) => NetworkStage::Dns,
        () if any(&error, |cause| cause.is::<rustls::Error>()) => NetworkStage::Tls,
        () if error.is_timeout() => return too_late(call.to_owned(), connect, "no connection"),
        () if error.is_connect() && secure && any(&error, broke_off) => NetworkStage::Tls,
        () if error.is_connect() => NetworkStage::Connect,
        () => NetworkStage::Http,
    };
    ProbeError::network(call, stage, detail)
}

/// Whether a connection that was there ended: over https, while the two ends were still at TLS.
fn broke_off(cause: &(dyn Error + 'static)) -> bool {
    use io::ErrorKind::{BrokenPipe, ConnectionAborted, ConnectionReset, UnexpectedEof};
    cause.downcast_ref::<io::Error>().is_some_and(|error| {
        matches!(error.kind(), BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof)
    })
}

/// A bound was reached.
pub(in crate::adapters) fn too_late(call: String, bound: Duration, detail: &str) -> ProbeError {
    let ms = u64::try_from(bound.as_millis()).unwrap_or(u64::MAX);
    ProbeError::new(call, ProbePlace::Timeout { ms }, detail)
}

/// What the innermost cause says.
pub(in crate::adapters) fn deepest(error: &(dyn Error + 'static)) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}

fn any(error: &(dyn Error + 'static), wanted: impl Fn(&(dyn Error + 'static)) -> bool) -> bool {
    causes(error).any(wanted)
}

/// The error and all that it stems from. What an `io::Error` wraps is its content, not its source.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| cause(*error))
}

fn cause<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(inner) => Some(inner),
        None => error.source(),
    }
}
