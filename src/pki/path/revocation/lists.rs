//! Revocation lists (RFC 5280 §6.3.3): complete, indirect, partitioned by reason or kind, with lists of changes.

use super::super::library::List;
use super::super::search::Asking;
use super::scope::{self, ALL_REASONS};
use super::{Method, Place, Revocation, Status, age_fault};
use crate::pki::{Certificate, RevocationReason, Revoked, SignatureError};
use jiff::Timestamp;
use std::sync::Arc;

/// What the lists say about a certificate.
pub(super) fn ask(place: Place<'_>, asking: &Asking<'_>) -> Revocation {
    let certificate = place.certificate;
    let own = scope::issuers_own(certificate);
    let points = certificate.extensions.crl_distribution_points.iter().chain([&own]);
    let mut search = Search { place, asking, covered: 0, oldest: None, faults: Vec::new() };
    for point in points {
        for signer in scope::signers(point, certificate) {
            for list in asking.library.lists(signer) {
                let Some(reasons) = scope::reasons(&list.crl, point, certificate) else { continue };
                // (e): a list that adds no reason is not looked into.
                if list.crl.delta_base.is_some() || reasons & !search.covered == 0 {
                    continue;
                }
                if let Some(revoked) = search.look_into(list, reasons, !point.crl_issuer.is_empty()) {
                    return search.answer(Status::Revoked { at: revoked.at, reason: revoked.reason });
                }
                if search.covered == ALL_REASONS {
                    return search.answer(Status::Good);
                }
            }
        }
    }
    if search.covered != 0 {
        search.faults.push(("reasons-not-covered", format!("{:03x} of {ALL_REASONS:03x}", search.covered)));
    }
    Revocation::undetermined(search.faults)
}

struct Search<'a> {
    place: Place<'a>,
    asking: &'a Asking<'a>,
    /// `reasons_mask`.
    covered: u16,
    oldest: Option<Timestamp>,
    faults: Vec<(&'static str, String)>,
}

impl Search<'_> {
    /// (a), (c) to (l) for one complete list.
    fn look_into(&mut self, list: &Arc<List>, reasons: u16, is_delegated: bool) -> Option<Revoked> {
        if let Err(fault) = self.is_authentic(list, is_delegated) {
            self.fault(fault, list);
            return None;
        }
        let changes = self.changes_to(list, is_delegated);
        let entry = |list: &List| {
            list.crl.lookup(&self.place.certificate.serial_contents, &self.place.certificate.issuer)
        };
        let revoked = changes.as_ref().and_then(|changes| entry(changes)).or_else(|| entry(list));
        let revoked = revoked.filter(|revoked| revoked.reason != RevocationReason::RemoveFromCrl);
        let age = age_fault(list.crl.this_update, list.crl.next_update, self.asking.rules.fresh_at);
        // Revoked is for ever, but for a hold: then an old list says it as well as a new one.
        let counts = |revoked: &Revoked| age.is_none() || revoked.reason != RevocationReason::CertificateHold;
        if let Some(revoked) = revoked.filter(counts) {
            self.oldest = Some(list.crl.this_update);
            return Some(revoked);
        }
        let unknown = list.crl.unknown_critical.iter().chain(&list.crl.unknown_critical_in_entries).next();
        if let Some(fault) = age.or(unknown.map(|_| "critical-extension-unknown")) {
            self.fault(fault, list);
            return None;
        }
        self.covered |= reasons;
        let made = changes.map_or(list.crl.this_update, |changes| changes.crl.this_update);
        self.oldest = Some(self.oldest.map_or(made, |oldest| oldest.min(made)));
        None
    }

    fn fault(&mut self, code: &'static str, list: &List) {
        self.faults.push((code, format!("list of {} by {}", list.crl.this_update, list.crl.issuer)));
    }

    fn answer(self, status: Status) -> Revocation {
        Revocation { status, method: Method::Crl, checked_at: self.oldest, reasons: Vec::new() }
    }

    /// (f), (g) and (h): whether who may sign the list did. `is_delegated`: the certificate that is asked about names who
    /// signs its lists.
    fn is_authentic(&self, list: &Arc<List>, is_delegated: bool) -> Result<(), &'static str> {
        let library = self.asking.library;
        let may_sign =
            |signer: &Certificate| signer.extensions.key_usage.is_none_or(|usage| usage.has("cRLSign"));
        let mut fault = "signature-invalid";
        let mut signed_by = |spki: &[u8], sha256: &str| match library.list_signed_by(list, spki, sha256) {
            Ok(()) => true,
            Err(SignatureError::Unsupported(_)) => {
                fault = "algorithm-unsupported";
                false
            }
            Err(SignatureError::Invalid) => false,
        };
        let anchor = self.place.anchor;
        let anchor_may = anchor.certificate.as_ref().is_none_or(|certificate| may_sign(certificate));
        if anchor_may && anchor.name.matches(&list.crl.issuer) && signed_by(&anchor.spki, &anchor.spki_sha256)
        {
            return Ok(());
        }
        // The keys of the path have been weighed with it.
        for signer in
            self.place.above.iter().filter(|one| one.subject.matches(&list.crl.issuer) && may_sign(one))
        {
            if signed_by(&signer.key.spki, &signer.key.sha256) {
                return Ok(());
            }
        }
        for signer in library.certificates(&list.crl.issuer).iter().filter(|one| may_sign(one)) {
            if signed_by(&signer.key.spki, &signer.key.sha256) {
                return match self.asking.may_sign_lists(signer, anchor, is_delegated) {
                    true => Ok(()),
                    false => Err("signer-not-accepted"),
                };
            }
        }
        Err(fault)
    }

    /// (c): the youngest list of changes to that list which can be used.
    fn changes_to(&self, list: &Arc<List>, is_delegated: bool) -> Option<Arc<List>> {
        let number = list.crl.number.as_deref()?;
        let fits = |changes: &&Arc<List>| {
            let (own, base) = (&changes.crl, changes.crl.delta_base.as_deref());
            base.is_some_and(|base| is_at_most(base, number))
                && own.number.as_deref().is_some_and(|own| !is_at_most(own, number))
                && own.authority_key_identifier == list.crl.authority_key_identifier
                && scope_of(changes) == scope_of(list)
                && own.unknown_critical.is_empty()
                && own.unknown_critical_in_entries.is_empty()
                && age_fault(own.this_update, own.next_update, self.asking.rules.fresh_at).is_none()
        };
        let mut candidates: Vec<&Arc<List>> =
            self.asking.library.lists(&list.crl.issuer).iter().filter(fits).collect();
        candidates.sort_by_key(|changes| std::cmp::Reverse(changes.crl.this_update));
        candidates.into_iter().find(|changes| self.is_authentic(changes, is_delegated).is_ok()).cloned()
    }
}

/// What a list is about, as (c) (1) and (2) compare it.
fn scope_of(list: &List) -> Option<crate::pki::IssuingDistributionPoint> {
    list.crl.issuing_distribution_point.clone()
}

/// Numbers without leading zeros, big-endian.
fn is_at_most(one: &[u8], other: &[u8]) -> bool {
    (one.len(), one) <= (other.len(), other)
}
