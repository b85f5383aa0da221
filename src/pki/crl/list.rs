//! One list, parsed once, owned.

use super::super::der::{Element, Malformed, Reader};
use super::super::signature::{SignatureError, algorithm_name, verify_signature};
use super::super::{CertificateError, Name, time};
use super::entry::{Entry, issuers};
use super::extensions::Extensions;
use super::index::Index;
use super::outline::Outline;
use super::{IssuingDistributionPoint, Reason, same_name, serial};
use jiff::Timestamp;
use std::ops::Range;
use std::sync::Arc;

/// A certificate revocation list.
#[derive(Clone)]
pub struct Crl {
    /// By whom.
    pub issuer: Name,
    /// When it was made.
    pub this_update: Timestamp,
    /// When the next one comes at the latest. RFC 5280 §5.1.2.5 asks for it.
    pub next_update: Option<Timestamp>,
    /// Name of the signature algorithm (`sha256WithRSAEncryption`), else its object identifier.
    pub signature_algorithm: String,
    /// CRL number (RFC 5280 §5.2.3), big-endian without leading zero bytes.
    pub number: Option<Vec<u8>>,
    /// For a list of changes only, the number of the complete list that they are changes to (delta CRL indicator,
    /// RFC 5280 §5.2.4).
    pub delta_base: Option<Vec<u8>>,
    /// `keyIdentifier` of authority key identifier (RFC 5280 §5.2.1).
    pub authority_key_identifier: Option<Vec<u8>>,
    /// What it is about; everything of its issuer where this is absent.
    pub issuing_distribution_point: Option<IssuingDistributionPoint>,
    /// Whether it says where to get lists of changes (freshest CRL, RFC 5280 §5.2.6).
    pub has_freshest_crl: bool,
    /// Object identifiers of critical extensions that are not processed here. RFC 5280 §5.2: with one, nothing follows
    /// from a certificate not being on the list.
    pub unknown_critical: Vec<String>,
    /// The same for extensions of entries (RFC 5280 §5.3).
    pub unknown_critical_in_entries: Vec<String>,
    der: Arc<[u8]>,
    to_be_signed: Range<usize>,
    algorithm: Range<usize>,
    signature: Range<usize>,
    with_extensions: bool,
    index: Index,
}

/// What a list says about a certificate that is on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Revoked {
    /// When it was revoked.
    pub at: Timestamp,
    /// Why.
    pub reason: Reason,
    /// Since when it should not have been relied on, where that is known (RFC 5280 §5.3.2).
    pub invalidity_date: Option<Timestamp>,
}

impl Crl {
    /// Reads a list, DER. Bytes that are shared already are not copied.
    ///
    /// # Errors
    /// The bytes are not exactly one list, or any part of it is broken.
    pub fn parse(der: impl Into<Arc<[u8]>>) -> Result<Self, CertificateError> {
        let der: Arc<[u8]> = der.into();
        let outline = Outline::read(&der)?;
        let issuer = Name::parse(outline.issuer.whole)
            .map_err(|error| CertificateError { offset: outline.issuer.offset + error.offset, ..error })?;
        let extensions = match &outline.extensions {
            Some(list) => Extensions::read(list)?,
            None => Extensions::default(),
        };
        let index = match &outline.entries {
            Some(entries) => Index::read(entries, outline.with_extensions)?,
            None => Index::default(),
        };
        let range = |element: &Element<'_>| element.offset..element.offset + element.whole.len();
        Ok(Self {
            issuer,
            this_update: time::read(&outline.this_update)?,
            next_update: outline.next_update.as_ref().map(time::read).transpose()?,
            signature_algorithm: algorithm_name(&outline.algorithm),
            number: extensions.number,
            delta_base: extensions.delta_base,
            authority_key_identifier: extensions.authority_key_identifier,
            issuing_distribution_point: extensions.point,
            has_freshest_crl: extensions.has_freshest,
            unknown_critical: extensions.unknown_critical,
            unknown_critical_in_entries: index.unknown_critical.clone(),
            to_be_signed: range(&outline.to_be_signed),
            algorithm: range(&outline.algorithm),
            // The signature is the last thing in a list.
            signature: der.len() - outline.signature.len()..der.len(),
            with_extensions: outline.with_extensions,
            index,
            der,
        })
    }

    /// The bytes it was parsed from.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// How many entries it has.
    pub fn entries(&self) -> usize {
        self.index.len()
    }

    /// What the list says about the certificate with that serial number (contents of the INTEGER) by that issuer; `None`
    /// when it is not on it. Of two entries for one certificate the first stands, but for
    /// [`RemoveFromCrl`](Reason::RemoveFromCrl), which takes back no other.
    pub fn lookup(&self, serial: &[u8], certificate_issuer: &Name) -> Option<Revoked> {
        let mut found: Option<Revoked> = None;
        for offset in self.index.candidates(serial) {
            let Ok(entry) = self.entry(offset) else { continue };
            if !serial::same(entry.serial, serial) || !self.is_by(offset, certificate_issuer) {
                continue;
            }
            if found.is_none_or(|found| found.reason == Reason::RemoveFromCrl) {
                found = Revoked::read(&entry).ok();
            }
        }
        found
    }

    /// Whether the signature on this list was made with the key in `spki` (SubjectPublicKeyInfo, DER).
    ///
    /// # Errors
    /// The algorithm is not known, or the signature is not by that key.
    pub fn verify_signed_by(&self, spki: &[u8]) -> Result<(), SignatureError> {
        let part = |range: &Range<usize>| &self.der[range.clone()];
        verify_signature(part(&self.algorithm), spki, part(&self.to_be_signed), part(&self.signature))
    }

    /// The entry at that offset.
    fn entry(&self, offset: usize) -> Result<Entry<'_>, Malformed> {
        let mut reader = Reader::new(&self.der[offset..]);
        Entry::read(&reader.expect(super::super::der::SEQUENCE, "an entry")?, self.with_extensions)
    }

    /// Whether the entry at that offset is about certificates by `issuer`.
    fn is_by(&self, offset: usize, issuer: &Name) -> bool {
        let Some(names) = self.index.issuer(offset) else {
            return same_name(&self.issuer, issuer);
        };
        let names = Reader::new(&self.der[names..]).next().ok().flatten();
        let names = names.and_then(|names| issuers(&names).ok()).unwrap_or_default();
        names.iter().any(|name| same_name(name, issuer))
    }
}

impl Revoked {
    fn read(entry: &Entry<'_>) -> Result<Self, Malformed> {
        let invalidity_date = entry.invalidity_date.as_ref().map(time::read).transpose()?;
        Ok(Self { at: time::read(&entry.at)?, reason: entry.reason, invalidity_date })
    }
}

impl std::fmt::Debug for Crl {
    /// In short: a list has megabytes.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Crl")
            .field("issuer", &self.issuer.to_string())
            .field("this_update", &self.this_update)
            .field("next_update", &self.next_update)
            .field("entries", &self.entries())
            .field("bytes", &self.der.len())
            .finish_non_exhaustive()
    }
}
