//! A statement about qualified certificates is not as the standard has it.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Oddity;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.malformed_qc_statement",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Info,
    needs: &["cert.unreadable"],
    cites: &["ETSI EN 319 412-5 §4"],
    evidence: &["role", "detail"],
    remedies: &["report-certificate"],
    text: include_str!("malformed_qc_statement.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let found = certificate.oddities.iter().find_map(|oddity| match oddity {
            Oddity::MalformedQcStatement { what } => Some(certificate::evidence(one).text("detail", what)),
            _ => None,
        });
        found.map_or_else(Outcome::pass, Outcome::Found)
    })
}
