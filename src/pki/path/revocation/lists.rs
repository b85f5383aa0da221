//! Revocation lists (RFC 5280 §6.3.3): complete, indirect, partitioned by reason or kind, with lists of changes.

use super::super::library::List;
use super::super::search::Asking;
use super::scope::{self, ALL_REASONS};
use super::{Method, Place, Revocation, Status, age_fault};
use crate::pki::signature::is_weak;
use crate::pki::{Certificate, RevocationReason, Revoked, SignatureError};
use jiff::Timestamp;
use std::sync::Arc;

/// What the lists say about a certificate.
///
/// Every authentic list that speaks for it is heard: the youngest that covers a reason decides on "good", and a revocation
/// counts in whichever list it stands, unless it is a hold that a younger list no longer has.
pub(super) fn ask(place: Place<'_>, asking: &Asking<'_>) -> Revocation {
    let mut search = Search { place, asking, covered: 0, oldest: None, hold: None, faults: Vec::new() };
    for (list, reasons, is_delegated) in heard(place, asking, &mut search.faults) {
        if let Some(revoked) = search.look_into(&list, reasons, is_delegated) {
            return search.answer(Status::Revoked { at: revoked.at, reason: revoked.reason });
        }
    }
    if let Some(hold) = search.hold {
        return search.answer(Status::Revoked { at: hold.at, reason: hold.reason });
    }
    if search.covered == ALL_REASONS {
        return search.answer(Status::Good);
    }
    if search.covered != 0 {
        search.faults.push(("reasons-not-covered", format!("{:03x} of {ALL_REASONS:03x}", search.covered)));
    }
    search.faults.dedup();
    Revocation::undetermined(search.faults)
}

/// A list, the reasons it speaks of, and whether who signs it was named by the certificate.
type Heard = (Arc<List>, u16, bool);

/// No certificate has more distribution points; what is above is an attack.
const MOST_POINTS: usize = 32;

/// The complete lists that speak for the certificate, each once, the youngest first.
fn heard(place: Place<'_>, asking: &Asking<'_>, faults: &mut Vec<(&'static str, String)>) -> Vec<Heard> {
    let certificate = place.certificate;
    let own = scope::issuers_own(certificate);
    let named = certificate.extensions.crl_distribution_points.iter().take(MOST_POINTS);
    let mut heard: Vec<Heard> = Vec::new();
    let mut unfit = None;
    for point in named.chain([&own]) {
        let is_delegated = !point.crl_issuer.is_empty();
        for list in
            scope::signers(point, certificate).into_iter().flat_map(|signer| asking.library.lists(signer))
        {
            let complete = list.crl.delta_base.is_none();
            match scope::reasons(&list.crl, point, certificate).filter(|_| complete) {
                Some(reasons) => match heard.iter_mut().find(|(known, ..)| Arc::ptr_eq(known, list)) {
                    Some((_, known, delegated)) => {
                        *known |= reasons;
                        *delegated |= is_delegated;
                    }
                    None => heard.push((list.clone(), reasons, is_delegated)),
                },
                None if complete => unfit = unfit.or(Some(("list-for-others", list))),
                None => unfit = unfit.or(Some(("changes-without-list", list))),
            }
        }
    }
    if let (true, Some((code, list))) = (heard.is_empty(), unfit) {
        faults.push((code, told(list)));
    }
    heard.sort_by_key(|(list, ..)| std::cmp::Reverse(list.crl.this_update));
    heard
}

struct Search<'a> {
    place: Place<'a>,
    asking: &'a Asking<'a>,
    /// `reasons_mask`.
    covered: u16,
    oldest: Option<Timestamp>,
    /// A hold in the youngest list of its reasons.
    hold: Option<Revoked>,
    faults: Vec<(&'static str, String)>,
}

impl Search<'_> {
    /// (a), (c) to (l) for one complete list: a revocation that is for ever.
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
        // Revoked is for ever, but for a hold: then an old list says it as well as a new one.
        if let Some(revoked) = revoked.filter(|revoked| revoked.reason != RevocationReason::CertificateHold) {
            self.oldest = Some(list.crl.this_update);
            return Some(revoked);
        }
        // (e): a list that adds no reason says nothing new.
        if reasons & !self.covered == 0 {
            return None;
        }
        let age = age_fault(list.crl.this_update, list.crl.next_update, self.asking.rules.fresh_at);
        let unknown = list.crl.unknown_critical.iter().chain(&list.crl.unknown_critical_in_entries).next();
        let weak = is_weak(&list.crl.signature_algorithm).then_some("weak-signature");
        if let Some(fault) = age.or(weak).or(unknown.map(|_| "critical-extension-unknown")) {
            self.fault(fault, list);
            return None;
        }
        self.hold = self.hold.or(revoked);
        self.covered |= reasons;
        let made = changes.map_or(list.crl.this_update, |changes| changes.crl.this_update);
        self.oldest = Some(self.oldest.map_or(made, |oldest| oldest.min(made)));
        None
    }

    fn fault(&mut self, code: &'static str, list: &List) {
        self.faults.push((code, told(list)));
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
        let mut refused = false;
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
                // Of several certificates for that key, one that is accepted is enough.
                if self.asking.may_sign_lists(signer, anchor, is_delegated) {
                    return Ok(());
                }
                refused = true;
            }
        }
        Err(if refused { "signer-not-accepted" } else { fault })
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

/// A list in a few words.
fn told(list: &List) -> String {
    format!("list of {} by {}", list.crl.this_update, list.crl.issuer)
}

/// What a list is about, as (c) (1) and (2) compare it.
fn scope_of(list: &List) -> Option<crate::pki::IssuingDistributionPoint> {
    list.crl.issuing_distribution_point.clone()
}

/// Numbers without leading zeros, big-endian.
fn is_at_most(one: &[u8], other: &[u8]) -> bool {
    (one.len(), one) <= (other.len(), other)
}
