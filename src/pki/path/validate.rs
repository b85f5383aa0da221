//! One path weighed (RFC 5280 §6.1), from the anchor down. Every fault is a reason; the walk does not stop at the first.

use super::library::Anchor;
use super::policies::Policies;
use super::reason::{Code, Reason};
use super::revocation::{self, Place, Revocation, Status};
use super::rules::{Purpose, RevocationRule, Rules};
use super::search::Asking;
use super::{names, soundness};
use crate::pki::{Certificate, NameConstraints, PublicKey};
use std::sync::Arc;

/// What came of it.
pub(super) struct Weighed {
    /// What speaks against the path.
    pub reasons: Vec<Reason>,
    /// What is known of the revocation of each certificate; empty where nobody looked.
    pub revocations: Vec<Revocation>,
}

/// Weighs the path `chain`, the certificate that is asked about first, whose signatures have been verified up to
/// `anchor`. Without an anchor only what needs none is weighed.
pub(super) fn weigh(chain: &[Arc<Certificate>], anchor: Option<&Anchor>, asking: &Asking<'_>) -> Weighed {
    let mut walk = Walk { chain, rules: asking.rules, reasons: Vec::new() };
    walk.each_by_itself();
    walk.authorities(anchor);
    walk.purpose();
    let mut revocations = Vec::new();
    if let Some(anchor) = anchor {
        walk.anchor(anchor);
        walk.names(anchor);
        walk.policies(anchor);
        if asking.rules.revocation != RevocationRule::Ignored && !anchor.is_all_of(chain) {
            revocations = walk.revocations(anchor, asking);
        }
    }
    Weighed { reasons: walk.reasons, revocations }
}

struct Walk<'a> {
    chain: &'a [Arc<Certificate>],
    rules: &'a Rules,
    reasons: Vec<Reason>,
}

impl<'a> Walk<'a> {
    fn note(&mut self, place: usize, code: Code, detail: impl Into<String>) {
        self.reasons.push(Reason { code, place, detail: detail.into() });
    }

    /// The places of the path from the anchor down, as the standard walks.
    fn downwards(&self) -> impl Iterator<Item = (usize, &'a Certificate)> + use<'a> {
        self.chain.iter().enumerate().rev().map(|(place, certificate)| (place, &**certificate))
    }

    /// §6.1.3 (a) (2), and what a certificate shows of itself.
    fn each_by_itself(&mut self) {
        for (place, certificate) in self.downwards() {
            if self.rules.at < certificate.not_before {
                self.note(place, Code::NotYetValid, certificate.not_before.to_string());
            } else if self.rules.at > certificate.not_after {
                self.note(place, Code::Expired, certificate.not_after.to_string());
            }
            for (code, detail) in soundness::faults(certificate, self.rules) {
                self.note(place, code, detail);
            }
        }
    }

    /// §6.1.4 (k) to (n): who issues must be an authority, and no more of them may follow than those above allow.
    fn authorities(&mut self, anchor: Option<&Anchor>) {
        let mut left = anchor.and_then(anchor_path_len);
        for (place, authority) in self.downwards().filter(|(place, _)| *place > 0) {
            if !authority.is_ca() {
                self.note(place, Code::NotAnAuthority, "basic constraints");
            }
            if authority.extensions.key_usage.is_some_and(|usage| !usage.has("keyCertSign")) {
                self.note(place, Code::KeyUsage, "keyCertSign");
            }
            if !authority.is_self_issued() {
                if left == Some(0) {
                    self.note(place, Code::PathTooLong, "no authority may follow");
                }
                left = left.map(|left| left.saturating_sub(1));
            }
            let own = authority.extensions.basic_constraints.and_then(|constraints| constraints.path_len);
            left = [left, own].into_iter().flatten().min();
        }
    }

    /// What the certificate is used for; an authority that names purposes names them for all below.
    fn purpose(&mut self) {
        let purpose = self.rules.purpose;
        for (place, certificate) in self.downwards() {
            let extensions = &certificate.extensions;
            let needed = purpose.key_usage();
            let fits = |usage: crate::pki::KeyUsage| needed.iter().any(|bit| usage.has(bit));
            if place == 0 && !needed.is_empty() && extensions.key_usage.is_some_and(|usage| !fits(usage)) {
                self.note(place, Code::KeyUsage, needed.join(" or "));
            }
            let purposes = &extensions.extended_key_usage;
            let needed = purpose.extended_key_usage();
            let fits = needed.is_empty() || purposes.iter().any(|one| needed.contains(&one.as_str()));
            if !purposes.is_empty() && !fits {
                self.note(place, Code::ExtendedKeyUsage, needed[1..].join(" or "));
            }
        }
        // Without key usage only an authority is believed to sign lists.
        let may_sign = |signer: &Certificate| signer.extensions.key_usage.is_some() || signer.is_ca();
        if purpose == Purpose::RevocationList && self.chain.first().is_some_and(|signer| !may_sign(signer)) {
            self.note(0, Code::KeyUsage, "cRLSign");
        }
    }

    fn anchor(&mut self, anchor: &Anchor) {
        let place = self.chain.len();
        if !anchor.is_valid_at(self.rules.at) {
            let detail = format!("{} to {}", anchor.not_before, anchor.not_after);
            self.note(place, Code::AnchorOutsideValidity, detail);
        }
        if anchor.is_all_of(self.chain) {
            return;
        }
        let key = PublicKey::parse(&anchor.spki).ok();
        let weak = key.and_then(|key| soundness::weak_key(&key, self.rules));
        let own = anchor.certificate.as_deref().map(soundness::faults_of_anchor).unwrap_or_default();
        for (code, detail) in weak.into_iter().chain(own) {
            self.note(place, code, detail);
        }
    }

    /// §6.1.3 (b) and (c), §6.1.4 (g). Certificates that an authority issued to itself may have other names, the last
    /// one excepted.
    fn names(&mut self, anchor: &'a Anchor) {
        let own = anchor.certificate.as_ref().and_then(|one| one.extensions.name_constraints.as_ref());
        let mut above: Vec<&NameConstraints> = own.into_iter().collect();
        for (place, certificate) in self.downwards() {
            if place == 0 || !certificate.is_self_issued() {
                for (code, detail) in names::faults(certificate, &above) {
                    self.note(place, code, detail);
                }
            }
            above.extend(certificate.extensions.name_constraints.as_ref());
        }
    }

    /// §6.1.3 (d) to (f), §6.1.4 (a), (b), (h) to (j), §6.1.5 (a), (b) and (g).
    fn policies(&mut self, anchor: &Anchor) {
        let mut policies = Policies::new(self.chain.len(), self.rules);
        if let Some(certificate) = &anchor.certificate {
            policies.constrain(certificate);
        }
        for (place, certificate) in self.downwards() {
            policies.take(certificate, place == 0);
            if place == 0 {
                let held = policies.hold();
                if !policies.hold_at_the_end(certificate, self.rules) || !held {
                    self.note(0, Code::NoPolicy, certificate.extensions.policies.join(" "));
                }
            } else if policies.descend(certificate).is_err() {
                self.note(place, Code::PolicyMappedToAny, "anyPolicy");
                return;
            }
        }
    }

    /// §6.1.3 (a) (3).
    fn revocations(&mut self, anchor: &Anchor, asking: &Asking<'_>) -> Vec<Revocation> {
        let of = |(place, certificate): (usize, &Arc<Certificate>)| {
            let place = Place { certificate, above: &self.chain[place + 1..], anchor };
            revocation::of(place, asking)
        };
        let revocations: Vec<Revocation> = self.chain.iter().enumerate().map(of).collect();
        let required = asking.rules.revocation == RevocationRule::Required;
        for (place, revocation) in revocations.iter().enumerate() {
            let because = || {
                let codes: Vec<&str> = revocation.reasons.iter().map(|(code, _)| *code).collect();
                codes.join(" ")
            };
            match revocation.status {
                Status::Good => {}
                Status::Revoked { at, reason } => {
                    self.note(place, Code::Revoked, format!("{at} {}", reason.name()));
                }
                Status::Unknown => self.note(place, Code::RevocationUnknown, because()),
                Status::Undetermined if required => {
                    self.note(place, Code::RevocationUndetermined, because());
                }
                Status::Undetermined => {}
            }
        }
        revocations
    }
}

fn anchor_path_len(anchor: &Anchor) -> Option<u32> {
    anchor.certificate.as_ref()?.extensions.basic_constraints?.path_len
}
