//! The HelseID client: its configuration file, its key, and what the services say of it.

mod authority_edited;
mod authority_unfit;
mod clock_off;
mod file_edited;
mod file_oddity;
mod file_readable;
mod key_expired;
mod key_expires_soon;
mod key_unknown;
mod key_weak;
mod no_loopback_redirect;
mod no_useful_answer;
mod no_user_login;
mod not_approved;
mod oddities;
mod other_environment;
mod refused;
mod request_refused;
mod scope_refused;
mod scopes_missing;
mod self_service_silent;
mod tls_untrusted;
mod unreachable;

use crate::judge::check::Check;
use crate::judge::dossier::Dossier;

/// What to do about each of them: where it depends on the cause, by that.
pub(in crate::judge) fn remedies_of(check: &Check, dossier: &Dossier) -> &'static [&'static str] {
    match check.id == self_service_silent::CHECK.id {
        true => self_service_silent::remedies(dossier),
        false => check.remedies,
    }
}

/// The checks of this area, in the order of reports: what stands in the way of others first.
pub(super) const CHECKS: &[&Check] = &[
    &other_environment::CHECK,
    &authority_unfit::CHECK,
    &key_weak::CHECK,
    &key_expired::CHECK,
    &clock_off::CHECK,
    &unreachable::CHECK,
    &tls_untrusted::CHECK,
    &no_useful_answer::CHECK,
    &key_unknown::CHECK,
    &refused::CHECK,
    &not_approved::CHECK,
    &scope_refused::CHECK,
    &request_refused::CHECK,
    &key_expires_soon::CHECK,
    &scopes_missing::CHECK,
    &no_user_login::CHECK,
    &no_loopback_redirect::CHECK,
    &authority_edited::CHECK,
    &file_edited::CHECK,
    &file_readable::CHECK,
    &self_service_silent::CHECK,
    &file_oddity::CHECK,
];
