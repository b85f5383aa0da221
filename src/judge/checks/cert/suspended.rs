//! The issuer has put the certificate on hold: it may come back.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::RevocationReason;
use crate::pki::path::Status;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.suspended",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["RFC 5280 §5.3.1 (certificateHold)"],
    evidence: &["role", "suspended_at", "method"],
    remedies: &["lift-suspension", "order-new-card"],
    text: include_str!("suspended.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, _| {
        let Some(revocation) = certificate::revocation(one) else {
            return Outcome::NotApplicable("not-asked");
        };
        match revocation.status {
            Status::Revoked { at, reason: RevocationReason::CertificateHold } => {
                let evidence = certificate::evidence(one)
                    .date("suspended_at", at)
                    .text("method", revocation.method.as_str());
                certificate::weigh_age(dossier, subject, one, true, evidence)
            }
            Status::Revoked { .. } => Outcome::NotApplicable("revoked-for-good"),
            Status::Good => Outcome::pass(),
            Status::Unknown | Status::Undetermined => Outcome::NotApplicable("revocation-not-known"),
        }
    })
}
