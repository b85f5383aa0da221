//! What an answer is worth (RFC 6960 §3.2).

use super::super::Name;
use super::super::key::Key;
use super::super::signature::is_weak;
use super::responder::Signer;
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

#[cfg(test)]
mod tests {
    use super::super::super::crl::Reason;
    use super::super::super::crl::sample::critical;
    use super::super::super::sample::{extension, sequence, tlv};
    use super::super::sample::{SERIAL, Sample, Single, id, issuer, issuer_key, time};
    use super::super::{CertHash, CertId, Response};
    use super::*;

    const NOW: &str = "2026-11-22T12:00:00Z";

    fn judge_at(der: &[u8], nonce: Option<&[u8]>, at: &str, skew_seconds: u32) -> Result<Answer, Refusal> {
        let (name, spki) = (Name::parse(&issuer()).unwrap(), issuer_key().spki());
        let issuer = Issuer { name: &name, spki: &spki };
        let question = Question { issuer, serial: SERIAL, nonce, at: at.parse().unwrap(), skew_seconds };
        Response::parse(der).unwrap().judge(&question)
    }

    fn judge(sample: &Sample) -> Result<Answer, Refusal> {
        judge_at(&sample.der(), None, NOW, 0)
    }

    fn of(singles: &[Single]) -> Result<Status, Refusal> {
        let statuses = singles.iter().map(Single::der).collect();
        judge(&Sample { statuses, ..Sample::good() }).map(|answer| answer.status)
    }

    #[test]
    fn a_sound_answer_is_accepted() {
        let mut sample = Sample::good();
        let cutoff = extension("1.3.6.1.5.5.7.48.1.6", &time("20201122090000Z"));
        sample.statuses = vec![Single { extensions: vec![cutoff], ..Single::revoked() }.der()];
        let expected = Answer {
            status: Status::Revoked {
                at: "2026-10-03T12:00:00Z".parse().unwrap(),
                reason: Reason::KeyCompromise,
            },
            this_update: "2026-11-22T09:00:00Z".parse().unwrap(),
            next_update: Some("2026-11-23T09:00:00Z".parse().unwrap()),
            produced_at: "2026-11-22T10:00:00Z".parse().unwrap(),
            nonce: NonceEcho::NotAsked,
            delegate: None,
            weak: false,
            archive_cutoff: Some("2020-11-22T09:00:00Z".parse().unwrap()),
        };
        assert_eq!(judge(&sample), Ok(expected));
    }

    #[test]
    fn a_responder_that_does_not_answer_says_why() {
        for (number, code) in [
            (1, "malformed-request"),
            (2, "internal-error"),
            (3, "try-later"),
            (4, "unknown-status"),
            (5, "signature-required"),
            (6, "unauthorized"),
        ] {
            let refusal = judge_at(&sequence(&[tlv(0x0a, &[number])]), None, NOW, 0).unwrap_err();
            assert_eq!(refusal.code(), code);
        }
    }

    #[test]
    fn the_certificate_is_named_by_any_known_hash() {
        for hash in [CertHash::Sha1, CertHash::Sha256, CertHash::Sha384, CertHash::Sha512] {
            assert_eq!(of(&[Single { id: id(hash), ..Single::good() }]), Ok(Status::Good));
        }
    }

    #[test]
    fn an_answer_about_another_certificate_is_none() {
        let key = issuer_key();
        for id in [
            CertId::new(CertHash::Sha1, &issuer(), key.bits(), &[1]),
            CertId::new(CertHash::Sha1, b"other", key.bits(), SERIAL),
            CertId::new(CertHash::Sha1, &issuer(), b"other", SERIAL),
        ] {
            assert_eq!(of(&[Single { id: id.der(), ..Single::good() }]), Err(Refusal::NoAnswer));
        }
        assert_eq!(of(&[]).unwrap_err().code(), "no-answer-for-this-certificate");
    }

    #[test]
    fn of_several_answers_the_newest_counts_and_then_the_worst() {
        let older = |single: Single| Single { this_update: time("20261122080000Z"), ..single };
        let revoked = |status: Result<Status, Refusal>| matches!(status, Ok(Status::Revoked { .. }));
        let (good, bad, unknown) = (Single::good, Single::revoked, Single::unknown);
        assert_eq!(of(&[older(bad()), good()]), Ok(Status::Good));
        assert_eq!(of(&[good(), older(bad())]), Ok(Status::Good));
        assert!(revoked(of(&[bad(), older(good())])));
        assert!(revoked(of(&[bad(), good(), unknown()])));
        assert!(revoked(of(&[unknown(), good(), bad()])));
        assert_eq!(of(&[good(), unknown()]), Ok(Status::Good));
        assert_eq!(of(&[unknown(), good()]), Ok(Status::Good));
        assert_eq!(of(&[unknown()]), Ok(Status::Unknown));
    }

    #[test]
    fn the_nonce_comes_back_or_not_at_all() {
        let mut sample = Sample::good();
        let nonce = |der: &[u8], sent| judge_at(der, sent, NOW, 0).map(|answer| answer.nonce);
        assert_eq!(nonce(&sample.der(), None), Ok(NonceEcho::NotAsked));
        assert_eq!(nonce(&sample.der(), Some(&[7, 8])), Ok(NonceEcho::Absent));
        sample.extensions = vec![extension("1.3.6.1.5.5.7.48.1.2", &tlv(4, &[7, 8]))];
        assert_eq!(nonce(&sample.der(), Some(&[7, 8])), Ok(NonceEcho::Echoed));
        assert_eq!(nonce(&sample.der(), None), Ok(NonceEcho::NotAsked));
        for other in [&[7, 9][..], &[7], &[7, 8, 9], &[]] {
            let refusal = nonce(&sample.der(), Some(other)).unwrap_err();
            assert_eq!((refusal.code(), refusal), ("nonce-mismatch", Refusal::NonceMismatch));
        }
    }

    #[test]
    fn a_critical_extension_that_is_not_known_decides() {
        let mut sample = Sample::good();
        sample.extensions = vec![critical("1.2.3", &[])];
        let refusal = judge(&sample).unwrap_err();
        assert_eq!(refusal.code(), "critical-extension-unknown");
        assert_eq!(refusal, Refusal::CriticalExtensionUnknown("1.2.3".to_owned()));
        let bad = Single { extensions: vec![critical("1.2.4", &[])], ..Single::good() };
        assert_eq!(
            of(std::slice::from_ref(&bad)),
            Err(Refusal::CriticalExtensionUnknown("1.2.4".to_owned()))
        );
        let other = CertId::new(CertHash::Sha1, &issuer(), issuer_key().bits(), &[1]);
        assert_eq!(of(&[Single { id: other.der(), ..bad }, Single::good()]), Ok(Status::Good));
    }

    #[test]
    fn an_answer_holds_from_its_time_until_the_next() {
        let der = Sample::good().der();
        let at =
            |at: &str, skew| judge_at(&der, None, at, skew).map(|_| ()).map_err(|refusal| refusal.code());
        for (time, skew, verdict) in [
            ("2026-11-22T09:00:00Z", 0, Ok(())),
            ("2026-11-22T08:59:59Z", 0, Err("not-yet-valid")),
            ("2026-11-22T08:55:00Z", 300, Ok(())),
            ("2026-11-22T08:54:59Z", 300, Err("not-yet-valid")),
            ("2026-11-23T09:00:00Z", 0, Ok(())),
            ("2026-11-23T09:00:01Z", 0, Err("stale")),
            ("2026-11-23T09:05:00Z", 300, Ok(())),
            ("2026-11-23T09:05:01Z", 300, Err("stale")),
        ] {
            assert_eq!(at(time, skew), verdict, "{time}");
        }
    }

    #[test]
    fn an_answer_without_an_end_holds_a_week() {
        let mut sample = Sample::good();
        sample.statuses = vec![Single { next_update: vec![], ..Single::good() }.der()];
        let at = |at: &str, skew| judge_at(&sample.der(), None, at, skew).map(|_| ());
        assert_eq!(at("2026-11-29T09:00:00Z", 0), Ok(()));
        assert_eq!(at("2026-11-29T09:05:00Z", 300), Ok(()));
        let stale =
            Refusal::Stale { this_update: "2026-11-22T09:00:00Z".parse().unwrap(), next_update: None };
        assert_eq!(at("2026-11-29T09:00:01Z", 0), Err(stale));
    }

    #[test]
    fn the_ends_of_time_are_no_trouble() {
        let mut sample = Sample::good();
        let this_update = time("99991231235959Z");
        sample.statuses = vec![Single { next_update: vec![], this_update, ..Single::good() }.der()];
        let end = Timestamp::MAX.to_string();
        assert!(judge_at(&sample.der(), None, &end, u32::MAX).is_ok());
        let start = Timestamp::MIN.to_string();
        assert_eq!(judge_at(&sample.der(), None, &start, u32::MAX).unwrap_err().code(), "not-yet-valid");
    }

    #[test]
    fn an_issuer_whose_key_is_broken_has_no_answers() {
        let issuer = Issuer { name: &Name::default(), spki: &[1, 2, 3] };
        assert_eq!(issuer.key(), None);
        let spki = issuer_key().spki();
        assert_eq!(Issuer { spki: &spki, ..issuer }.key(), Some(issuer_key().bits()));
    }
}
