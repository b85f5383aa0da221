//! What the certificates of a card look like, by company and generation: data, with what it rests on.

use super::{Company, Issuer};
use crate::facts::CertificateRole;
use serde::{Deserialize, Serialize};

/// The layout of one generation of cards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateProfile {
    /// Stable id, for example `buypass-seid2`.
    pub id: String,
    /// Its name, as people call it.
    pub name: String,
    /// The company, as [`Company::id`] names it.
    pub company: String,
    /// What it rests on.
    pub basis: Basis,
    /// The authorities that issue it, as [`Issuer::id`] names them.
    pub issuers: Vec<String>,
    /// The roles on a complete card.
    pub roles: Vec<CertificateRole>,
    /// Whether given name and surname stand in attributes of their own.
    pub given_and_surname: bool,
    /// The algorithm of the keys.
    pub key_algorithm: String,
    /// The lengths that keys have.
    pub key_bits: Vec<u32>,
    /// The shortest and the longest validity in days. A certificate that only encrypts may have another.
    pub validity_days: [i64; 2],
    /// Arcs of certificate policies that say: on a card.
    pub card_policies: Vec<String>,
    /// How persons are numbered.
    pub identifier: IdentifierScheme,
    /// Arcs of certificate policies that say: not on a card.
    #[serde(default, rename = "other_carrier")]
    pub other_carriers: Vec<OtherCarrier>,
    /// The certificates, by their roles.
    #[serde(default, rename = "certificate")]
    pub certificates: Vec<CertificateLayout>,
}

/// What a profile rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Real certificates.
    Seen,
    /// Documents, or what others have published.
    Presumed,
}

/// The subject's serialNumber: the scheme 9578 of Nkom's register, the number of who registered the name, and a number
/// of the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentifierScheme {
    /// What it begins with.
    pub prefix: String,
    /// The first and the last number that the company has in the register.
    pub issuer_numbers: [u32; 2],
}

/// Where the keys of certificates with those policies are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherCarrier {
    /// `mobile` or `centralised`.
    pub carrier: String,
    /// Arcs of object identifiers.
    pub policies: Vec<String>,
}

/// The layout of one certificate of a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateLayout {
    /// Its roles.
    pub roles: Vec<CertificateRole>,
    /// Its key usage: one of these.
    pub key_usage: Vec<Vec<String>>,
    /// Its extended key usage: one of these; anything where there is none.
    #[serde(default)]
    pub extended_key_usage: Vec<Vec<String>>,
    /// Statements of EN 319 412-5 that it has: `compliance`, `type`, `sscd`, `pds`, `limit`, `retention`, `legislation`,
    /// `semantics`.
    #[serde(default)]
    pub qc_required: Vec<String>,
    /// Statements that it may have.
    #[serde(default)]
    pub qc_allowed: Vec<String>,
}

impl CertificateProfile {
    /// The layout of the certificate with those roles.
    pub fn layout(&self, roles: &[CertificateRole]) -> Option<&CertificateLayout> {
        self.certificates.iter().find(|layout| layout.roles == roles)
    }

    /// Whether a policy says that the key is on a card.
    pub fn is_for_card(&self, policy: &str) -> bool {
        self.card_policies.iter().any(|arc| is_below(policy, arc))
    }

    /// Where the key is, when a policy says that it is on no card.
    pub fn carrier(&self, policy: &str) -> Option<&str> {
        let other =
            self.other_carriers.iter().find(|one| one.policies.iter().any(|arc| is_below(policy, arc)));
        other.map(|one| one.carrier.as_str())
    }
}

/// The profile of a company's certificates: the one that names the issuer, else the company's first.
pub(super) fn find<'a>(
    profiles: &'a [CertificateProfile],
    company: &str,
    issuer: Option<&Issuer>,
) -> Option<&'a CertificateProfile> {
    let of_company = || profiles.iter().filter(|profile| profile.company == company);
    let by_issuer =
        issuer.and_then(|issuer| of_company().find(|profile| profile.issuers.contains(&issuer.id)));
    by_issuer.or_else(|| of_company().next())
}

/// The roles on a complete card of a company.
pub(super) fn roles<'a>(
    profile: Option<&'a CertificateProfile>,
    company: &'a Company,
) -> &'a [CertificateRole] {
    profile.map_or(&company.roles, |profile| &profile.roles)
}

/// Whether an object identifier is `arc` or stands below it.
fn is_below(oid: &str, arc: &str) -> bool {
    oid.strip_prefix(arc).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProfileFile {
    profile: Vec<CertificateProfile>,
}

/// The profiles that the tool carries.
pub(super) fn carried() -> Vec<CertificateProfile> {
    toml::from_str::<ProfileFile>(include_str!("certificate_profiles.toml"))
        .map(|file| file.profile)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::{IssuerKind, Policy};
    use super::*;

    #[test]
    fn every_issuer_to_persons_has_one_profile_and_every_name_is_known() {
        let policy = Policy::preset("helseid-prod").unwrap();
        let profiles = carried();
        assert_eq!(profiles.len(), 4);
        let cards = ["buypass", "commfides"];
        let persons = policy.issuers.iter().filter(|issuer| issuer.kind == IssuerKind::Person);
        for issuer in persons.filter(|issuer| cards.contains(&issuer.company.as_str())) {
            let named: Vec<_> =
                profiles.iter().filter(|profile| profile.issuers.contains(&issuer.id)).collect();
            assert_eq!(named.len(), 1, "{}", issuer.id);
            assert_eq!(named[0].company, issuer.company);
        }
        for id in profiles.iter().flat_map(|profile| &profile.issuers) {
            let known = policy.issuers.iter().any(|issuer| issuer.id == *id);
            assert!(known || id.starts_with("demo-"), "{id}");
        }
    }

    #[test]
    fn arcs_end_at_a_number() {
        let profile = &carried()[0];
        assert!(profile.is_for_card("2.16.578.1.26.1.3.1"));
        assert!(profile.is_for_card("2.16.578.1.26.1.3.1.7"));
        assert!(!profile.is_for_card("2.16.578.1.26.1.3.10"));
        assert_eq!(profile.carrier("2.16.578.1.26.1.3.6"), Some("mobile"));
        assert_eq!(profile.carrier("2.16.578.1.26.1.3.1"), None);
        let commfides = &carried()[2];
        assert!(commfides.is_for_card("2.16.578.1.29.912.310.1.0"));
        assert_eq!(commfides.carrier("2.16.578.1.29.12.110.1.0"), Some("centralised"));
        assert_eq!(commfides.carrier("2.16.578.1.29.12.500.1.0"), Some("mobile"));
    }

    #[test]
    fn no_policy_is_both_on_a_card_and_not() {
        for profile in carried() {
            for policy in profile.other_carriers.iter().flat_map(|one| &one.policies) {
                assert!(!profile.is_for_card(policy), "{policy}");
            }
        }
    }
}
