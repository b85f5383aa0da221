//! The issuer has revoked the certificate, for good.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::RevocationReason;
use crate::pki::path::Status;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.revoked",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["RFC 5280 §6.3", "RFC 6960 §2.2"],
    evidence: &["role", "revoked_at", "reason", "method"],
    remedies: &["order-new-card", "report-certificate"],
    text: include_str!("revoked.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, _| {
        let Some(revocation) = certificate::revocation(one) else {
            return Outcome::NotApplicable("not-asked");
        };
        let evidence = certificate::evidence(one).text("method", revocation.method.as_str());
        match revocation.status {
            Status::Revoked { reason: RevocationReason::CertificateHold, .. } => {
                Outcome::NotApplicable("suspended")
            }
            Status::Revoked { at, reason } => {
                let evidence = evidence.date("revoked_at", at).text("reason", reason.name());
                certificate::weigh_age(dossier, subject, one, true, evidence)
            }
            Status::Good => Outcome::Pass(evidence),
            Status::Unknown | Status::Undetermined => Outcome::NotApplicable("revocation-not-known"),
        }
    })
}
