//! A card was read, and its certificate for logging in has not come into the Windows user's store.

use super::stored;
use crate::facts::CertificateRole;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::stores::report::propagation;
use crate::judge::value::BETWEEN_PERSONS;
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "store.not_propagated",
    since: "0.1.0",
    scope: Scope::Store,
    severity: Severity::Warn,
    needs: &["store.unreadable"],
    cites: &["Windows: Certificate Propagation service (CertPropSvc)"],
    evidence: &["store", "holders", "service"],
    remedies: &["start-certificate-propagation", "reinsert-card"],
    text: include_str!("not_propagated.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    stored::of_windows(dossier, subject, |store| {
        let readable = dossier.cards.iter().flat_map(|card| card.readable());
        let for_login = readable.filter(|(one, certificate)| {
            let authenticates = one.roles.contains(&CertificateRole::Authentication);
            authenticates && one.matters() && certificate.is_valid_at(dossier.at)
        });
        let for_login: Vec<_> = for_login.collect();
        if for_login.is_empty() {
            return Outcome::NotApplicable("no-login-certificate");
        }
        let missing = for_login.iter().filter(|(_, certificate)| !store.has(certificate));
        let mut holders: Vec<String> =
            missing.clone().filter_map(|(one, _)| one.name()).map(|name| name.shown()).collect();
        holders.dedup();
        let service = store.facts.propagation.as_ref().map_or("unknown", propagation);
        let evidence = stored::named(store)
            .person("holders", holders.join(BETWEEN_PERSONS))
            .text("service", format!("propagation-{service}"));
        match missing.count() {
            0 => Outcome::Pass(stored::named(store)),
            // The service runs, so what lets Windows read the card is missing; the issuer's own login may need none.
            _ if service == "running" => Outcome::Noted(evidence),
            _ => Outcome::Found(evidence),
        }
    })
}
