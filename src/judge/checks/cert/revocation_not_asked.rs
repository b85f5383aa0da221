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
    needs: certificate::BEFORE_REVOCATION,
    cites: &["RFC 5280 §6.3, RFC 6960"],
    evidence: &["role", "reason"],
    remedies: &["let-issuer-be-asked", "ask-revocation"],
    text: include_str!("revocation_not_asked.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with_open_revocation(dossier, subject, |one, open| {
        let evidence = |reason| certificate::evidence(one).text("reason", reason);
        match open {
            None => Outcome::pass(),
            Some((reasons, _)) if !certificate::is_unasked(&reasons) => Outcome::pass(),
            Some(_) if dossier.facts.expected.offline => Outcome::Warned(evidence("offline")),
            Some(_) => Outcome::Found(evidence("not-asked")),
        }
    })
}
