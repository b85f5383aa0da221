//! Why a path is not accepted.

/// One reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What is wrong.
    pub code: Code,
    /// Which certificate of the path it concerns: 0 for the one that was asked about, 1 for its issuer, and so on; the
    /// anchor counts last.
    pub place: usize,
    /// The particulars, in a few words that name no person.
    pub detail: String,
}

/// What can be wrong with a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// No issuer of that name leads to an anchor.
    IssuerNotFound,
    /// The search was given up: there are too many ways to go.
    SearchBounded,
    /// The signature was not made with the issuer's key.
    SignatureInvalid,
    /// Nobody here can verify the signature algorithm.
    AlgorithmUnsupported,
    /// SHA-1, or worse.
    WeakSignature,
    /// The key is shorter than the rules allow.
    WeakKey,
    /// Its validity has not begun.
    NotYetValid,
    /// Its validity is over.
    Expired,
    /// The anchor's validity has not begun, or is over.
    AnchorOutsideValidity,
    /// It issues certificates and is no authority.
    NotAnAuthority,
    /// More authorities follow than one above allows.
    PathTooLong,
    /// Its key usage does not allow what it is used for.
    KeyUsage,
    /// Its extended key usage does not allow what it is used for.
    ExtendedKeyUsage,
    /// A critical extension that is not understood.
    UnknownCriticalExtension,
    /// An extension that must be read cannot be.
    MalformedExtension,
    /// It is not written as RFC 5280 §4.1 demands.
    MalformedCertificate,
    /// A name lies outside what an authority above may issue.
    NameNotPermitted,
    /// A name lies in what an authority above may not issue.
    NameExcluded,
    /// A name of a form that is constrained and whose constraints nobody can follow.
    NameConstraintUnsupported,
    /// No policy is left that all agree on, and one must be.
    NoPolicy,
    /// A policy is mapped to or from `anyPolicy`.
    PolicyMappedToAny,
    /// Its issuer has revoked it.
    Revoked,
    /// Its issuer's responder does not know it.
    RevocationUnknown,
    /// Whether it is revoked could not be found out.
    RevocationUndetermined,
}

impl Reason {
    /// Whether it would stand against every other path of the certificate too.
    pub(super) fn is_of_every_path(&self) -> bool {
        let of_itself = matches!(
            self.code,
            Code::WeakSignature
                | Code::WeakKey
                | Code::NotYetValid
                | Code::Expired
                | Code::KeyUsage
                | Code::ExtendedKeyUsage
                | Code::UnknownCriticalExtension
                | Code::MalformedExtension
                | Code::MalformedCertificate
                | Code::Revoked
        );
        self.place == 0 && of_itself
    }
}

impl Code {
    /// A stable word for reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::IssuerNotFound => "issuer-not-found",
            Code::SearchBounded => "search-bounded",
            Code::SignatureInvalid => "signature-invalid",
            Code::AlgorithmUnsupported => "algorithm-unsupported",
            Code::WeakSignature => "weak-signature",
            Code::WeakKey => "weak-key",
            Code::NotYetValid => "not-yet-valid",
            Code::Expired => "expired",
            Code::AnchorOutsideValidity => "anchor-outside-validity",
            Code::NotAnAuthority => "not-an-authority",
            Code::PathTooLong => "path-too-long",
            Code::KeyUsage => "key-usage",
            Code::ExtendedKeyUsage => "extended-key-usage",
            Code::UnknownCriticalExtension => "unknown-critical-extension",
            Code::MalformedExtension => "malformed-extension",
            Code::MalformedCertificate => "malformed-certificate",
            Code::NameNotPermitted => "name-not-permitted",
            Code::NameExcluded => "name-excluded",
            Code::NameConstraintUnsupported => "name-constraint-unsupported",
            Code::NoPolicy => "no-policy",
            Code::PolicyMappedToAny => "policy-mapped-to-any",
            Code::Revoked => "revoked",
            Code::RevocationUnknown => "revocation-unknown",
            Code::RevocationUndetermined => "revocation-undetermined",
        }
    }

    /// Whether it says that something could not be found out, rather than that it is wrong.
    pub fn is_open(self) -> bool {
        matches!(
            self,
            Code::SearchBounded
                | Code::AlgorithmUnsupported
                | Code::RevocationUnknown
                | Code::RevocationUndetermined
        )
    }
}
