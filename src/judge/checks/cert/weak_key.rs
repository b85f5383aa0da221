//! The key is shorter than anything a relying party should accept.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.weak_key",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Fail,
    needs: &["cert.unreadable"],
    cites: &["SOG-IS Agreed Cryptographic Mechanisms 1.3 §4.1"],
    evidence: &["role", "bits"],
    remedies: &["order-new-card", "report-certificate"],
    text: include_str!("weak_key.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        /// SOG-IS tolerates RSA from 1900 bits; Buypass has issued 2032.
        const SHORTEST_RSA: u32 = 1900;
        let key = &certificate.key;
        let weak = key.algorithm == "RSA" && key.bits < SHORTEST_RSA;
        certificate::weigh(one, weak, certificate::evidence(one).number("bits", key.bits))
    })
}
