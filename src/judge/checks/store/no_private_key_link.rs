//! The Windows user's store has the certificate, and not where its key is: a browser leaves it out.

use super::stored;
use crate::facts::KeyLink;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::{Standing, StoredDossier};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.no_private_key_link",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Warn,
    needs: &["store.unreadable"],
    cites: &["Windows: CERT_KEY_PROV_INFO_PROP_ID"],
    evidence: &["store", "count", "holders", "not_after", "link"],
    remedies: &["relink-certificate"],
    text: include_str!("no_private_key_link.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    stored::of_windows(dossier, subject, |store| {
        let here = |one: &&StoredDossier| matches!(one.standing, Standing::OnCard | Standing::NoCard);
        let usable = |one: &&StoredDossier| one.is_for_login() && one.certificate.is_valid_at(dossier.at);
        let looked: Vec<_> = store.of_eids().filter(here).filter(usable).collect();
        if looked.is_empty() {
            return Outcome::NotApplicable("nothing-for-login-in-store");
        }
        let broken: Vec<_> = looked.into_iter().filter(|one| is_broken(one)).collect();
        let evidence = stored::evidence(store, &broken);
        match broken.first().map(|one| one.provider()) {
            None => Outcome::Pass(stored::named(store)),
            Some(None) => Outcome::Found(evidence.text("link", "no-link")),
            Some(Some(_)) => Outcome::Found(evidence.text("link", "provider-not-installed")),
        }
    })
}

fn is_broken(one: &StoredDossier) -> bool {
    match &one.facts.key {
        KeyLink::Missing => true,
        KeyLink::Provider(provider) => provider.installed == Some(false),
        KeyLink::Here | KeyLink::NotTold => false,
    }
}
