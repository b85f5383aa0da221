//! Which proxy questions go through.

use hyper_util::client::proxy::matcher::Matcher;
use reqwest::{ClientBuilder, Proxy, Url};

/// How the network is reached.
#[derive(Debug, Clone, Default)]
pub enum ProxyChoice {
    /// As the environment (`http_proxy`, `no_proxy`…) or the operating system says. On Windows that is the setting of
    /// the person; one for the whole machine (WinHTTP) and a script (PAC) are not looked at.
    #[default]
    System,
    /// Through this one, always.
    Given(Url),
}

/// An address that is no proxy's.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct BadProxy(String);

impl ProxyChoice {
    /// Reads `--proxy`: `http://proxy.example:8080`, or without the scheme.
    ///
    /// # Errors
    /// It is no address, or not one of http or https.
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        let whole = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
        let url: Url = whole.parse().map_err(|error| BadProxy(format!("{error}")))?;
        match matches!(url.scheme(), "http" | "https") && url.has_host() {
            true => Ok(ProxyChoice::Given(url)),
            false => Err(BadProxy(format!("a proxy is reached over http or https, not {}", url.scheme()))),
        }
    }

    /// The builder with this choice in it.
    pub(super) fn apply(&self, builder: ClientBuilder) -> Result<ClientBuilder, String> {
        match self {
            ProxyChoice::System => Ok(builder),
            ProxyChoice::Given(url) => Proxy::all(url.clone())
                .map(|proxy| builder.no_proxy().proxy(proxy))
                .map_err(|error| error.to_string()),
        }
    }

    /// The proxy that a question to `url` goes through: scheme, host and port, never a password.
    pub fn taken(&self, url: &str) -> Option<String> {
        match self {
            ProxyChoice::Given(proxy) => Some(bare(proxy)),
            // reqwest asks the same matcher.
            ProxyChoice::System => {
                let found = Matcher::from_system().intercept(&url.parse().ok()?)?;
                found.uri().to_string().parse().ok().map(|proxy| bare(&proxy))
            }
        }
    }
}

fn bare(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}://{}:{port}", url.scheme(), url.host_str().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_an_address_of_http_or_https() {
        for (text, shown) in [
            ("http://proxy.example:8080", "http://proxy.example:8080"),
            ("proxy.example:8080", "http://proxy.example:8080"),
            ("https://proxy.example", "https://proxy.example:443"),
            ("http://kari:secret@proxy.example:8080/", "http://proxy.example:8080"),
        ] {
            let choice = ProxyChoice::parse(text).unwrap();
            assert_eq!(choice.taken("http://a.example/").as_deref(), Some(shown));
        }
        for text in ["", "ftp://proxy.example", "http://", "http://a b", "proxy.example:99999"] {
            assert!(ProxyChoice::parse(text).is_err(), "{text}");
        }
    }
}
