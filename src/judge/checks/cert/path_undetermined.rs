//! Whether the path holds could not be found out.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::pki::path::Code;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.path_undetermined",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Error,
    needs: &["cert.unreadable", "cert.issuer_unknown", "cert.issuer_signature_invalid"],
    cites: &["RFC 5280 §6.1"],
    evidence: &["role", "reasons", "detail"],
    remedies: &["update-tool", "report-certificate"],
    text: include_str!("path_undetermined.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, _| {
        let open = |code| matches!(code, Code::AlgorithmUnsupported | Code::SearchBounded);
        let open = certificate::reasons(one, |reason| open(reason.code));
        let codes = open.iter().map(|reason| reason.code.as_str().to_owned()).collect();
        let details: Vec<String> = open.iter().map(|reason| one.particulars(reason)).collect();
        let evidence = certificate::evidence(one).list("reasons", codes).text("detail", details.join("; "));
        certificate::weigh(one, !open.is_empty(), evidence)
    })
}
