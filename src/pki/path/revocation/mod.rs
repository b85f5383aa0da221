//! Whether a certificate of a path is revoked, by the answers at hand: OCSP responses first, lists beside them.
//!
//! "Revoked", "unknown to its issuer", "could not be found out" and "good" are four answers, and each says by what.

mod lists;
mod responses;
mod scope;

use super::library::Anchor;
use super::search::Asking;
use crate::pki::{Certificate, RevocationReason};
use jiff::Timestamp;
use std::sync::Arc;

/// What is known of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revocation {
    /// The short answer.
    pub status: Status,
    /// What gave it.
    pub method: Method,
    /// When that was made.
    pub checked_at: Option<Timestamp>,
    /// What was at hand and could not be used, and why: stable words and particulars.
    pub reasons: Vec<(&'static str, String)>,
}

/// The short answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Its issuer says that it is not revoked.
    Good,
    /// Its issuer has revoked it.
    Revoked {
        /// When.
        at: Timestamp,
        /// Why.
        reason: RevocationReason,
    },
    /// Its issuer's responder does not know it.
    Unknown,
    /// It could not be found out.
    Undetermined,
}

/// What an answer rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// A response.
    Ocsp,
    /// A list.
    Crl,
    /// Nothing.
    None,
}

impl Method {
    /// A stable word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Ocsp => "ocsp",
            Method::Crl => "crl",
            Method::None => "none",
        }
    }
}

impl Status {
    /// A stable word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Good => "good",
            Status::Revoked { .. } => "revoked",
            Status::Unknown => "unknown",
            Status::Undetermined => "undetermined",
        }
    }
}

/// A certificate of a path, with what stands above it.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    /// The certificate.
    pub certificate: &'a Certificate,
    /// Those above it, its issuer first.
    pub above: &'a [Arc<Certificate>],
    /// Where the path ends.
    pub anchor: &'a Anchor,
}

/// What the answers in the library say about a certificate.
pub(super) fn of(place: Place<'_>, asking: &Asking<'_>) -> Revocation {
    let by_response = responses::ask(place, asking);
    let by_list = lists::ask(place, asking);
    let rank = |revocation: &Revocation| match revocation.status {
        Status::Revoked { .. } => 3,
        Status::Unknown => 2,
        Status::Good => 1,
        Status::Undetermined => 0,
    };
    let (best, other) = match rank(&by_list) > rank(&by_response) {
        true => (by_list, by_response),
        false => (by_response, by_list),
    };
    let mut best = best;
    best.reasons.extend(other.reasons);
    if best.status == Status::Undetermined && best.reasons.is_empty() {
        best.reasons.push(("no-answer", String::new()));
    }
    best
}

impl Revocation {
    fn undetermined(reasons: Vec<(&'static str, String)>) -> Self {
        Revocation { status: Status::Undetermined, method: Method::None, checked_at: None, reasons }
    }
}

impl<'a> Place<'a> {
    /// The key of the issuer: SubjectPublicKeyInfo, DER.
    pub fn issuer_spki(&self) -> &'a [u8] {
        self.above.first().map_or(&self.anchor.spki, |issuer| &issuer.key.spki)
    }
}

/// How far a clock may be off before "not yet" counts, seconds: what Kerberos allows, so what domain clocks keep.
const SKEW_SECONDS: i64 = 300;

/// An answer that names no end is believed for a week: lists of the Norwegian issuers live for one to seven days.
const LONGEST_WITHOUT_END_SECONDS: i64 = 7 * 24 * 3600;

/// What is wrong with the age of an answer at that moment; `None` when it is fresh.
fn age_fault(this_update: Timestamp, next_update: Option<Timestamp>, at: Timestamp) -> Option<&'static str> {
    let seconds = at.as_second();
    if this_update.as_second() > seconds + SKEW_SECONDS {
        return Some("not-yet-valid");
    }
    match next_update {
        Some(next) => (next < at).then_some("stale"),
        None => (seconds - this_update.as_second() > LONGEST_WITHOUT_END_SECONDS).then_some("stale"),
    }
}
