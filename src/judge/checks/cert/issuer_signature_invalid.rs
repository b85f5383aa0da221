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
        let wrong_key = certificate::reason(one, |reason| reason.code == Code::SignatureInvalid);
        let forged = wrong_key.is_some() && (one.asked || matches!(one.issuer, IssuedBy::NameOnly(_)));
        // The one whose signature it is may stand further up.
        let signed = wrong_key.and_then(|reason| one.judgement.as_ref()?.chain.get(reason.place));
        let issuer = signed.map_or(&certificate.issuer, |signed| &signed.issuer);
        let evidence = certificate::evidence(one).text("issuer", issuer.to_string());
        certificate::weigh_origin(one, forged, evidence)
    })
}
