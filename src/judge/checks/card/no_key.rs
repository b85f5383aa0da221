//! The card has a certificate for login and names no private key for it, though it names its keys.

use crate::facts::{CertificateRole, FilePurpose};
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.no_key",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Error,
    needs: &["card.directory_unreadable", "card.no_authentication_certificate"],
    cites: &["ISO 7816-15 §8.4, iD pairs a key with its certificate"],
    evidence: &["path"],
    remedies: &["swap-card-and-reader", "report-certificate"],
    text: include_str!("no_key.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let mut login = card.certificates.iter().filter(|one| {
        one.is_eid() && one.roles.contains(&CertificateRole::Authentication) && one.object.id.is_some()
    });
    // Keys may be private objects, listed only after the PIN; then the card has no key directory to read.
    let lists_keys = card
        .facts
        .files
        .iter()
        .any(|file| file.purpose == FilePurpose::PrivateKeyDirectory && file.length.value().is_some());
    let Some(first) = login.clone().next() else { return Outcome::NotApplicable("no-eid") };
    if !lists_keys {
        return Outcome::NotApplicable("keys-not-listed");
    }
    let paired = login.any(|one| card.key_of(one).is_some());
    Outcome::found_if(!paired, Evidence::none().text("path", &first.object.path))
}
