//! The status of one certificate (SingleResponse, RFC 6960 §4.2.1).

use super::super::crl::Reason;
use super::super::crl::extension::Extension;
use super::super::crl::strict::{end, only};
use super::super::der::{Element, Malformed, SEQUENCE};
use super::super::time;
use super::CertId;
use jiff::Timestamp;

const GENERALIZED_TIME: u8 = 0x18;
const GOOD: u8 = 0x80;
const REVOKED: u8 = 0xa1;
const UNKNOWN: u8 = 0x82;

/// The status of one certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SingleResponse {
    /// Whose.
    pub cert_id: CertId,
    /// What it is.
    pub status: Status,
    /// When it was known to be so.
    pub this_update: Timestamp,
    /// When it will be known anew at the latest; without it, whenever one asks.
    pub next_update: Option<Timestamp>,
    /// Answers about certificates that expired after this are kept (RFC 6960 §4.4.4).
    pub archive_cutoff: Option<Timestamp>,
    /// Object identifiers of critical extensions that are not processed here.
    pub unknown_critical: Vec<String>,
}

/// What a responder says about a certificate (RFC 6960 §2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Not revoked. It need not exist.
    Good,
    /// Revoked or on hold.
    Revoked {
        /// Since when.
        at: Timestamp,
        /// Why.
        reason: Reason,
    },
    /// The responder does not know it.
    Unknown,
}

impl SingleResponse {
    pub(super) fn read(element: &Element<'_>) -> Result<Self, Malformed> {
        let mut parts = element.of(SEQUENCE, "the status of a certificate")?.inside();
        let cert_id = CertId::read(&parts.expect(SEQUENCE, "a certificate's name")?)?;
        let status = parts.next()?.ok_or_else(|| element.malformed("a certificate without a status"))?;
        let mut read = Self {
            cert_id,
            status: Status::read(&status)?,
            this_update: time::read(&parts.expect(GENERALIZED_TIME, "the time of a status")?)?,
            next_update: None,
            archive_cutoff: None,
            unknown_critical: Vec::new(),
        };
        if let Some(explicit) = parts.optional(0xa0)? {
            let next_update = only(&explicit, GENERALIZED_TIME, "the time of the next status")?;
            read.next_update = Some(time::read(&next_update)?);
        }
        if let Some(explicit) = parts.optional(0xa1)? {
            let list = only(&explicit, SEQUENCE, "the list of extensions")?;
            for one in Extension::all(&list)? {
                read.extension(&one)?;
            }
        }
        end(parts, "the status of a certificate")?;
        Ok(read)
    }

    fn extension(&mut self, one: &Extension<'_>) -> Result<(), Malformed> {
        let oid = one.oid.oid()?;
        if oid == "1.3.6.1.5.5.7.48.1.6" {
            let cutoff = one.content(GENERALIZED_TIME, "the archive cutoff")?;
            self.archive_cutoff = Some(time::read(&cutoff)?);
        } else if one.critical {
            self.unknown_critical.push(oid);
        }
        Ok(())
    }
}

impl Status {
    fn read(element: &Element<'_>) -> Result<Self, Malformed> {
        match element.tag {
            GOOD | UNKNOWN if !element.body.is_empty() => Err(element.malformed("a status with contents")),
            GOOD => Ok(Status::Good),
            UNKNOWN => Ok(Status::Unknown),
            REVOKED => {
                let mut parts = element.inside();
                let at = time::read(&parts.expect(GENERALIZED_TIME, "the time of a revocation")?)?;
                let reason = match parts.optional(0xa0)? {
                    Some(explicit) => reason(&explicit)?,
                    None => Reason::Unspecified,
                };
                end(parts, "a revocation")?;
                Ok(Status::Revoked { at, reason })
            }
            _ => Err(element.malformed("a status of no kind")),
        }
    }
}

fn reason(explicit: &Element<'_>) -> Result<Reason, Malformed> {
    const ENUMERATED: u8 = 0x0a;
    Reason::read(&only(explicit, ENUMERATED, "a reason")?)
}

#[cfg(test)]
mod tests {
    use super::super::super::crl::sample::critical;
    use super::super::super::der::Reader;
    use super::super::super::sample::{extension, sequence, tlv};
    use super::super::CertHash;
    use super::super::sample::{SERIAL, Single, id, issuer, issuer_key, time};
    use super::*;

    fn read(single: &Single) -> Result<SingleResponse, String> {
        let der = single.der();
        SingleResponse::read(&Reader::new(&der).next().unwrap().unwrap()).map_err(|error| error.what)
    }

    #[test]
    fn every_field_is_read() {
        let mut single = Single::revoked();
        let cutoff = extension("1.3.6.1.5.5.7.48.1.6", &time("20201122090000Z"));
        single.extensions = vec![cutoff, critical("1.2.3", &[]), extension("1.2.4", &[])];
        let read = read(&single).unwrap();
        let expected = SingleResponse {
            cert_id: CertId::new(CertHash::Sha1, &issuer(), issuer_key().bits(), SERIAL),
            status: Status::Revoked {
                at: "2026-10-03T12:00:00Z".parse().unwrap(),
                reason: Reason::KeyCompromise,
            },
            this_update: "2026-11-22T09:00:00Z".parse().unwrap(),
            next_update: Some("2026-11-23T09:00:00Z".parse().unwrap()),
            archive_cutoff: Some("2020-11-22T09:00:00Z".parse().unwrap()),
            unknown_critical: vec!["1.2.3".to_owned()],
        };
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_absent_says_nothing() {
        let single = Single { next_update: vec![], ..Single::unknown() };
        let read = read(&single).unwrap();
        assert_eq!((read.status, read.next_update, read.archive_cutoff), (Status::Unknown, None, None));
        assert_eq!(read.unknown_critical, Vec::<String>::new());
    }

    #[test]
    fn a_revocation_needs_no_reason() {
        let status = tlv(0xa1, &time("20261003120000Z"));
        let read = read(&Single { status, ..Single::good() }).unwrap();
        assert!(matches!(read.status, Status::Revoked { reason: Reason::Unspecified, .. }));
    }

    #[test]
    fn what_is_broken_is_refused() {
        let refuse = |bend: &dyn Fn(&mut Single)| {
            let mut single = Single::good();
            bend(&mut single);
            read(&single).unwrap_err()
        };
        let revocation = |rest: &[u8]| tlv(0xa1, &[&time("20261003120000Z"), rest].concat());
        for (status, what) in [
            (tlv(0x80, &[0]), "a status with contents"),
            (tlv(0x82, &[0]), "a status with contents"),
            (tlv(0xa1, &[]), "ends where the time of a revocation should be"),
            (tlv(0xa1, &time("2026")), "a time that does not exist"),
            (revocation(&tlv(0xa0, &[])), "ends where a reason should be"),
            (revocation(&tlv(0xa0, &tlv(2, &[1]))), "expected a reason, found INTEGER"),
            (revocation(&tlv(5, &[])), "more than a revocation"),
            (tlv(0x83, &[]), "a status of no kind"),
            (vec![], "a status of no kind"),
        ] {
            assert_eq!(refuse(&|single| single.status = status.clone()), what);
        }
        let utc = tlv(0x17, b"261122090000Z");
        assert_eq!(
            refuse(&|single| single.this_update = utc.clone()),
            "expected the time of a status, found UTCTime"
        );
        assert_eq!(
            refuse(&|single| single.next_update = utc.clone()),
            "expected the time of the next status, found UTCTime"
        );
        assert_eq!(refuse(&|single| single.more = tlv(5, &[])), "more than the status of a certificate");
        assert_eq!(refuse(&|single| single.id = tlv(5, &[])), "expected a certificate's name, found NULL");
        assert_eq!(
            refuse(&|single| single.extensions = vec![tlv(5, &[])]),
            "expected an extension, found NULL"
        );
        let cutoff = extension("1.3.6.1.5.5.7.48.1.6", &[]);
        assert_eq!(
            refuse(&|single| single.extensions = vec![cutoff.clone()]),
            "ends where the archive cutoff should be"
        );
        let der = sequence(&[id(CertHash::Sha1)]);
        let error = SingleResponse::read(&Reader::new(&der).next().unwrap().unwrap()).unwrap_err();
        assert_eq!(error.what, "a certificate without a status");
    }
}
