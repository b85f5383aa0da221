//! One list, parsed once, owned.

use super::super::der::{Element, Malformed, Reader};
use super::super::signature::{SignatureError, algorithm_name, verify_signature};
use super::super::{CertificateError, Name, time};
use super::entry::{Entry, issuers};
use super::extensions::Extensions;
use super::index::Index;
use super::outline::Outline;
use super::{IssuingDistributionPoint, Reason, serial};
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
            return self.issuer.matches(issuer);
        };
        let names = Reader::new(&self.der[names..]).next().ok().flatten();
        let names = names.and_then(|names| issuers(&names).ok()).unwrap_or_default();
        names.iter().any(|name| name.matches(issuer))
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

#[cfg(test)]
mod tests {
    use super::super::super::sample::{Sample as Certificate, Signer, extension, integer, sequence, tlv};
    use super::super::sample::{Key, Sample, authority, certificate_issuer, critical, entry, reason};
    use super::*;

    fn name(common_name: &str) -> Name {
        Name::parse(&authority(common_name)).unwrap()
    }

    fn with(entries: Vec<Vec<u8>>) -> Crl {
        Crl::parse(Sample { entries, ..Sample::empty() }.sign()).unwrap()
    }

    #[test]
    fn every_field_is_read() {
        let mut sample = Sample::empty();
        sample.entries = vec![entry(&[5], &[critical("1.2.4", &[])])];
        sample.extensions = vec![
            extension("2.5.29.20", &integer(7)),
            critical("2.5.29.27", &integer(6)),
            extension("2.5.29.35", &sequence(&[tlv(0x80, &[1])])),
            critical("2.5.29.28", &sequence(&[tlv(0x81, &[0xff])])),
            extension("2.5.29.46", &[]),
            critical("1.2.3", &[]),
        ];
        let der = sample.sign();
        let list = Crl::parse(der.clone()).unwrap();
        assert_eq!(list.der(), der);
        assert_eq!(list.issuer.to_string(), "CN=CA");
        assert_eq!(list.this_update.to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(list.next_update.unwrap().to_string(), "2026-11-08T00:00:00Z");
        assert_eq!(list.signature_algorithm, "Ed25519");
        assert_eq!((list.number.as_deref(), list.delta_base.as_deref()), (Some(&[7][..]), Some(&[6][..])));
        assert_eq!(list.authority_key_identifier.as_deref(), Some(&[1][..]));
        assert!(list.issuing_distribution_point.unwrap().only_user_certificates);
        assert!(list.has_freshest_crl);
        assert_eq!(list.unknown_critical, ["1.2.3"]);
        assert_eq!(list.unknown_critical_in_entries, ["1.2.4"]);
    }

    #[test]
    fn an_empty_list_has_nobody_on_it() {
        let list = with(vec![]);
        assert_eq!((list.entries(), list.lookup(&[5], &name("CA"))), (0, None));
        let mut sample = Sample::empty();
        sample.more = sequence(&[]);
        assert_eq!(Crl::parse(sample.sign()).unwrap().entries(), 0);
    }

    #[test]
    fn an_entry_is_found_by_its_number_and_issuer() {
        let date = extension("2.5.29.24", &tlv(0x18, b"20261001000000Z"));
        let list = with(vec![entry(&[0, 0xfd], &[reason(4), date]), entry(&[0x12], &[])]);
        let found = list.lookup(&[0, 0, 0xfd], &name("CA")).unwrap();
        assert_eq!(
            (found.at.to_string().as_str(), found.reason),
            ("2026-10-03T12:00:00Z", Reason::Superseded)
        );
        assert_eq!(found.invalidity_date.unwrap().to_string(), "2026-10-01T00:00:00Z");
        let found = list.lookup(&[0x12], &name("CA")).unwrap();
        assert_eq!((found.reason, found.invalidity_date), (Reason::Unspecified, None));
        assert_eq!(list.lookup(&[0xfd], &name("CA")), None);
        assert_eq!(list.lookup(&[0x12], &name("CB")), None);
        assert_eq!(list.lookup(&[], &name("CA")), None);
    }

    #[test]
    fn numbers_that_end_alike_are_told_apart() {
        let serial = |head: u8| [head, 1, 2, 3, 4];
        let entries: Vec<_> = (1..=9).map(|head| entry(&serial(head), &[reason(head)])).collect();
        let list = with(entries);
        let reasons = [
            Reason::Unspecified,
            Reason::KeyCompromise,
            Reason::CaCompromise,
            Reason::AffiliationChanged,
            Reason::Superseded,
            Reason::CessationOfOperation,
            Reason::CertificateHold,
            Reason::Other(7),
            Reason::RemoveFromCrl,
            Reason::PrivilegeWithdrawn,
        ];
        for head in 1..=9 {
            let found = list.lookup(&serial(head), &name("CA")).unwrap();
            assert_eq!(found.reason, reasons[usize::from(head)]);
        }
        assert_eq!(list.lookup(&serial(10), &name("CA")), None);
    }

    #[test]
    fn every_entry_of_a_long_list_is_found_and_no_other() {
        let serial = |number: u32| (number * 2_654_435).to_be_bytes();
        let list = with((1..=800).map(|number| entry(&serial(number * 2), &[])).collect());
        assert_eq!(list.entries(), 800);
        for number in 1..=1600 {
            assert_eq!(list.lookup(&serial(number), &name("CA")).is_some(), number % 2 == 0, "{number}");
        }
    }

    #[test]
    fn an_issuer_holds_until_the_next_one() {
        let of = |common_name: &str| certificate_issuer(&[authority(common_name)]);
        let list = with(vec![
            entry(&[1], &[]),
            entry(&[2], &[of("X")]),
            entry(&[3], &[]),
            entry(&[4], &[of("X")]),
            entry(&[5], &[of("CA")]),
            entry(&[6], &[]),
            entry(&[1], &[certificate_issuer(&[authority("Y"), authority("Z")])]),
        ]);
        let issuers = ["CA", "X", "Y", "Z"].map(name);
        let by = |serial: u8| {
            let found = issuers.iter().filter(|issuer| list.lookup(&[serial], issuer).is_some());
            found.map(|issuer| issuer.get("CN").unwrap()).collect::<Vec<_>>()
        };
        let found: Vec<_> = (1..=6).map(by).collect();
        assert_eq!(found, [vec!["CA", "Y", "Z"], vec!["X"], vec!["X"], vec!["X"], vec!["CA"], vec!["CA"]]);
    }

    #[test]
    fn of_two_entries_the_first_that_revokes_stands() {
        let reason_of = |codes: &[u8]| {
            let list = with(codes.iter().map(|code| entry(&[5], &[reason(*code)])).collect());
            list.lookup(&[5], &name("CA")).unwrap().reason
        };
        assert_eq!(reason_of(&[1, 4]), Reason::KeyCompromise);
        assert_eq!(reason_of(&[1, 8]), Reason::KeyCompromise);
        assert_eq!(reason_of(&[8, 1, 4]), Reason::KeyCompromise);
        assert_eq!(reason_of(&[8, 8]), Reason::RemoveFromCrl);
    }

    #[test]
    fn only_the_key_that_signed_fits() {
        let der = Sample::empty().sign();
        let list = Crl::parse(der.clone()).unwrap();
        assert_eq!(list.verify_signed_by(&Key::new(0x5e).spki()), Ok(()));
        assert_eq!(list.verify_signed_by(&Key::new(0x5f).spki()), Err(SignatureError::Invalid));
        let mut bent = der;
        *bent.last_mut().unwrap() ^= 1;
        let bent = Crl::parse(bent).unwrap();
        assert_eq!(bent.verify_signed_by(&Key::new(0x5e).spki()), Err(SignatureError::Invalid));
    }

    #[test]
    fn a_broken_part_anywhere_is_an_error_with_its_place() {
        let refuse = |bend: fn(&mut Sample)| {
            let mut sample = Sample::empty();
            bend(&mut sample);
            Crl::parse(sample.sign()).unwrap_err()
        };
        let broken_name = refuse(|sample| sample.issuer = sequence(&[integer(1)]));
        assert_eq!(broken_name.to_string(), "at byte 14: a name whose structure is broken");
        assert!(refuse(|sample| sample.this_update = tlv(0x17, b"x")).what.contains("does not exist"));
        assert!(refuse(|sample| sample.next_update = tlv(0x17, b"x")).what.contains("does not exist"));
        let error = refuse(|sample| sample.entries = vec![entry(&[1], &[]), integer(5)]);
        assert!(error.what.contains("expected an entry") && error.offset > 60, "{error}");
        let error = refuse(|sample| sample.entries = vec![entry(&[1], &[certificate_issuer(&[])])]);
        assert!(error.what.contains("without a distinguished name"), "{error}");
        let error = refuse(|sample| {
            sample.entries = vec![entry(&[1], &[reason(1)])];
            sample.version = vec![];
        });
        assert!(error.what.contains("version 1"), "{error}");
        assert!(Crl::parse(Signer::new().sign(&Certificate::buypass())).is_err());
        assert_eq!(
            Crl::parse([]).unwrap_err().to_string(),
            "at byte 0: ends where a revocation list should be"
        );
    }

    #[test]
    fn every_truncation_is_refused() {
        let mut sample = Sample::empty();
        sample.entries = vec![entry(&[1], &[reason(1), certificate_issuer(&[authority("X")])])];
        sample.extensions = vec![extension("2.5.29.20", &integer(7))];
        let der = sample.sign();
        for end in 0..der.len() {
            assert!(Crl::parse(&der[..end]).is_err(), "{end} bytes");
        }
    }

    #[test]
    fn not_all_unknown_extensions_are_named() {
        let list =
            with((0..40).map(|arc| entry(&[1], &[critical(&format!("1.2.{}", arc % 20), &[])])).collect());
        assert_eq!(list.unknown_critical_in_entries.len(), 16);
    }

    #[test]
    fn it_is_shown_in_short() {
        let list = with((1..=100).map(|serial| entry(&[serial], &[])).collect());
        let shown = format!("{list:?}");
        assert!(shown.contains("CN=CA") && shown.contains("entries: 100") && shown.len() < 300, "{shown}");
    }

    #[test]
    fn shared_bytes_are_not_copied() {
        let shared: Arc<[u8]> = Sample::empty().sign().into();
        let list = Crl::parse(Arc::clone(&shared)).unwrap();
        assert!(std::ptr::eq(list.der(), &*shared));
    }

    #[test]
    fn damage_never_panics_and_changes_nothing_that_is_signed() {
        let mut full = Sample::empty();
        let other = || certificate_issuer(&[authority("X")]);
        let date = extension("2.5.29.24", &tlv(0x18, b"20261001000000Z"));
        full.entries = vec![entry(&[1], &[]), entry(&[0, 0xfd], &[reason(1), date]), entry(&[1], &[other()])];
        let names = tlv(0xa0, &tlv(0xa0, &tlv(0x86, b"http://crl.example")));
        full.extensions = vec![
            extension("2.5.29.20", &integer(7)),
            critical("2.5.29.27", &integer(6)),
            extension("2.5.29.35", &sequence(&[tlv(0x80, &[1])])),
            critical("2.5.29.28", &sequence(&[names, tlv(0x83, &[1, 6]), tlv(0x84, &[0xff])])),
        ];
        let mut plain = Sample::empty();
        plain.entries = full.entries[..2].to_vec();
        let samples = [full.sign(), plain.sign()];
        let said = |list: &Crl| {
            let all = [[1].as_slice(), &[0, 0xfd], &[]]
                .map(|serial| ["CA", "X"].map(|issuer| list.lookup(serial, &name(issuer))));
            (all, list.entries(), list.next_update, list.number.clone(), list.delta_base.clone())
        };
        let sound = samples.clone().map(|der| said(&Crl::parse(der).unwrap()));
        let spki = Key::new(0x5e).spki();
        super::super::mutation::damage(6000, &samples, |which, der| {
            let Ok(list) = Crl::parse(der) else { return Ok(()) };
            let now = said(&list);
            let signed = list.verify_signed_by(&spki).is_ok();
            if signed && now != sound[which] { Err(format!("{now:?}")) } else { Ok(()) }
        });
    }
}
