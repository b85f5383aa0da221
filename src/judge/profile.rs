//! How a certificate differs from what its issuer's certificates look like: a list of deviations, none of which stops a
//! login.

use crate::facts::CertificateRole;
use crate::judge::calendar;
use crate::pki::{Certificate, QcStatements};
use crate::policy::{CertificateLayout, CertificateProfile, IdentifierScheme};

/// One deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// A stable word.
    pub code: &'static str,
    /// The particulars, in words of the standards; never about a person.
    pub detail: String,
}

/// Every deviation of a certificate with those roles from a profile.
pub fn deviations(
    certificate: &Certificate,
    roles: &[CertificateRole],
    profile: &CertificateProfile,
) -> Vec<Deviation> {
    let mut found = Found(Vec::new());
    found.usage(certificate, profile.layout(roles), profile);
    found.policies(&certificate.extensions.policies, profile);
    found.statements(&certificate.extensions.qc, profile.layout(roles));
    found.subject(certificate, profile);
    found.key(certificate, profile);
    // Commfides lets the certificate for encryption live as long as its issuer: what was encrypted must be readable.
    if roles != [CertificateRole::Encryption] {
        found.validity(certificate, profile);
    }
    let extensions = &certificate.extensions;
    if extensions.access.ocsp.is_empty() && extensions.crl_distribution_points.is_empty() {
        found.add("revocation-address-missing", String::new());
    }
    found.0
}

/// The statements of EN 319 412-5, by object identifier: the word that profiles use, and the codes for one that is
/// missing and one that should not be there.
const STATEMENTS: &[(&str, &str, &str, &str)] = &[
    ("0.4.0.1862.1.1", "compliance", "qc-compliance-missing", "qc-compliance-unexpected"),
    ("0.4.0.1862.1.2", "limit", "qc-limit-missing", "qc-limit-unexpected"),
    ("0.4.0.1862.1.3", "retention", "qc-retention-missing", "qc-retention-unexpected"),
    ("0.4.0.1862.1.4", "sscd", "qc-sscd-missing", "qc-sscd-unexpected"),
    ("0.4.0.1862.1.5", "pds", "qc-pds-missing", "qc-pds-unexpected"),
    ("0.4.0.1862.1.6", "type", "qc-type-missing", "qc-type-unexpected"),
    ("0.4.0.1862.1.7", "legislation", "qc-legislation-missing", "qc-legislation-unexpected"),
    ("1.3.6.1.5.5.7.11.1", "semantics", "qc-semantics-missing", "qc-semantics-unexpected"),
    ("1.3.6.1.5.5.7.11.2", "semantics", "qc-semantics-missing", "qc-semantics-unexpected"),
];

struct Found(Vec<Deviation>);

impl Found {
    fn add(&mut self, code: &'static str, detail: String) {
        if !self.0.iter().any(|known| known.code == code && known.detail == detail) {
            self.0.push(Deviation { code, detail });
        }
    }

    fn usage(
        &mut self,
        certificate: &Certificate,
        layout: Option<&CertificateLayout>,
        profile: &CertificateProfile,
    ) {
        let own = certificate.extensions.key_usage.map(|usage| usage.names()).unwrap_or_default();
        let layouts = profile.certificates.iter();
        let known = match layout {
            Some(layout) => layout.key_usage.contains(&own),
            None => layouts.flat_map(|layout| &layout.key_usage).any(|usage| *usage == own),
        };
        if !known {
            self.add("key-usage-unexpected", listed(&own));
        }
        let purposes = &certificate.extensions.extended_key_usage;
        let same = |expected: &Vec<String>| {
            expected.len() == purposes.len() && expected.iter().all(|purpose| purposes.contains(purpose))
        };
        let expected = layout.map_or(&[][..], |layout| &layout.extended_key_usage);
        if !expected.is_empty() && !expected.iter().any(same) {
            self.add("extended-key-usage-unexpected", listed(purposes));
        }
    }

    fn policies(&mut self, policies: &[String], profile: &CertificateProfile) {
        // A policy of another carrier is told by `cert.not_for_card`.
        let known = |policy: &String| profile.is_for_card(policy) || profile.carrier(policy).is_some();
        if !policies.iter().any(known) {
            self.add("policy-unexpected", listed(policies));
        }
    }

    fn statements(&mut self, qc: &QcStatements, layout: Option<&CertificateLayout>) {
        for what in &qc.malformed {
            self.add("qc-malformed", what.clone());
        }
        for kind in qc.types.iter().filter(|kind| *kind != "esign") {
            self.add("qc-type-other", kind.clone());
        }
        // EN 319 412-5 §4.3.4: over https.
        for address in qc.pds.iter().filter(|address| !address.starts_with("https://")) {
            self.add("qc-pds-not-https", address.clone());
        }
        let Some(layout) = layout else { return };
        let there = |word: &str| match word {
            "semantics" => !qc.semantics.is_empty(),
            word => {
                STATEMENTS.iter().any(|(oid, one, ..)| *one == word && qc.statements.iter().any(|s| s == oid))
            }
        };
        for word in &layout.qc_required {
            if let Some((_, _, missing, _)) = STATEMENTS.iter().find(|(_, one, ..)| one == word)
                && !there(word)
            {
                self.add(missing, String::new());
            }
        }
        let takes =
            |word: &str| layout.qc_required.iter().chain(&layout.qc_allowed).any(|expected| expected == word);
        for oid in &qc.statements {
            match STATEMENTS.iter().find(|(known, ..)| known == oid) {
                Some((_, word, _, unexpected)) if !takes(word) => self.add(unexpected, String::new()),
                None if !oid.starts_with("0.4.0.194121.1.") => self.add("qc-statement-unknown", oid.clone()),
                _ => {}
            }
        }
    }

    fn subject(&mut self, certificate: &Certificate, profile: &CertificateProfile) {
        let get = |kind| certificate.subject.get(kind);
        if profile.given_and_surname && (get("GN").is_none() || get("SN").is_none()) {
            self.add("names-missing", String::new());
        }
        match get("serialNumber") {
            None | Some("") => self.add("identifier-missing", String::new()),
            Some(number) => match registered_by(number, &profile.identifier) {
                None => self.add("identifier-scheme-unexpected", String::new()),
                Some(issuer) => {
                    let [first, last] = profile.identifier.issuer_numbers;
                    if !(first..=last).contains(&issuer) {
                        self.add("identifier-issuer-unexpected", format!("{issuer:04}"));
                    }
                }
            },
        }
    }

    fn key(&mut self, certificate: &Certificate, profile: &CertificateProfile) {
        let key = &certificate.key;
        if key.algorithm != profile.key_algorithm {
            self.add("key-algorithm-unexpected", key.algorithm.clone());
        } else if !profile.key_bits.contains(&key.bits) {
            self.add("key-size-unexpected", format!("{} bits", key.bits));
        }
    }

    fn validity(&mut self, certificate: &Certificate, profile: &CertificateProfile) {
        let days = calendar::days_between(certificate.not_before, certificate.not_after);
        let [shortest, longest] = profile.validity_days;
        if days < shortest {
            self.add("validity-short", format!("{days} days"));
        } else if days > longest {
            self.add("validity-long", format!("{days} days"));
        }
    }
}

/// The number of who registered an identifier of the scheme: `UN:NO-9578-4050-105331797` was by 4050. What follows is
/// theirs: at least one letter or digit.
fn registered_by(number: &str, scheme: &IdentifierScheme) -> Option<u32> {
    let (issuer, own) = number.strip_prefix(&scheme.prefix)?.split_once('-')?;
    let four = issuer.len() == 4 && issuer.bytes().all(|byte| byte.is_ascii_digit());
    let plain = !own.is_empty() && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if four && plain { issuer.parse().ok() } else { None }
}

fn listed(words: &[String]) -> String {
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_taken_apart() {
        let scheme =
            |prefix: &str| IdentifierScheme { prefix: prefix.to_owned(), issuer_numbers: [4050, 4050] };
        let seid2 = scheme("UN:NO-9578-");
        assert_eq!(registered_by("UN:NO-9578-4050-105331797", &seid2), Some(4050));
        assert_eq!(registered_by("UN:NO-9578-4510-00001ENwhq7", &seid2), Some(4510));
        assert_eq!(registered_by("9578-4050-105331797", &scheme("9578-")), Some(4050));
        for odd in
            ["105331797", "9578-4050-105331797", "UN:NO-9578-4050-", "UN:NO-9578-405-1", "UN:NO-9578-4050"]
        {
            assert_eq!(registered_by(odd, &seid2), None, "{odd}");
        }
        assert_eq!(registered_by("UN:NO-9578-4050-1 2", &seid2), None);
        assert_eq!(registered_by("UN:NO-9578-+050-12", &seid2), None);
    }
}
