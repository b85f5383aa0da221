//! An extension could not be read and was passed over.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Oddity;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.malformed_extension",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Info,
    needs: &["cert.unreadable"],
    cites: &["RFC 5280 §4.2"],
    evidence: &["role", "extensions"],
    remedies: &["report-certificate"],
    text: include_str!("malformed_extension.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let extensions: Vec<String> = (certificate.oddities.iter())
            .filter_map(|oddity| match oddity {
                Oddity::MalformedExtension { oid } => Some(oid.clone()),
                _ => None,
            })
            .collect();
        Outcome::found_if(!extensions.is_empty(), certificate::evidence(one).list("extensions", extensions))
    })
}
