//! Whether the certificate is revoked is not known.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.revocation_undetermined",
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
    ],
    cites: &["RFC 5280 §6.3, RFC 6960"],
    evidence: &["role", "reason"],
    remedies: &["ask-revocation"],
    text: include_str!("revocation_undetermined.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        // Nobody logs in with a certificate outside its validity, whether or not others have taken over from it.
        let in_use = certificate.is_valid_at(dossier.at);
        if !one.matters() || !in_use {
            return Outcome::NotApplicable("not-decisive");
        }
        if !dossier.policy.revocation.required {
            return Outcome::NotApplicable("not-required");
        }
        let evidence = |reason| certificate::evidence(one).text("reason", reason);
        match dossier.facts.expected.offline {
            true => Outcome::Warned(evidence("offline")),
            false => Outcome::Found(evidence("not-asked")),
        }
    })
}
