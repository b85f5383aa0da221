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
