//! The certificate names a known issuer whose key did not sign it.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::IssuedBy;
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.issuer_signature_invalid",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable"],
    cites: &["RFC 5280 §6.1.3 (a)(1)"],
    evidence: &["role", "issuer"],
    remedies: &["report-certificate"],
    text: include_str!("issuer_signature_invalid.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let forged = matches!(one.issuer, IssuedBy::NameOnly(_));
        let evidence = certificate::evidence(one).text("issuer", certificate.issuer.to_string());
        certificate::weigh_origin(one, forged, evidence)
    })
}
