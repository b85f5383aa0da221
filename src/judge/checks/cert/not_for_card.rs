//! The certificate's policy says that its key is on no card.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::policy::Severity;

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.not_for_card",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Warn,
    needs: &["cert.unreadable", "cert.issuer_signature_invalid"],
    cites: &["policy: certificate_profiles.other_carrier"],
    evidence: &["role", "policy", "carrier"],
    remedies: &["pick-card-certificate", "report-certificate"],
    text: include_str!("not_for_card.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let Some(profile) = dossier.profile_of(one) else { return Outcome::NotApplicable("no-profile") };
        let policies = &certificate.extensions.policies;
        // One policy for cards beside others is enough.
        if policies.iter().any(|policy| profile.is_for_card(policy)) {
            return Outcome::pass();
        }
        let other = policies.iter().find_map(|policy| Some((policy, profile.carrier(policy)?)));
        match other {
            None => Outcome::pass(),
            Some((policy, carrier)) => {
                let evidence = certificate::evidence(one).text("policy", policy).text("carrier", carrier);
                certificate::weigh(one, true, evidence)
            }
        }
    })
}
