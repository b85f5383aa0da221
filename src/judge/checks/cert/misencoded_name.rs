//! Letters of the name are written in a way that the standard forbids; some systems refuse such a certificate.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Oddity;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.misencoded_name",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Warn,
    needs: &["cert.unreadable"],
    cites: &["RFC 5280 §4.1.2.4, X.680 §41.4"],
    evidence: &["role", "attributes"],
    remedies: &["report-certificate"],
    text: include_str!("misencoded_name.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let attributes: Vec<String> = (certificate.oddities.iter())
            .filter_map(|oddity| match oddity {
                Oddity::MisencodedAttribute { attribute, .. } => Some(attribute.clone()),
                _ => None,
            })
            .collect();
        certificate::weigh(
            one,
            !attributes.is_empty(),
            certificate::evidence(one).list("attributes", attributes),
        )
    })
}
