//! What checks of certificates share.

use crate::judge::check::Outcome;
use crate::judge::dossier::CertificateDossier;
use crate::judge::engine::role_list;
use crate::judge::value::Evidence;

/// Which certificate it is, by its role.
pub(super) fn evidence(one: &CertificateDossier) -> Evidence {
    Evidence::none().list("role", role_list(&one.roles))
}

/// A fault counts where a login stands or falls with the certificate; on an employer's own certificate, or on one
/// that only encrypts, it is information.
pub(super) fn weigh(one: &CertificateDossier, fault: bool, evidence: Evidence) -> Outcome {
    match fault && !one.matters() {
        true => Outcome::Noted(evidence),
        false => Outcome::found_if(fault, evidence),
    }
}
