//! A certificate that a complete card of this company carries is not there.

use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::engine::role_list;
use crate::judge::value::Evidence;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "card.incomplete",
    since: "0.1.0",
    scope: Scope::Card,
    severity: Severity::Warn,
    needs: &["card.no_authentication_certificate"],
    cites: &["policy: certificate_profiles (Buypass: two certificates; Commfides: three)"],
    evidence: &["missing"],
    remedies: &["report-certificate"],
    text: include_str!("incomplete.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    let Some(card) = dossier.card(subject) else { return Outcome::NotApplicable("not-a-card") };
    let Some(company) = card.company().filter(|_| card.is_eid()).and_then(|id| dossier.company(id)) else {
        return Outcome::NotApplicable("no-eid");
    };
    let there = card.roles();
    let complete = dossier.policy.roles_on_a_card(company, card.known_issuer());
    let missing: Vec<_> = complete.iter().copied().filter(|role| !there.contains(role)).collect();
    if !missing.is_empty() && card.has_unreadable() {
        return Outcome::NotApplicable("unreadable-certificate");
    }
    Outcome::found_if(!missing.is_empty(), Evidence::none().list("missing", role_list(&missing)))
}
