//! The issuer's responder does not know the certificate, or an authority above it.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Certificate;
use crate::pki::path::{Revocation, Status};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.revocation_unknown",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Error,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["RFC 6960 §2.2"],
    evidence: &["role", "method", "issuer"],
    remedies: &["report-certificate", "ask-revocation"],
    text: include_str!("revocation_unknown.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let Some(own) = certificate::revocation(one) else { return Outcome::NotApplicable("not-asked") };
        let Some(judgement) = &one.judgement else { return Outcome::NotApplicable("not-asked") };
        let evidence = |whose: &Certificate, revocation: &Revocation| {
            let evidence = certificate::evidence(one).text("method", revocation.method.as_str());
            evidence.text("issuer", whose.issuer.to_string())
        };
        let mut all = judgement.chain.iter().zip(&judgement.revocations);
        match all.find(|(_, revocation)| revocation.status == Status::Unknown) {
            Some((whose, revocation)) => certificate::weigh(one, true, evidence(whose, revocation)),
            None if own.status == Status::Undetermined => Outcome::NotApplicable("revocation-not-known"),
            None => certificate::weigh(one, false, evidence(certificate, own)),
        }
    })
}
