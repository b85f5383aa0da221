//! Who may have issued a certificate: those of the policy, those on the cards, those that were fetched, and roots of the
//! operating system.

use crate::pki::{Certificate, Name};
use crate::policy::Policy;

/// The most that are remembered: what is fetched is somebody else's data.
const MOST: usize = 256;

/// All that are known so far.
pub(super) struct Issuers(Vec<Known>);

/// One of them.
pub(super) struct Known {
    name: Name,
    /// SubjectPublicKeyInfo, DER.
    pub spki: Vec<u8>,
    /// Its certificate, where it is not trusted by itself.
    pub certificate: Option<Certificate>,
}

impl Issuers {
    /// Those of the policy: names and keys that need nobody above them.
    pub(super) fn of(policy: &Policy) -> Self {
        let known = policy.issuers.iter().filter_map(|issuer| {
            let name = Name::parse(&issuer.subject.0).ok()?;
            Some(Known { name, spki: issuer.spki.0.clone(), certificate: None })
        });
        Issuers(known.collect())
    }

    /// One that is known by its certificate.
    pub(super) fn add(&mut self, certificate: Certificate) {
        let (name, spki) = (certificate.subject.clone(), certificate.key.spki.clone());
        self.remember(Known { name, spki, certificate: Some(certificate) });
    }

    /// One that the operating system trusts.
    pub(super) fn trust(&mut self, root: &Certificate) {
        let (name, spki) = (root.subject.clone(), root.key.spki.clone());
        self.remember(Known { name, spki, certificate: None });
    }

    fn remember(&mut self, issuer: Known) {
        let same = |known: &Known| known.spki == issuer.spki && known.name.matches(&issuer.name);
        if self.0.len() < MOST && !self.0.iter().any(same) {
            self.0.push(issuer);
        }
    }

    /// Whether the key of `authority` is one of them, by its name.
    pub(super) fn has_key_of(&self, authority: &Certificate) -> bool {
        let same = |known: &Known| known.spki == authority.key.spki && known.name.matches(&authority.subject);
        self.0.iter().any(same)
    }

    /// Whether one of them has the name that the certificate gives its issuer.
    pub(super) fn has_name_of_issuer(&self, certificate: &Certificate) -> bool {
        self.0.iter().any(|known| known.name.matches(&certificate.issuer))
    }

    /// The first whose name the certificate gives and whose key made its signature.
    pub(super) fn find(&self, certificate: &Certificate) -> Option<&Known> {
        self.0.iter().find(|known| {
            known.name.matches(&certificate.issuer) && certificate.verify_signed_by(&known.spki).is_ok()
        })
    }
}
