//! A directory on the card says something impossible, or could not be read.

use super::skeleton;
use crate::facts::FilePurpose;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.directory_unreadable",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.unknown"],
    cites: &["ISO 7816-15 §8"],
    evidence: &["path", "detail"],
    remedies: &["send-card-sketch", "swap-card-and-reader"],
    text: include_str!("directory_unreadable.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    if card.facts.family.is_none() {
        return Outcome::NotApplicable("unknown-card");
    }
    let bad = card.facts.files.iter().find_map(|file| {
        let needed = matches!(
            file.purpose,
            FilePurpose::ObjectDirectory
                | FilePurpose::CertificateDirectory
                | FilePurpose::PrivateKeyDirectory
                | FilePurpose::AuthenticationDirectory
        );
        let error = file.length.error().filter(|_| needed)?;
        Some(Evidence::none().text("path", &file.path).text("detail", error.to_string()))
    });
    match bad.or_else(|| skeleton::defect(card.facts)) {
        Some(evidence) => Outcome::Found(evidence),
        None => Outcome::pass(),
    }
}
