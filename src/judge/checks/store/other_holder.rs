//! The browser would offer somebody else's e-ID certificate.

use super::stored;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::Standing;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.other_holder",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Warn,
    needs: &["store.unreadable"],
    cites: &["one workstation account, several card holders"],
    evidence: &["store", "count", "holders", "not_after"],
    remedies: &["remove-stored-certificate", "choose-right-certificate"],
    text: include_str!("other_holder.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    stored::with(dossier, subject, |store| {
        if !dossier.cards.iter().any(|card| card.is_eid()) {
            return Outcome::NotApplicable("no-eid-card");
        }
        let mut strangers = store.offered(dossier.at);
        strangers.retain(|one| one.standing == Standing::OtherHolder);
        match strangers.is_empty() {
            true => Outcome::Pass(stored::named(store)),
            false => Outcome::Found(stored::evidence(store, &strangers)),
        }
    })
}
