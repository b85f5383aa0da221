//! Who issued a certificate, by its path: keyed on the key, never on the name alone.

use crate::pki::Certificate;
use crate::pki::path::{Code, Judgement};
use crate::policy::{Company, Environment, Issuer, IssuerKind, Policy};

/// Who issued a certificate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum IssuedBy<'a> {
    /// A known issuer: its name and its key agree.
    Known(&'a Issuer),
    /// An authority that is not known itself, below a known issuer.
    Below(&'a Issuer),
    /// It names a known issuer, and none of the keys of that name made the signature.
    NameOnly(&'a Issuer),
    /// It names a company whose cards count, and no issuer that is known.
    Claimed(&'a Company),
    /// Somebody else.
    Other,
}

impl IssuedBy<'_> {
    /// Whether `certificate`, which it issued, is or claims to be one of an e-ID.
    pub fn is_of_an_eid(&self, certificate: &Certificate) -> bool {
        match self {
            IssuedBy::Known(issuer) | IssuedBy::NameOnly(issuer) => issuer.kind == IssuerKind::Person,
            IssuedBy::Below(_) => is_a_persons(certificate),
            IssuedBy::Claimed(_) => true,
            IssuedBy::Other => false,
        }
    }

    /// Where it belongs.
    pub fn environment(&self) -> Environment {
        match self {
            IssuedBy::Known(issuer) | IssuedBy::Below(issuer) => issuer.environment,
            _ => Environment::Unknown,
        }
    }
}

/// Who issued `certificate`, whose path is `judgement`.
pub(super) fn by<'a>(certificate: &Certificate, judgement: &Judgement, policy: &'a Policy) -> IssuedBy<'a> {
    if let Some(anchor) = &judgement.anchor {
        let is_it = |issuer: &&Issuer| {
            issuer.spki.0 == anchor.spki
                && issuer.subject.0 == anchor.name.der
                && issuer.not_after == anchor.not_after
        };
        if let Some(issuer) = policy.issuers.iter().find(is_it) {
            let direct = judgement.chain.len() == 1;
            return if direct { IssuedBy::Known(issuer) } else { IssuedBy::Below(issuer) };
        }
    }
    let named = |issuer: &&Issuer| issuer.subject.0 == certificate.issuer.der;
    if let Some(issuer) = policy.issuers.iter().filter(named).max_by_key(|issuer| issuer.not_after)
        && judgement.anchor.is_none()
        && has(judgement, Code::SignatureInvalid)
    {
        return IssuedBy::NameOnly(issuer);
    }
    let name = certificate.issuer.to_string().to_lowercase();
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    policy
        .companies
        .iter()
        .find(|company| company.claims.iter().any(|word| name.contains(word.as_str())))
        .map_or(IssuedBy::Other, IssuedBy::Claimed)
}

fn has(judgement: &Judgement, code: Code) -> bool {
    judgement.reasons.iter().any(|reason| reason.code == code)
}

/// Whether the subject is a natural person as Norwegian issuers name them: by a number of the scheme `9578`, or by given
/// name and surname.
fn is_a_persons(certificate: &Certificate) -> bool {
    let get = |kind| certificate.subject.get(kind);
    get("serialNumber").is_some_and(|number| number.contains("9578-"))
        || (get("GN").is_some() && get("SN").is_some())
}
