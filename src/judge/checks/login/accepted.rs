//! What an accepted ID token says of who logged in.

use crate::facts::{IdentityFacts, LoginFacts};
use crate::judge::check::Outcome;
use crate::judge::dossier::Dossier;
use crate::judge::login::{self, Comparison};
use crate::judge::value::{BETWEEN_PERSONS, Evidence};

/// The login and the identity that it ended with; else why there is nothing to look at.
pub(super) fn identity<'a>(dossier: &Dossier<'a>) -> Result<(&'a LoginFacts, &'a IdentityFacts), Outcome> {
    let login = dossier.facts.login.as_ref().ok_or(Outcome::NotApplicable("no-login"))?;
    match (&login.identity, &login.fault) {
        // Whatever was told before a fault, the login that told it did not hold.
        (_, Some(_)) => Err(Outcome::NotApplicable(super::super::provider::teller(dossier))),
        (Some(identity), None) => Ok((login, identity)),
        // That there is neither is told once.
        (None, None) => Err(Outcome::NotApplicable(super::level_not_reached::CHECK.id)),
    }
}

/// Who logged in, against everybody who could be meant; else why nobody is.
pub(super) fn person(dossier: &Dossier) -> Result<Comparison, Outcome> {
    let (_, identity) = identity(dossier)?;
    let found = login::compare(dossier, identity);
    match found.is_asked() {
        true => Ok(found),
        false => Err(Outcome::NotApplicable("no-person-expected")),
    }
}

/// Who logged in, who should have, and in what the names differ.
pub(super) fn persons(found: &Comparison) -> Evidence {
    let mut differences: Vec<String> =
        found.differences.iter().map(|one| one.kind.code().to_owned()).collect();
    differences.dedup();
    let evidence = match found.expected.is_empty() {
        true => Evidence::none().text("expected", "by-number"),
        false => Evidence::none().person("expected", found.expected.join(BETWEEN_PERSONS)),
    };
    let evidence = match &found.logged_in {
        Some(name) => evidence.person("logged_in", name),
        None => evidence.text("logged_in", "unknown"),
    };
    evidence.list("differences", differences)
}
