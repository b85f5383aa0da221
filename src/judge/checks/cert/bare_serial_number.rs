//! The holder’s number lacks the prefix that says whose number it is.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Oddity;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.bare_serial_number",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Info,
    needs: &["cert.unreadable"],
    cites: &["SEID 2.0; Nkom: name registration authority"],
    evidence: &["role"],
    remedies: &["report-certificate"],
    text: include_str!("bare_serial_number.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let found = certificate.oddities.iter().find_map(|oddity| match oddity {
            Oddity::BareSerialNumber => Some(certificate::evidence(one)),
            _ => None,
        });
        found.map_or_else(Outcome::pass, Outcome::Found)
    })
}
