//! The provider's address, as people write it and as the provider itself does.

use super::redirect::loopback;
use url::Url;

/// Which of HelseID's installations an address belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Environment {
    /// Real persons.
    Production,
    /// Synthetic persons.
    Test,
    /// Nobody knows this provider.
    Unknown,
}

/// A provider that the policy knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownIssuer<'a> {
    /// `issuer` of its metadata.
    pub issuer: &'a str,
    /// Where it belongs.
    pub environment: Environment,
}

impl Environment {
    /// Where an authority belongs by a list of those that are known; the case of the host does not count, nor does a
    /// slash at the end.
    pub fn of(authority: &str, known: &[KnownIssuer<'_>]) -> Self {
        let of = |text: &str| Authority::parse(text).map(|authority| authority.issuer).ok();
        let Some(issuer) = of(authority) else { return Environment::Unknown };
        known
            .iter()
            .find(|known| of(known.issuer).as_ref() == Some(&issuer))
            .map_or(Environment::Unknown, |known| known.environment)
    }
}

/// An authority as it was written, and what it means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// The issuer: scheme, host and path without a slash at the end.
    pub issuer: String,
    /// What stood behind it.
    pub surplus: Option<Surplus>,
    /// It is http, and not on this computer.
    pub insecure: bool,
    /// Its host has a name that NHN gave up.
    pub retired_host: bool,
}

/// What people leave behind an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Surplus {
    /// `/`
    Slash,
    /// `/connect/token`: the address of an endpoint.
    TokenEndpoint,
    /// `/.well-known/openid-configuration`: the address of the metadata.
    Metadata,
}

impl Surplus {
    /// How it is written.
    pub fn text(self) -> &'static str {
        match self {
            Surplus::Slash => "/",
            Surplus::TokenEndpoint => "/connect/token",
            Surplus::Metadata => "/.well-known/openid-configuration",
        }
    }
}

/// The text is not the address of a provider: not an http or https URL, or one with a password, a query or a fragment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the address of a provider")]
pub struct NotAnAuthority;

impl Authority {
    /// Reads an authority, and takes off what hand edits left behind it.
    ///
    /// # Errors
    /// It is not the address of a provider.
    pub fn parse(text: &str) -> Result<Self, NotAnAuthority> {
        let url = Url::parse(text).map_err(|_| NotAnAuthority)?;
        let host = url.host_str().ok_or(NotAnAuthority)?;
        let plain = url.username().is_empty() && url.password().is_none();
        let whole = plain && url.query().is_none() && url.fragment().is_none();
        if !matches!(url.scheme(), "https" | "http") || !whole {
            return Err(NotAnAuthority);
        }
        let path = url.path().trim_end_matches('/');
        let cut = [Surplus::TokenEndpoint, Surplus::Metadata]
            .into_iter()
            .find_map(|surplus| Some((path.strip_suffix(surplus.text())?, surplus)));
        // The parser writes a slash behind a host that stands alone.
        let slash = text.trim_end().ends_with('/').then_some(Surplus::Slash);
        let (path, surplus) = cut.map_or((path, slash), |(path, surplus)| (path, Some(surplus)));
        Ok(Authority {
            issuer: format!("{}{}", url.origin().ascii_serialization(), path.trim_end_matches('/')),
            surplus,
            insecure: url.scheme() == "http" && loopback(&url).is_none(),
            retired_host: is_retired(host),
        })
    }
}

/// NHN's services stood under helseid.no before they moved to nhn.no, and the installation for developers is gone.
fn is_retired(host: &str) -> bool {
    host == "helseid.no" || host.ends_with(".helseid.no") || host == "helseid-sts.utvikling.nhn.no"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hand_edits_are_taken_off() {
        for (text, issuer, surplus) in [
            ("https://sts.example", "https://sts.example", None),
            ("HTTPS://STS.Example/", "https://sts.example", Some(Surplus::Slash)),
            ("https://sts.example:8443/a", "https://sts.example:8443/a", None),
            ("https://sts.example/connect/token", "https://sts.example", Some(Surplus::TokenEndpoint)),
            (
                "https://sts.example/a/.well-known/openid-configuration/",
                "https://sts.example/a",
                Some(Surplus::Metadata),
            ),
        ] {
            let authority = Authority::parse(text).unwrap();
            assert_eq!((authority.issuer.as_str(), authority.surplus), (issuer, surplus), "{text}");
            assert!(!authority.insecure && !authority.retired_host);
        }
    }

    #[test]
    fn http_is_for_this_computer_only() {
        assert!(Authority::parse("http://sts.example").unwrap().insecure);
        assert!(!Authority::parse("http://localhost:5000").unwrap().insecure);
        assert!(!Authority::parse("http://127.0.0.1:5000").unwrap().insecure);
    }

    #[test]
    fn old_names_are_known() {
        assert!(Authority::parse("https://helseid-sts.test.helseid.no").unwrap().retired_host);
        assert!(Authority::parse("https://helseid-sts.utvikling.nhn.no").unwrap().retired_host);
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "sts.example",
            "ftp://sts.example",
            "https://a:b@sts.example",
            "https://sts.example?a",
            "urn:a",
        ] {
            assert_eq!(Authority::parse(text), Err(NotAnAuthority), "{text}");
        }
    }

    #[test]
    fn the_policy_says_where_an_authority_belongs() {
        let known = [
            KnownIssuer { issuer: "https://helseid-sts.nhn.no", environment: Environment::Production },
            KnownIssuer { issuer: "https://helseid-sts.test.nhn.no", environment: Environment::Test },
        ];
        for (authority, environment) in [
            ("https://helseid-sts.nhn.no", Environment::Production),
            ("https://HELSEID-STS.nhn.no/", Environment::Production),
            ("https://helseid-sts.test.nhn.no", Environment::Test),
            ("http://helseid-sts.nhn.no", Environment::Unknown),
            ("https://helseid-sts.nhn.no.example", Environment::Unknown),
            ("no address", Environment::Unknown),
        ] {
            assert_eq!(Environment::of(authority, &known), environment, "{authority}");
        }
    }
}
