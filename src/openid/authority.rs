//! The provider's address, as people write it and as the provider itself does.

use super::redirect::loopback;
use url::Url;

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
            insecure: !is_private(&url),
            retired_host: is_retired(host),
        })
    }
}

/// Whether nobody on the way can read along: over TLS, or on this computer.
fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || url.scheme() == "http" && loopback(url).is_some()
}

/// Whether a form or a token may be sent to an address: nobody on the way can read along, and the address itself holds no
/// secret.
pub fn is_safe(url: &Url) -> bool {
    is_private(url) && url.username().is_empty() && url.password().is_none()
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
    fn forms_are_sent_over_tls_or_stay_on_this_machine() {
        for (url, safe) in [
            ("https://sts.example/token", true),
            ("http://127.0.0.1:5000/token", true),
            ("http://localhost:5000/token", true),
            ("http://[::1]:5000/token", true),
            ("http://sts.example/token", false),
            ("http://127.0.0.1.example/token", false),
            ("ftp://127.0.0.1/token", false),
            ("https://kari:secret@sts.example/token", false),
        ] {
            assert_eq!(is_safe(&Url::parse(url).unwrap()), safe, "{url}");
        }
    }
}
