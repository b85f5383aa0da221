//! What a path must fulfil, beyond what RFC 5280 demands of every path.

use crate::pki::ANY_POLICY;
use jiff::Timestamp;

/// The inputs of RFC 5280 §6.1.1, and what relying parties add.
#[derive(Debug, Clone, PartialEq)]
pub struct Rules {
    /// The moment that validity is judged at.
    pub at: Timestamp,
    /// The moment that the freshness of revocation answers is judged at.
    pub fresh_at: Timestamp,
    /// `user-initial-policy-set`; empty means any policy.
    pub policies: Vec<String>,
    /// `initial-explicit-policy`.
    pub explicit_policy: bool,
    /// `initial-policy-mapping-inhibit`.
    pub inhibit_policy_mapping: bool,
    /// `initial-any-policy-inhibit`.
    pub inhibit_any_policy: bool,
    /// What the certificate is to be used for.
    pub purpose: Purpose,
    /// What is asked of revocation.
    pub revocation: RevocationRule,
    /// The shortest RSA key that is accepted, bits.
    pub shortest_rsa: u32,
}

/// What is asked of revocation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RevocationRule {
    /// Nothing: nobody looks.
    Ignored,
    /// What is known counts; what is not known does not.
    WhereKnown,
    /// A certificate holds only after its issuer has said that it is not revoked.
    Required,
}

/// What a certificate is to be used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Anything.
    Any,
    /// Logging in.
    Authentication,
    /// Signing documents.
    Signature,
    /// Signing revocation lists.
    RevocationList,
}

/// SOG-IS Agreed Cryptographic Mechanisms 1.3 §4.1 tolerates RSA from 1900 bits; Buypass has issued 2032.
const SHORTEST_RSA: u32 = 1900;

impl Rules {
    /// The rules that every path is held to, at a moment.
    pub fn at(at: Timestamp) -> Self {
        Rules {
            at,
            fresh_at: at,
            policies: Vec::new(),
            explicit_policy: false,
            inhibit_policy_mapping: false,
            inhibit_any_policy: false,
            purpose: Purpose::Any,
            revocation: RevocationRule::Ignored,
            shortest_rsa: SHORTEST_RSA,
        }
    }

    /// Whether the initial policies name that one, or leave the choice free.
    pub(super) fn takes_policy(&self, policy: &str) -> bool {
        let any = self.policies.is_empty() || self.policies.iter().any(|one| one == ANY_POLICY);
        any || self.policies.iter().any(|one| one == policy)
    }
}

impl Purpose {
    /// The key usage that it needs, one of these.
    pub(super) fn key_usage(self) -> &'static [&'static str] {
        match self {
            Purpose::Any => &[],
            Purpose::Authentication => &["digitalSignature"],
            Purpose::Signature => &["nonRepudiation"],
            Purpose::RevocationList => &["cRLSign"],
        }
    }

    /// The extended key usage that it needs where there is any, one of these.
    pub(super) fn extended_key_usage(self) -> &'static [&'static str] {
        match self {
            Purpose::Any | Purpose::RevocationList => &[],
            Purpose::Authentication => &["anyExtendedKeyUsage", "clientAuth"],
            Purpose::Signature => &[
                "anyExtendedKeyUsage",
                "emailProtection",
                "documentSigning",
                "msDocumentSigning",
                "authenticDocumentsTrust",
            ],
        }
    }
}
