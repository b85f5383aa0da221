//! Nobody asked the issuer whether the certificate is revoked.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.revocation_not_asked",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Error,
    needs: &[
        "cert.unreadable",
        "cert.expired",
        "cert.not_yet_valid",
        "cert.issuer_unknown",
        "cert.issuer_signature_invalid",
        "cert.issuer_expired",
        "cert.path_rejected",
    ],
    cites: &["RFC 5280 §6.3, RFC 6960"],
    evidence: &["role", "reason"],
    remedies: &["let-issuer-be-asked", "ask-revocation"],
    text: include_str!("revocation_not_asked.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        if let Some(why) = certificate::revocation_is_idle(dossier, one, certificate) {
            return Outcome::NotApplicable(why);
        }
        let evidence = |reason| certificate::evidence(one).text("reason", reason);
        match certificate::open_revocation(dossier, one) {
            None => Outcome::pass(),
            Some((reasons, _)) if !certificate::is_unasked(&reasons) => Outcome::pass(),
            Some(_) if dossier.facts.expected.offline => Outcome::Warned(evidence("offline")),
            Some(_) => Outcome::Found(evidence("not-asked")),
        }
    })
}
