//! An authority above the certificate is revoked.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::path::Status;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.issuer_revoked",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["RFC 5280 §6.1.3 (a)(3)"],
    evidence: &["role", "issuer", "revoked_at", "reason"],
    remedies: &["order-new-card", "report-certificate"],
    text: include_str!("issuer_revoked.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, _| {
        let Some(judgement) = &one.judgement else { return Outcome::NotApplicable("not-readable") };
        let mut above = judgement.chain.iter().zip(&judgement.revocations).skip(1);
        let revoked = above.find_map(|(authority, revocation)| match revocation.status {
            Status::Revoked { at, reason } => Some((authority, at, reason)),
            _ => None,
        });
        let mut known = judgement.revocations.iter().skip(1);
        match revoked {
            None if judgement.chain.len() < 2 => Outcome::NotApplicable("issuer-is-trusted"),
            None if judgement.revocations.len() < 2 => Outcome::NotApplicable("not-asked"),
            None if known.any(|revocation| revocation.status != Status::Good) => {
                Outcome::NotApplicable("revocation-not-known")
            }
            None => Outcome::pass(),
            Some((authority, at, reason)) => {
                let evidence = certificate::evidence(one)
                    .text("issuer", authority.subject.to_string())
                    .date("revoked_at", at)
                    .text("reason", reason.name());
                certificate::weigh(one, true, evidence)
            }
        }
    })
}
