//! What is unusual in a configuration file that can be used all the same. Nothing of the file's content is in the words.

use crate::openid::authority::Surplus;
use crate::openid::redirect::RedirectFault;

/// Something unusual.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// A byte order mark before UTF-8.
    ByteOrderMark,
    /// The text is UTF-16.
    Utf16,
    /// Something stands behind the authority.
    AuthoritySurplus(Surplus),
    /// The authority is http, and not on this computer.
    InsecureAuthority,
    /// The authority's host has a name that NHN gave up.
    RetiredHost,
    /// `privateJwk` is percent-encoded.
    JwkPercentEncoded,
    /// `privateJwk` is an object instead of its text.
    JwkAsObject,
    /// `clientId` is not a GUID.
    ClientIdNotGuid,
    /// `rsaKeySizeBits` is not the length of the modulus.
    SizeDiffers {
        /// What the file says.
        declared: u32,
        /// What the key has.
        bits: u32,
    },
    /// Only one of the two forms of the key is there.
    OneKeyMember {
        /// Which.
        present: KeyMember,
    },
    /// The JWK has no `kid`.
    NoKeyId,
    /// `grantTypes` lacks `authorization_code`: nobody logs in with this client.
    NoAuthorizationCode,
    /// None of `redirectUris` is one to listen at.
    NoLoopbackRedirect,
    /// One of `redirectUris` is not one to listen at.
    Redirect {
        /// Which, from 0.
        index: usize,
        /// Why.
        fault: RedirectFault,
    },
    /// `scopes` lacks one that the login asks for.
    ScopeMissing(WantedScope),
    /// `secretType` is none that is known.
    UnknownSecretType,
    /// `pkceRequired` is false, while HelseID demands PKCE.
    PkceNotRequired,
}

/// A member that holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyMember {
    /// `privateJwk`.
    PrivateJwk,
    /// `rsaPrivateKey`.
    RsaPrivateKey,
}

/// A scope, or one of several, that a login at level high and kjernejournal ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WantedScope {
    /// `openid`: without it there is no login.
    OpenId,
    /// `helseid://scopes/identity/security_level`, which tells the level.
    SecurityLevel,
    /// `helseid://scopes/identity/pid`, which tells who it is.
    Pid,
    /// Any `nhn:kjernejournal/…`.
    Kjernejournal,
    /// `nhn:selvbetjening/client`, for asking when the key expires.
    Selvbetjening,
}

impl KeyMember {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            KeyMember::PrivateJwk => "privateJwk",
            KeyMember::RsaPrivateKey => "rsaPrivateKey",
        }
    }
}

impl WantedScope {
    /// Every one.
    pub const ALL: [WantedScope; 5] = [
        WantedScope::OpenId,
        WantedScope::SecurityLevel,
        WantedScope::Pid,
        WantedScope::Kjernejournal,
        WantedScope::Selvbetjening,
    ];

    /// Whether a scope gives it.
    pub(super) fn is_in(self, scope: &str) -> bool {
        let identity = scope.strip_prefix("helseid://scopes/identity/");
        match self {
            WantedScope::OpenId => scope == "openid",
            WantedScope::SecurityLevel => matches!(identity, Some("security_level" | "all")),
            WantedScope::Pid => matches!(identity, Some("pid" | "all")),
            WantedScope::Kjernejournal => scope.starts_with("nhn:kjernejournal/"),
            WantedScope::Selvbetjening => scope == "nhn:selvbetjening/client",
        }
    }

    /// How it is written.
    pub fn name(self) -> &'static str {
        match self {
            WantedScope::OpenId => "openid",
            WantedScope::SecurityLevel => "helseid://scopes/identity/security_level",
            WantedScope::Pid => "helseid://scopes/identity/pid",
            WantedScope::Kjernejournal => "nhn:kjernejournal/…",
            WantedScope::Selvbetjening => "nhn:selvbetjening/client",
        }
    }
}

impl Oddity {
    /// A stable word for reports.
    pub fn code(self) -> &'static str {
        match self {
            Oddity::ByteOrderMark => "byte-order-mark",
            Oddity::Utf16 => "utf-16",
            Oddity::AuthoritySurplus(Surplus::Slash) => "authority-slash",
            Oddity::AuthoritySurplus(Surplus::TokenEndpoint) => "authority-token-endpoint",
            Oddity::AuthoritySurplus(Surplus::Metadata) => "authority-metadata",
            Oddity::InsecureAuthority => "authority-insecure",
            Oddity::RetiredHost => "authority-retired-host",
            Oddity::JwkPercentEncoded => "jwk-percent-encoded",
            Oddity::JwkAsObject => "jwk-as-object",
            Oddity::ClientIdNotGuid => "client-id-not-guid",
            Oddity::SizeDiffers { .. } => "key-size-differs",
            Oddity::OneKeyMember { .. } => "one-key-member",
            Oddity::NoKeyId => "no-key-id",
            Oddity::NoAuthorizationCode => "no-authorization-code",
            Oddity::NoLoopbackRedirect => "no-loopback-redirect",
            Oddity::Redirect { fault, .. } => fault.code(),
            Oddity::ScopeMissing(WantedScope::OpenId) => "scope-openid-missing",
            Oddity::ScopeMissing(WantedScope::SecurityLevel) => "scope-security-level-missing",
            Oddity::ScopeMissing(WantedScope::Pid) => "scope-pid-missing",
            Oddity::ScopeMissing(WantedScope::Kjernejournal) => "scope-kjernejournal-missing",
            Oddity::ScopeMissing(WantedScope::Selvbetjening) => "scope-selvbetjening-missing",
            Oddity::UnknownSecretType => "secret-type-unknown",
            Oddity::PkceNotRequired => "pkce-not-required",
        }
    }
}

impl std::fmt::Display for Oddity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Oddity::ByteOrderMark => f.write_str("the file begins with a byte order mark"),
            Oddity::Utf16 => f.write_str("the file is UTF-16 instead of UTF-8"),
            Oddity::AuthoritySurplus(surplus) => write!(f, "authority ends in {}", surplus.text()),
            Oddity::InsecureAuthority => f.write_str("authority is http instead of https"),
            Oddity::RetiredHost => f.write_str("the host of authority has a name that is no longer used"),
            Oddity::JwkPercentEncoded => f.write_str("privateJwk is percent-encoded"),
            Oddity::JwkAsObject => f.write_str("privateJwk is an object instead of a string"),
            Oddity::ClientIdNotGuid => f.write_str("clientId is not a GUID"),
            Oddity::SizeDiffers { declared, bits } => {
                write!(f, "rsaKeySizeBits is {declared}, the key has {bits} bits")
            }
            Oddity::OneKeyMember { present } => write!(f, "the key is in {} only", present.name()),
            Oddity::NoKeyId => f.write_str("the key has no kid"),
            Oddity::NoAuthorizationCode => f.write_str("grantTypes lacks authorization_code"),
            Oddity::NoLoopbackRedirect => f.write_str("redirectUris has no address on this computer"),
            Oddity::Redirect { index, fault } => write!(f, "redirectUris[{index}]: {fault}"),
            Oddity::ScopeMissing(scope) => write!(f, "scopes lacks {}", scope.name()),
            Oddity::UnknownSecretType => f.write_str("secretType is none that is known"),
            Oddity::PkceNotRequired => f.write_str("pkceRequired is false"),
        }
    }
}
