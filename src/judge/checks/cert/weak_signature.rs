//! The signature was made with an algorithm that nobody should trust any more.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::path::Code;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.weak_signature",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable"],
    cites: &["SOG-IS Agreed Cryptographic Mechanisms 1.3 §2.3", "RFC 6194"],
    evidence: &["role", "algorithm"],
    remedies: &["order-new-card", "report-certificate"],
    text: include_str!("weak_signature.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let weak = certificate::reason(one, |reason| reason.code == Code::WeakSignature);
        let algorithm = weak.map_or(&certificate.signature_algorithm, |reason| &reason.detail);
        let evidence = certificate::evidence(one).text("algorithm", algorithm);
        certificate::weigh(one, weak.is_some(), evidence)
    })
}
