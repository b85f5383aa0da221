//! The e-ID on the card has no certificate for login.

use crate::facts::CertificateRole;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::engine::role_list;
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.no_authentication_certificate",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Fail,
    needs: &["card.not_eid"],
    cites: &["RFC 5280 §4.2.1.3"],
    evidence: &["roles"],
    remedies: &["order-new-card", "report-certificate"],
    text: include_str!("no_authentication_certificate.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    if !card.is_eid() {
        return Outcome::NotApplicable("no-eid");
    }
    let roles = card.roles();
    // The certificate that cannot be understood may be the one for login: `cert.unreadable` says so.
    if !roles.contains(&CertificateRole::Authentication) && card.has_unreadable() {
        return Outcome::NotApplicable("unreadable-certificate");
    }
    let evidence = Evidence::none().list("roles", role_list(&roles));
    Outcome::found_if(!roles.contains(&CertificateRole::Authentication), evidence)
}
