//! What is wrong with a key. Never with a part of the key in it: names of members, numbers of bits and places only.

/// Why a text is not a key that can be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyFault {
    /// The text is not JSON.
    #[error("the JWK is not JSON: line {line}, column {column} of its text")]
    NotJson {
        /// The line, from 1.
        line: usize,
        /// The column in bytes.
        column: usize,
    },
    /// The text is JSON, and not an object.
    #[error("the JWK is not a JSON object")]
    NotAnObject,
    /// The text is not XML, or not an RSAKeyValue.
    #[error("the key is not a well-formed RSAKeyValue element")]
    NotRsaKeyValue,
    /// A member comes twice (RFC 7517 §4).
    #[error("the key has the member {member} twice")]
    MemberTwice {
        /// Its name; `?` where it is not one of those that are read.
        member: &'static str,
    },
    /// A member that must be there is not.
    #[error("the key has no {member}")]
    MemberMissing {
        /// Its name.
        member: &'static str,
    },
    /// A member is not of the type that it must have.
    #[error("{member} of the key is not a {expected}")]
    MemberType {
        /// Its name.
        member: &'static str,
        /// What it must be.
        expected: &'static str,
    },
    /// A member is not base64url, or in XML not base64.
    #[error("{member} of the key is not base64")]
    NotBase64 {
        /// Its name.
        member: &'static str,
    },
    /// A member is longer than any key's.
    #[error("{member} of the key has {characters} characters; no key has that many")]
    MemberTooLong {
        /// Its name.
        member: &'static str,
        /// Its length.
        characters: usize,
    },
    /// A symmetric key (`oct`), which proves nothing to anybody else.
    #[error("the key is symmetric (kty oct), not a private key")]
    Symmetric,
    /// Another type than RSA and EC.
    #[error("the key is neither RSA nor EC (kty)")]
    UnknownKeyType,
    /// Another curve than P-256, P-384 and P-521.
    #[error("the key is on none of the curves P-256, P-384 and P-521 (crv)")]
    UnknownCurve,
    /// `alg` is not the name of an asymmetric signature algorithm.
    #[error("alg of the key is none of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384 and ES512")]
    UnknownAlgorithm,
    /// `alg` is an algorithm for another type of key.
    #[error("a key of this type does not sign with {algorithm}, which is its alg")]
    AlgorithmMisfit {
        /// Its name.
        algorithm: &'static str,
    },
    /// `use` or `key_ops` keep it from signing.
    #[error("{member} says that the key is not for signing")]
    NotForSigning {
        /// `use` or `key_ops`.
        member: &'static str,
    },
    /// There is no private part.
    #[error("the key is public only: it has no {member}")]
    PublicOnly {
        /// The private member, `d`.
        member: &'static str,
    },
    /// More than two primes (RFC 7518 §6.3.2.7).
    #[error("the RSA key has more than two primes (oth)")]
    MultiPrime,
    /// Shorter than RFC 7518 §3.3 allows.
    #[error("the RSA key has {bits} bits, which is fewer than 2048")]
    TooShort {
        /// Length of the modulus.
        bits: u32,
    },
    /// Longer than what is signed with here.
    #[error("the RSA key has {bits} bits, which is more than 4096")]
    TooLong {
        /// Length of the modulus.
        bits: u32,
    },
    /// A length between, with which `ring` does not sign.
    #[error("the RSA key has {bits} bits, which is none of 2048, 3072 and 4096")]
    UnusualSize {
        /// Length of the modulus.
        bits: u32,
    },
    /// The modulus is even.
    #[error("n is even: it is not the product of two large primes")]
    EvenModulus,
    /// The public exponent is even, too small or too large.
    #[error("e is not an odd number from 65537 to 2^33")]
    Exponent,
    /// The primes are not the modulus's.
    #[error("n is not the product of p and q")]
    NotTheProduct,
    /// The private exponent does not belong to the public one.
    #[error("d is not the inverse of e modulo lcm(p-1, q-1)")]
    PrivateExponent,
    /// `dp`, `dq` or `qi` does not follow from the others.
    #[error("{member} does not follow from the other numbers of the key")]
    CrtValue {
        /// `dp`, `dq` or `qi`.
        member: &'static str,
    },
    /// A number that is shorter or longer than the curve's (RFC 7518 §6.2).
    #[error("{member} has {octets} octets; on {curve} it has {expected}")]
    OctetLength {
        /// `x`, `y` or `d`.
        member: &'static str,
        /// `P-256`, `P-384` or `P-521`.
        curve: &'static str,
        /// How many it has.
        octets: usize,
        /// How many it must have.
        expected: usize,
    },
    /// The point is not on the curve, or not the one that `d` gives.
    #[error("x and y are not the public key of d")]
    NotOfOneKey,
    /// The library that signs refuses it for another reason, such as primes of unequal length.
    #[error("the key is refused: {why}")]
    Refused {
        /// The library's word for it.
        why: String,
    },
}

impl KeyFault {
    /// A stable word for reports.
    pub fn code(&self) -> &'static str {
        match self {
            KeyFault::NotJson { .. } => "key-not-json",
            KeyFault::NotAnObject => "key-not-an-object",
            KeyFault::NotRsaKeyValue => "key-not-rsa-key-value",
            KeyFault::MemberTwice { .. } => "key-member-twice",
            KeyFault::MemberMissing { .. } => "key-member-missing",
            KeyFault::MemberType { .. } => "key-member-type",
            KeyFault::NotBase64 { .. } => "key-not-base64",
            KeyFault::MemberTooLong { .. } => "key-member-too-long",
            KeyFault::Symmetric => "key-symmetric",
            KeyFault::UnknownKeyType => "key-type-unknown",
            KeyFault::UnknownCurve => "key-curve-unknown",
            KeyFault::UnknownAlgorithm => "key-algorithm-unknown",
            KeyFault::AlgorithmMisfit { .. } => "key-algorithm-misfit",
            KeyFault::NotForSigning { .. } => "key-not-for-signing",
            KeyFault::PublicOnly { .. } => "key-public-only",
            KeyFault::MultiPrime => "key-multi-prime",
            KeyFault::TooShort { .. } => "key-too-short",
            KeyFault::TooLong { .. } => "key-too-long",
            KeyFault::UnusualSize { .. } => "key-unusual-size",
            KeyFault::EvenModulus => "key-even-modulus",
            KeyFault::Exponent => "key-exponent",
            KeyFault::NotTheProduct => "key-not-the-product",
            KeyFault::PrivateExponent => "key-private-exponent",
            KeyFault::CrtValue { .. } => "key-crt-value",
            KeyFault::OctetLength { .. } => "key-octet-length",
            KeyFault::NotOfOneKey => "key-not-of-one-key",
            KeyFault::Refused { .. } => "key-refused",
        }
    }
}

/// Why nothing was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignFault {
    /// A key of this type does not sign so.
    #[error("a key of this type does not sign with {0}")]
    Algorithm(super::Algorithm),
    /// The operating system gave no random numbers, or the primes of the key are none.
    #[error("the signature could not be made")]
    Failed,
}
