//! The path from the certificate to a trusted issuer breaks a rule of RFC 5280.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::path::Code;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.path_rejected",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["RFC 5280 §6.1"],
    evidence: &["role", "reasons", "detail"],
    remedies: &["report-certificate", "name-the-issuers"],
    text: include_str!("path_rejected.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, _| {
        let closed = dossier.facts.supplied.anchors.is_some();
        let rejecting = certificate::reasons(one, |reason| is_told_here(reason.code, reason.place, closed));
        let codes = rejecting.iter().map(|reason| reason.code.as_str().to_owned()).collect();
        let details: Vec<String> = rejecting.iter().map(|reason| one.particulars(reason)).collect();
        let evidence = certificate::evidence(one).list("reasons", codes).text("detail", details.join("; "));
        certificate::weigh(one, !rejecting.is_empty(), evidence)
    })
}

/// What has no check of its own.
fn is_told_here(code: Code, place: usize, closed: bool) -> bool {
    match code {
        Code::IssuerNotFound => closed,
        Code::NotYetValid
        | Code::Expired
        | Code::AnchorOutsideValidity
        | Code::SignatureInvalid
        | Code::WeakSignature
        | Code::Revoked => false,
        Code::WeakKey => place > 0,
        code => !code.is_open(),
    }
}
