//! The certificate names a known issuer whose key did not sign it.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::issued::IssuedBy;
use crate::pki::path::Code;
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
        let wrong_key = certificate::reason(one, |reason| reason.code == Code::SignatureInvalid).is_some();
        let forged = wrong_key && (one.asked || matches!(one.issuer, IssuedBy::NameOnly(_)));
        let evidence = certificate::evidence(one).text("issuer", certificate.issuer.to_string());
        certificate::weigh_origin(one, forged, evidence)
    })
}
