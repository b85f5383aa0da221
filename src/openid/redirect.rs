//! The redirect from the browser back to a program on the same computer (RFC 8252 §7.3): the registered address, and
//! what the browser then sends.

use super::percent;
use url::{Host, Url};
use zeroize::Zeroizing;

/// An address on the loopback interface to which a provider sends the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoopbackRedirect {
    /// As it is registered, to the letter: it is compared so (RFC 9700 §2.1).
    pub uri: String,
    /// Where to listen.
    pub host: LoopbackHost,
    /// The port.
    pub port: u16,
    /// The path, with its first slash.
    pub path: String,
}

/// This computer, by one of its names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LoopbackHost {
    /// `localhost`: browsers ask for either address.
    Localhost,
    /// `127.0.0.1`.
    Ipv4,
    /// `[::1]`.
    Ipv6,
}

/// Why an address is not one to listen at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RedirectFault {
    /// It is not an absolute URL.
    #[error("the redirect URI is not an absolute URL")]
    NotAUrl,
    /// It leads to another computer.
    #[error("the redirect URI does not lead to this computer (localhost, 127.0.0.1 or [::1])")]
    NotLoopback,
    /// It is https, or another scheme: nobody has a certificate for localhost.
    #[error("the redirect URI is not http")]
    NotHttp,
    /// It names no port.
    #[error("the redirect URI names no port")]
    NoPort,
    /// It has a user name, a query or a fragment.
    #[error("the redirect URI has more than a host, a port and a path")]
    Surplus,
}

impl RedirectFault {
    /// A stable word for reports.
    pub fn code(self) -> &'static str {
        match self {
            RedirectFault::NotAUrl => "redirect-not-a-url",
            RedirectFault::NotLoopback => "redirect-not-loopback",
            RedirectFault::NotHttp => "redirect-not-http",
            RedirectFault::NoPort => "redirect-no-port",
            RedirectFault::Surplus => "redirect-surplus",
        }
    }
}

impl LoopbackRedirect {
    /// Reads a registered redirect URI.
    ///
    /// # Errors
    /// It is not an address on the loopback interface with a port.
    pub fn parse(uri: &str) -> Result<Self, RedirectFault> {
        let url = Url::parse(uri).map_err(|_| RedirectFault::NotAUrl)?;
        let host = loopback(&url).ok_or(RedirectFault::NotLoopback)?;
        if url.scheme() != "http" {
            return Err(RedirectFault::NotHttp);
        }
        let bare = url.username().is_empty() && url.password().is_none();
        if !bare || url.query().is_some() || url.fragment().is_some() {
            return Err(RedirectFault::Surplus);
        }
        // A port that is the scheme's own is not kept by the parser.
        let authority = uri.split('/').nth(2).unwrap_or_default();
        let port = url.port().or(authority.ends_with(":80").then_some(80)).ok_or(RedirectFault::NoPort)?;
        Ok(LoopbackRedirect { uri: uri.to_owned(), host, port, path: url.path().to_owned() })
    }
}

/// Which of this computer's names an address has.
pub(super) fn loopback(url: &Url) -> Option<LoopbackHost> {
    match url.host()? {
        Host::Domain("localhost") => Some(LoopbackHost::Localhost),
        Host::Ipv4(address) if address.octets() == [127, 0, 0, 1] => Some(LoopbackHost::Ipv4),
        Host::Ipv6(address) if address.is_loopback() => Some(LoopbackHost::Ipv6),
        _ => None,
    }
}

/// The parameters that the browser brings: an authorization response (RFC 6749 §4.1.2). It shows none of them.
pub struct AuthorizationResponse {
    parameters: Vec<(Zeroizing<String>, Zeroizing<String>)>,
}

/// Why a request to the listener is not an authorization response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ResponseFault {
    /// The line is longer than any response.
    #[error("the request line is longer than {LONGEST_LINE} bytes")]
    TooLong,
    /// It is not the first line of an HTTP request.
    #[error("not an HTTP/1 request line")]
    NotHttp,
    /// Another method than GET.
    #[error("not a GET")]
    Method,
    /// Another path than the registered one, such as /favicon.ico.
    #[error("not the path of the redirect URI")]
    OtherPath,
    /// A parameter is not percent-encoded UTF-8.
    #[error("a parameter is not percent-encoded UTF-8")]
    Encoding,
    /// A parameter comes twice, which RFC 6749 §3.1 forbids.
    #[error("a parameter comes twice")]
    ParameterTwice,
}

/// The longest request line that is read, in bytes.
pub const LONGEST_LINE: usize = 16 * 1024;

impl AuthorizationResponse {
    /// Reads the first line of a request to the listener at `path`, with or without its line end.
    ///
    /// # Errors
    /// It is not a GET of that path with parameters that each come once.
    pub fn from_request_line(line: &[u8], path: &str) -> Result<Self, ResponseFault> {
        if line.len() > LONGEST_LINE {
            return Err(ResponseFault::TooLong);
        }
        let line = std::str::from_utf8(line).map_err(|_| ResponseFault::NotHttp)?;
        let words: Vec<&str> = line.trim_end_matches(['\r', '\n']).split(' ').collect();
        let [method, target, "HTTP/1.1" | "HTTP/1.0"] = words[..] else { return Err(ResponseFault::NotHttp) };
        if method != "GET" {
            return Err(ResponseFault::Method);
        }
        let (asked, query) = target.split_once('?').unwrap_or((target, ""));
        if asked != path {
            return Err(ResponseFault::OtherPath);
        }
        let mut parameters: Vec<(Zeroizing<String>, Zeroizing<String>)> = Vec::new();
        for parameter in query.split('&').filter(|parameter| !parameter.is_empty()) {
            let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
            let name = percent::decode(name).ok_or(ResponseFault::Encoding)?;
            if parameters.iter().any(|(earlier, _)| *earlier == name) {
                return Err(ResponseFault::ParameterTwice);
            }
            parameters.push((name, percent::decode(value).ok_or(ResponseFault::Encoding)?));
        }
        Ok(AuthorizationResponse { parameters })
    }

    /// The value of a parameter: `code`, `state`, `iss` (RFC 9207), `error`, `error_description`…
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(have, _)| have.as_str() == name).map(|(_, value)| value.as_str())
    }
}

impl std::fmt::Debug for AuthorizationResponse {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "AuthorizationResponse of {} parameters", self.parameters.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_addresses_are_read() {
        for (uri, host, port, path) in [
            ("http://localhost:8089/callback", LoopbackHost::Localhost, 8089, "/callback"),
            ("http://127.0.0.1:80/a/b", LoopbackHost::Ipv4, 80, "/a/b"),
            ("http://[::1]:65535", LoopbackHost::Ipv6, 65535, "/"),
        ] {
            let redirect = LoopbackRedirect::parse(uri).unwrap();
            let expected = LoopbackRedirect { uri: uri.to_owned(), host, port, path: path.to_owned() };
            assert_eq!(redirect, expected);
        }
    }

    #[test]
    fn others_are_refused() {
        for (uri, fault) in [
            ("", RedirectFault::NotAUrl),
            ("/callback", RedirectFault::NotAUrl),
            ("http://localhost:70000/", RedirectFault::NotAUrl),
            ("https://epj.example/callback", RedirectFault::NotLoopback),
            ("http://localhost.example:8089/", RedirectFault::NotLoopback),
            ("http://127.0.0.2:8089/", RedirectFault::NotLoopback),
            ("urn:ietf:wg:oauth:2.0:oob", RedirectFault::NotLoopback),
            ("https://localhost:8089/callback", RedirectFault::NotHttp),
            ("http://localhost/callback", RedirectFault::NoPort),
            ("http://localhost/callback:80", RedirectFault::NoPort),
            ("http://a@localhost:8089/", RedirectFault::Surplus),
            ("http://localhost:8089/?a=b", RedirectFault::Surplus),
            ("http://localhost:8089/#a", RedirectFault::Surplus),
        ] {
            assert_eq!(LoopbackRedirect::parse(uri), Err(fault), "{uri}");
        }
    }

    fn response(line: &str) -> Result<AuthorizationResponse, ResponseFault> {
        AuthorizationResponse::from_request_line(line.as_bytes(), "/callback")
    }

    #[test]
    fn what_the_browser_brings_is_read() {
        let line = "GET /callback?code=a%2Bb&state=x+y&iss=https%3A%2F%2Fsts.example&&empty HTTP/1.1\r\n";
        let response = response(line).unwrap();
        assert_eq!(response.get("code"), Some("a+b"));
        assert_eq!(response.get("state"), Some("x y"));
        assert_eq!(response.get("iss"), Some("https://sts.example"));
        assert_eq!(response.get("empty"), Some(""));
        assert_eq!(response.get("error"), None);
        assert_eq!(format!("{response:?}"), "AuthorizationResponse of 4 parameters");
    }

    #[test]
    fn other_requests_are_refused() {
        let long = format!("GET /callback?{} HTTP/1.1", "a".repeat(LONGEST_LINE));
        for (line, fault) in [
            ("", ResponseFault::NotHttp),
            ("GET /callback?code=a", ResponseFault::NotHttp),
            ("GET /callback?code=a b HTTP/1.1", ResponseFault::NotHttp),
            ("GET /callback?code=a HTTP/2", ResponseFault::NotHttp),
            ("\u{16}\u{3}\u{1}", ResponseFault::NotHttp),
            ("POST /callback HTTP/1.1", ResponseFault::Method),
            ("GET /favicon.ico HTTP/1.1", ResponseFault::OtherPath),
            ("GET http://localhost/callback?code=a HTTP/1.1", ResponseFault::OtherPath),
            ("GET /callback?code=a&%63ode=b HTTP/1.1", ResponseFault::ParameterTwice),
            ("GET /callback?code=%zz HTTP/1.1", ResponseFault::Encoding),
            (&long, ResponseFault::TooLong),
        ] {
            assert_eq!(response(line).err(), Some(fault), "{line}");
        }
    }
}
