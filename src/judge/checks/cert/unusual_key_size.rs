//! The modulus has an unusual length, as Buypass’ 2032 bits.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::Oddity;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.unusual_key_size",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Info,
    needs: &["cert.unreadable"],
    cites: &["RFC 8017 §3.1"],
    evidence: &["role", "bits"],
    remedies: &[],
    text: include_str!("unusual_key_size.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let found = certificate.oddities.iter().find_map(|oddity| match oddity {
            Oddity::UnusualKeySize { bits } => Some(certificate::evidence(one).number("bits", *bits)),
            _ => None,
        });
        found.map_or_else(Outcome::pass, Outcome::Found)
    })
}
