//! The issuer calls itself by the name of a known company, and its key is none that this version knows.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::issued::IssuedBy;
use crate::pki::path::Code;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.issuer_unknown",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Error,
    needs: &["cert.unreadable"],
    cites: &["RFC 5280 §6.1.1 (d)"],
    evidence: &["role", "issuer"],
    remedies: &["update-tool", "report-certificate"],
    text: include_str!("issuer_unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        // Among files that were named, so is whom to trust: see cert.path_rejected.
        let closed = dossier.facts.supplied.anchors.is_some();
        let named = matches!(one.issuer, IssuedBy::Claimed(_)) || one.asked;
        let unknown = named
            && !closed
            && certificate::reason(one, |reason| reason.code == Code::IssuerNotFound).is_some();
        Outcome::found_if(unknown, certificate::evidence(one).text("issuer", certificate.issuer.to_string()))
    })
}
