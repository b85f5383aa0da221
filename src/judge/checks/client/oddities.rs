//! What is odd in a configuration file, by the codes that reading it gave.

use crate::facts::ClientFacts;
use crate::judge::check::Outcome;
use crate::judge::dossier::Dossier;
use crate::judge::value::Evidence;

/// Codes that have a check of their own.
const TOLD_ELSEWHERE: [&str; 2] = ["no-authorization-code", "no-loopback-redirect"];
/// Beginnings of codes for what Selvbetjening never writes.
const EDITED: [&str; 6] =
    ["utf-16", "jwk-", "client-id-not-guid", "key-size-differs", "secret-type-unknown", "pkce-not-required"];
/// Codes of addresses that are used as they stand.
const UNFIT: [&str; 2] = ["authority-insecure", "authority-retired-host"];
/// A scope that a login can do without: it only tells when the key expires.
const SELF_SERVICE: &str = "scope-selvbetjening-missing";

/// Found when the file has oddities whose code is so.
pub(super) fn told(dossier: &Dossier, is_mine: impl Fn(&str) -> bool) -> Outcome {
    let Some(client) = &dossier.facts.client else { return Outcome::NotApplicable("no-client") };
    let codes = codes(client, is_mine);
    Outcome::found_if(!codes.is_empty(), Evidence::none().list("codes", codes))
}

/// The codes that are so, each once.
pub(super) fn codes(client: &ClientFacts, is_mine: impl Fn(&str) -> bool) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for oddity in client.oddities.iter().filter(|oddity| is_mine(&oddity.code)) {
        if !codes.contains(&oddity.code) {
            codes.push(oddity.code.clone());
        }
    }
    codes
}

/// A scope that a login needs is missing.
pub(super) fn is_scope(code: &str) -> bool {
    code.starts_with("scope-") && code != SELF_SERVICE
}

/// The address of the provider is odd in a way that reading the file does not put right.
pub(super) fn is_unfit(code: &str) -> bool {
    UNFIT.contains(&code)
}

/// Somebody edited the file.
pub(super) fn is_edited(code: &str) -> bool {
    EDITED.iter().any(|start| code.starts_with(start))
}

/// Everything that no other check tells.
pub(super) fn is_worth_knowing(code: &str) -> bool {
    !(code.starts_with("authority-") || is_scope(code) || is_edited(code) || TOLD_ELSEWHERE.contains(&code))
}
