//! Which certificates a browser has to choose from. Information only.

use super::stored;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::Standing;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.browser_choice",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Info,
    needs: &["store.unreadable"],
    cites: &["RFC 8446 §4.3.2: a client picks among what it has"],
    evidence: &["store", "count", "holders", "not_after", "first"],
    remedies: &["choose-right-certificate"],
    text: include_str!("browser_choice.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    stored::with(dossier, subject, |store| {
        let offered = store.offered(dossier.at);
        let Some(newest) = offered.first() else { return Outcome::NotApplicable("nothing-offered") };
        let evidence = stored::evidence(store, &offered).person("first", newest.holder());
        let only_the_cards = offered.iter().all(|one| one.standing == Standing::OnCard);
        Outcome::found_if(offered.len() > 1 || !only_the_cards, evidence)
    })
}
