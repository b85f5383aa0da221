//! The issuer's responder does not know the certificate.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::path::Status;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.revocation_unknown",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Error,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["RFC 6960 §2.2"],
    evidence: &["role", "method"],
    remedies: &["report-certificate", "ask-revocation"],
    text: include_str!("revocation_unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, _| match certificate::revocation(one) {
        None => Outcome::NotApplicable("not-asked"),
        Some(revocation) if revocation.status == Status::Undetermined => {
            Outcome::NotApplicable("revocation-not-known")
        }
        Some(revocation) => {
            let unknown = revocation.status == Status::Unknown;
            let evidence = certificate::evidence(one).text("method", revocation.method.as_str());
            certificate::weigh(one, unknown, evidence)
        }
    })
}
