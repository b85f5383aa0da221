//! The certificate differs from what its issuer's certificates look like.

use super::certificate;
use crate::judge::check::{Check, Outcome, Scope};
use crate::judge::dossier::{Dossier, Subject};
use crate::judge::profile::{Deviation, deviations};
use crate::policy::{Basis, Severity};

/// The check.
pub(super) static CHECK: Check = Check {
    id: "cert.profile_deviation",
    since: "0.1.0",
    scope: Scope::Certificate,
    severity: Severity::Info,
    needs: &["cert.unreadable"],
    cites: &["policy: certificate_profiles", "ETSI EN 319 412-2", "ETSI EN 319 412-5"],
    evidence: &["role", "profile", "basis", "deviations", "detail"],
    remedies: &[],
    text: include_str!("profile_deviation.toml"),
    judge,
};

fn judge(dossier: &Dossier, subject: Subject) -> Outcome {
    certificate::with(dossier, subject, |one, certificate| {
        let Some(profile) = dossier.profile_of(one) else { return Outcome::NotApplicable("no-profile") };
        let found = deviations(certificate, &one.roles, profile);
        let evidence = certificate::evidence(one).text("profile", &profile.name).text(
            "basis",
            match profile.basis {
                Basis::Seen => "seen",
                Basis::Presumed => "presumed",
            },
        );
        if found.is_empty() {
            return Outcome::Pass(evidence);
        }
        let codes = found.iter().map(|deviation| deviation.code.to_owned()).collect();
        let details: Vec<String> = found.iter().map(particulars).collect();
        Outcome::Noted(evidence.list("deviations", codes).text("detail", format!("[{}]", details.join(", "))))
    })
}

/// `key-size-unexpected (1024 bits)`
fn particulars(deviation: &Deviation) -> String {
    match deviation.detail.as_str() {
        "" => deviation.code.to_owned(),
        detail => format!("{} ({detail})", deviation.code),
    }
}
