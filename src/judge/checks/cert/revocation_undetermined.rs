//! The issuer was asked whether the certificate is revoked, and no answer can be used.

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
        "cert.path_rejected",
    ],
    cites: &["RFC 5280 §6.3, RFC 6960"],
    evidence: &["role", "reason", "addresses"],
    remedies: &["ask-revocation"],
    text: include_str!("revocation_undetermined.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        if let Some(why) = certificate::revocation_is_idle(dossier, one, certificate) {
            return Outcome::NotApplicable(why);
        }
        match certificate::open_revocation(dossier, one) {
            Some((reasons, addresses)) if !certificate::is_unasked(&reasons) => {
                let evidence =
                    certificate::evidence(one).list("reason", reasons).list("addresses", addresses);
                certificate::weigh(one, true, evidence)
            }
            // Who was not asked has decided nothing: see cert.revocation_not_asked.
            Some(_) => Outcome::NotApplicable("revocation-not-known"),
            None => Outcome::pass(),
        }
    })
}
