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
    needs: certificate::BEFORE_REVOCATION,
    cites: &["RFC 5280 §6.3, RFC 6960"],
    evidence: &["role", "reason", "addresses"],
    remedies: &["ask-revocation"],
    text: include_str!("revocation_undetermined.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with_open_revocation(dossier, subject, |one, open| match open {
        Some((reasons, addresses)) if !certificate::is_unasked(&reasons) => {
            let evidence = certificate::evidence(one).list("reason", reasons).list("addresses", addresses);
            certificate::weigh(one, true, evidence)
        }
        // Who was not asked has decided nothing: see cert.revocation_not_asked.
        Some(_) => Outcome::NotApplicable("revocation-not-known"),
        None => Outcome::pass(),
    })
}
