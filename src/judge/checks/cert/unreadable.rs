//! What the card gives as a certificate is none.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.unreadable",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Error,
    needs: &["card.unsteady_reading"],
    cites: &["RFC 5280 §4.1"],
    evidence: &["path", "detail"],
    remedies: &["pick-right-file", "send-card-sketch", "report-certificate"],
    text: include_str!("unreadable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some((_card, one)) = dossier.certificate(subject) else {
        return Outcome::NotApplicable("not-a-certificate");
    };
    match &one.parsed {
        Some(Ok(_)) => Outcome::pass(),
        Some(Err(error)) => {
            Outcome::Found(Evidence::none().text("path", &one.object.path).text("detail", error.to_string()))
        }
        None => Outcome::NotApplicable("not-given"),
    }
}
