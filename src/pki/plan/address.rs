//! Which addresses may be asked. A card is somebody else's data: it does not make us connect to anything but a web
//! server, with a password, or with an address that two programs read differently.

use super::super::DistributionPoint;

/// The longest address asked; browsers and proxies agree on it.
const LONGEST: usize = 2_048;

/// The first `most` that may be asked, each once.
pub(super) fn first<'a>(urls: impl Iterator<Item = &'a str>, most: usize) -> Vec<String> {
    let mut taken: Vec<String> = Vec::new();
    for url in urls.filter(|url| is_clean(url)) {
        if taken.len() == most {
            break;
        }
        if !taken.iter().any(|known| known == url) {
            taken.push(url.to_owned());
        }
    }
    taken
}

/// The addresses of lists: the first of every point, then the second of every point, and so on. Points can each speak
/// of other reasons, while the addresses of one point lead to one list (RFC 5280 §4.2.1.13).
pub(super) fn of_lists(points: &[DistributionPoint]) -> impl Iterator<Item = &str> {
    let points: Vec<Vec<&str>> = points.iter().map(|point| point.http_urls().collect()).collect();
    let longest = points.iter().map(Vec::len).max().unwrap_or_default();
    let at =
        move |place: usize| points.iter().filter_map(|urls| urls.get(place).copied()).collect::<Vec<_>>();
    (0..longest).flat_map(at)
}

/// Whether an address is plain http or https with a host, and nothing that hides where it leads.
fn is_clean(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once("://") else { return false };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let plain = url.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    web && plain && url.len() <= LONGEST && !host.is_empty() && !authority.contains('@')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_of_the_web_are_asked() {
        for url in [
            "http://crl.example/a.crl",
            "HTTPS://crl.example",
            "http://127.0.0.1:8080/?a=b#c",
            "http://[::1]:80/",
            "http://crl.example/a@b",
        ] {
            assert!(is_clean(url), "{url}");
        }
        for url in [
            "",
            "crl.example",
            "http:/crl.example",
            "http://",
            "http:///a",
            "http://:80/",
            "ldap://crl.example/",
            "file:///etc/passwd",
            "http://kari@crl.example/",
            "http://kari:secret@crl.example/",
            "http://crl.example\\@other.example/",
            "http://crl.example/a b",
            "http://crl.example/\r\nHost: other",
            "http://crl.exämple/",
        ] {
            assert!(!is_clean(url), "{url}");
        }
        assert!(is_clean(&format!("http://a/{}", "x".repeat(LONGEST - 9))));
        assert!(!is_clean(&format!("http://a/{}", "x".repeat(LONGEST - 8))));
    }

    #[test]
    fn each_is_taken_once_and_not_more_than_asked_for() {
        let urls = ["http://a/", "ldap://b/", "http://a/", "http://c/", "http://d/"];
        assert_eq!(first(urls.into_iter(), 2), ["http://a/", "http://c/"]);
        assert_eq!(first(urls.into_iter(), 9), ["http://a/", "http://c/", "http://d/"]);
        assert!(first(urls.into_iter(), 0).is_empty());
    }
}
