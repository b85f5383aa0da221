//! The store still holds certificates of an earlier card.

use super::stored;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::{Standing, StoredDossier};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.stale_certificate",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Warn,
    needs: &["store.unreadable"],
    cites: &["RFC 5280 §4.1.2.5; RFC 8446 §4.3.2: a client picks among what it has"],
    evidence: &["store", "count", "holders", "not_after"],
    remedies: &["remove-stored-certificate"],
    text: include_str!("stale_certificate.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    stored::with(dossier, subject, |store| {
        let over = |one: &StoredDossier| dossier.at > one.certificate.not_after;
        let left: Vec<_> = store
            .of_eids()
            .filter(|one| match one.standing {
                Standing::SameHolder => over(one) || is_replaced(dossier, one),
                Standing::NoCard => over(one),
                Standing::OnCard | Standing::OtherHolder => false,
            })
            .collect();
        let evidence = stored::evidence(store, &left);
        match () {
            () if left.is_empty() => Outcome::Pass(stored::named(store)),
            () if left.iter().any(|one| one.is_offered(dossier.at)) => Outcome::Found(evidence),
            // Most browsers leave out what has expired; other programs do not.
            () => Outcome::Noted(evidence),
        }
    })
}

/// Whether a card that is here has one for the same purpose that lasts longer.
fn is_replaced(dossier: &Dossier, one: &StoredDossier) -> bool {
    let on_cards = dossier.cards.iter().flat_map(|card| card.readable());
    on_cards.filter(|(own, _)| own.is_eid()).any(|(own, certificate)| {
        certificate.not_after > one.certificate.not_after
            && own.roles.iter().any(|role| one.roles.contains(role))
    })
}
