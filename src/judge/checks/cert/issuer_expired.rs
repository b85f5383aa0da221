//! The issuing authority itself is past its end of validity, and every certificate of it with it.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.issuer_expired",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable", "cert.expired", "cert.issuer_signature_invalid"],
    cites: &["RFC 5280 §6.1.3 (a)(2)"],
    evidence: &["role", "issuer", "not_after"],
    remedies: &["order-new-card"],
    text: include_str!("issuer_expired.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let Some(end) = certificate::first_end_above(one) else {
            return Outcome::NotApplicable("issuer-not-known");
        };
        let evidence =
            certificate::evidence(one).text("issuer", certificate.issuer.to_string()).date("not_after", end);
        certificate::weigh_age(dossier, subject, one, certificate::is_out_of_time_above(one), evidence)
    })
}
