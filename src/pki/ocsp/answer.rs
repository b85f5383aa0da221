//! What an answer is worth (RFC 6960 §3.2).

use super::super::Name;
use super::super::key::Key;
use super::responder::{Signer, is_weak};
use super::{Basic, Refusal, SingleResponse, Status, matches};
use jiff::{SignedDuration, Timestamp};

/// An answer that does not say when it will be known anew may be this old, days. RFC 6960 §4.2.2.1: such a responder
/// knows anew whenever one asks, so what it says should be of now; but some give the time of the list that they read it
/// from, and lists last up to a week. What is older than a list would be is no answer but a recording.
const MOST_DAYS_WITHOUT_NEXT_UPDATE: i64 = 7;

/// What was asked, and when.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// Who issued the certificate.
    pub issuer: Issuer<'a>,
    /// Serial number of the certificate, contents of the INTEGER.
    pub serial: &'a [u8],
    /// The nonce that was sent.
    pub nonce: Option<&'a [u8]>,
    /// Now.
    pub at: Timestamp,
    /// By how much the clocks here and there may differ.
    pub skew_seconds: u32,
}

/// The issuer of the certificate that was asked about.
#[derive(Debug, Clone, Copy)]
pub struct Issuer<'a> {
    /// Its name as it stands in the certificate that was asked about; hashes are over those bytes.
    pub name: &'a Name,
    /// Its SubjectPublicKeyInfo, DER.
    pub spki: &'a [u8],
}

/// What follows from a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status of the certificate.
    pub status: Status,
    /// When it was known to be so.
    pub this_update: Timestamp,
    /// When it will be known anew at the latest.
    pub next_update: Option<Timestamp>,
    /// When the answer was signed.
    pub produced_at: Timestamp,
    /// Whether it was made for this question.
    pub nonce: NonceEcho,
    /// Whom the issuer had sign, if it was not the issuer.
    pub delegate: Option<Delegate>,
    /// Whether the answer, or the delegate's certificate, is signed with SHA-1.
    pub weak: bool,
    /// Answers about certificates that expired after this are kept.
    pub archive_cutoff: Option<Timestamp>,
}

/// Somebody who signs answers for an issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegate {
    /// The certificate, DER.
    pub certificate: Vec<u8>,
    /// Whether it has id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1): the issuer does not want to be asked about it. Without,
    /// it may be revoked, and that was not looked into.
    pub no_check: bool,
}

/// What became of the nonce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NonceEcho {
    /// It came back: the answer was made for this question.
    Echoed,
    /// The answer has none, as those made in advance (RFC 5019 §4); an old one could have been put in its place.
    Absent,
    /// None was sent.
    NotAsked,
}

impl Issuer<'_> {
    /// Contents of `subjectPublicKey`, as [`CertId::new`](super::CertId::new) wants it; `None` where `spki` is broken.
    pub fn key(&self) -> Option<&[u8]> {
        Key::read(self.spki).ok().map(|key| key.bytes)
    }
}

impl Question<'_> {
    /// The earliest and the latest that it may be now.
    pub(super) fn now(&self) -> (Timestamp, Timestamp) {
        let skew = SignedDuration::from_secs(i64::from(self.skew_seconds));
        (self.at.saturating_sub(skew).unwrap_or(self.at), self.at.saturating_add(skew).unwrap_or(self.at))
    }
}

/// What an answer is worth. Nothing in it is believed before its signature is.
pub(super) fn judge(basic: &Basic, question: &Question<'_>) -> Result<Answer, Refusal> {
    let signer = Signer::find(basic, question)?;
    let unknown = |extensions: &[String]| match extensions.first() {
        Some(oid) => Err(Refusal::CriticalExtensionUnknown(oid.clone())),
        None => Ok(()),
    };
    unknown(&basic.unknown_critical)?;
    let nonce = match (question.nonce, &basic.nonce) {
        (None, _) => NonceEcho::NotAsked,
        (Some(_), None) => NonceEcho::Absent,
        (Some(sent), Some(came)) if sent == came.as_slice() => NonceEcho::Echoed,
        _ => return Err(Refusal::NonceMismatch),
    };
    let single = status_of(basic, question).ok_or(Refusal::NoAnswer)?;
    unknown(&single.unknown_critical)?;
    timely(single, question)?;
    Ok(Answer {
        status: single.status,
        this_update: single.this_update,
        next_update: single.next_update,
        produced_at: basic.produced_at,
        nonce,
        weak: signer.weak || is_weak(&basic.signature_algorithm),
        delegate: signer.delegate,
        archive_cutoff: single.archive_cutoff,
    })
}

/// The status of the certificate that was asked about. Of several the newest counts; of those alike in age the worst, but
/// one that is known before one that is not.
fn status_of<'a>(basic: &'a Basic, question: &Question<'_>) -> Option<&'a SingleResponse> {
    let key = question.issuer.key()?;
    let asked =
        |single: &&SingleResponse| matches(&single.cert_id, &question.issuer.name.der, key, question.serial);
    let weight = |status: Status| match status {
        Status::Unknown => 0,
        Status::Good => 1,
        Status::Revoked { .. } => 2,
    };
    basic.responses.iter().filter(asked).max_by_key(|single| (single.this_update, weight(single.status)))
}

fn timely(single: &SingleResponse, question: &Question<'_>) -> Result<(), Refusal> {
    let (earliest, latest) = question.now();
    let SingleResponse { this_update, next_update, .. } = *single;
    if latest < this_update {
        return Err(Refusal::NotYetValid { this_update });
    }
    let age = SignedDuration::from_hours(24 * MOST_DAYS_WITHOUT_NEXT_UPDATE);
    let end = next_update.or_else(|| this_update.saturating_add(age).ok()).unwrap_or(this_update);
    match end < earliest {
        true => Err(Refusal::Stale { this_update, next_update }),
        false => Ok(()),
    }
}
