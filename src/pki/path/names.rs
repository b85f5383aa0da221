//! Name constraints (RFC 5280 §4.2.1.10, §6.1.3 (b) and (c)), for every form of name.

use super::reason::Code;
use crate::pki::{Certificate, GeneralName, Name, NameConstraints};

/// Comparisons that one certificate may cause. The longest real lists have some hundred names against some hundred
/// constraints; far more than that is an attack.
const MOST_COMPARISONS: usize = 250_000;

/// How a name stands to a constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    /// It lies in the subtree.
    Within,
    /// It does not.
    Outside,
    /// Nobody has said what that would mean for this form, or the name cannot be read.
    Unclear,
}

/// What the constraints of the authorities above say against the names of `certificate`.
pub(super) fn faults(certificate: &Certificate, above: &[&NameConstraints]) -> Vec<(Code, String)> {
    if above.is_empty() {
        return Vec::new();
    }
    let names = names_of(certificate);
    let constraints: usize = above.iter().map(|one| one.permitted.len() + one.excluded.len()).sum();
    if names.len().saturating_mul(constraints) > MOST_COMPARISONS {
        let detail = format!("{} names against {constraints} constraints", names.len());
        return vec![(Code::NameConstraintUnsupported, detail)];
    }
    let mut faults = Vec::new();
    for name in &names {
        faults.extend(above.iter().filter_map(|constraints| fault(name, constraints)));
    }
    faults.sort();
    faults.dedup();
    faults
}

fn fault(name: &GeneralName, constraints: &NameConstraints) -> Option<(Code, String)> {
    let form = form(name);
    let alike = |base: &&GeneralName| applies(base, name);
    let mut unclear = false;
    let mut within = |base: &GeneralName, excludes: bool| {
        let fit = fit(name, base, excludes);
        unclear |= fit == Fit::Unclear;
        fit == Fit::Within
    };
    if constraints.excluded.iter().filter(alike).any(|base| within(base, true)) {
        return Some((Code::NameExcluded, form.to_owned()));
    }
    let mut permitted = constraints.permitted.iter().filter(alike).peekable();
    let is_constrained = permitted.peek().is_some();
    let is_permitted = permitted.any(|base| within(base, false));
    match (unclear, is_constrained && !is_permitted) {
        (true, _) => Some((Code::NameConstraintUnsupported, form.to_owned())),
        (false, true) => Some((Code::NameNotPermitted, form.to_owned())),
        (false, false) => None,
    }
}

/// All names: the subject, where it is not empty, the alternative ones, and mail addresses of the subject where there
/// are no alternative names (RFC 5280 §4.2.1.10).
fn names_of(certificate: &Certificate) -> Vec<GeneralName> {
    let mut names = Vec::new();
    let subject = &certificate.subject;
    if !subject.is_empty() {
        names.push(GeneralName::Directory(subject.clone()));
    }
    match &certificate.extensions.subject_alternative_names {
        Some(alternative) => names.extend(alternative.iter().cloned()),
        None => {
            let mails = subject.attributes.iter().filter(|attribute| attribute.kind == "emailAddress");
            names.extend(mails.map(|mail| GeneralName::Mail(mail.value.clone())));
        }
    }
    names
}

/// Whether a constraint is of the form of a name. Mail addresses with letters beyond ASCII are an otherName and fall
/// under the constraints for mail (RFC 9598 §6).
fn applies(base: &GeneralName, name: &GeneralName) -> bool {
    match (base, name) {
        (GeneralName::Other { kind: wanted, .. }, GeneralName::Other { kind, .. }) => wanted == kind,
        (GeneralName::Mail(_), GeneralName::Other { kind, .. }) => kind == SMTP_UTF8_MAILBOX,
        _ => std::mem::discriminant(base) == std::mem::discriminant(name),
    }
}

/// `id-on-SmtpUTF8Mailbox`.
const SMTP_UTF8_MAILBOX: &str = "1.3.6.1.5.5.7.8.9";

fn fit(name: &GeneralName, base: &GeneralName, excludes: bool) -> Fit {
    match (name, base) {
        (GeneralName::Directory(name), GeneralName::Directory(base)) => directory(name, base),
        (GeneralName::Dns(host), GeneralName::Dns(base)) => dns(host, base, excludes),
        (GeneralName::Mail(mail), GeneralName::Mail(base)) => mailbox(mail, base),
        (GeneralName::Uri(uri), GeneralName::Uri(base)) => address(uri, base),
        (GeneralName::Ip(ip), GeneralName::Ip(base)) => internet(ip, base),
        _ => Fit::Unclear,
    }
}

fn within(condition: bool) -> Fit {
    if condition { Fit::Within } else { Fit::Outside }
}

fn directory(name: &Name, base: &Name) -> Fit {
    within(name.lies_within(base))
}

/// Labels may be added to the left; a base with a dot in front wants one at least. A wildcard lies in a permitted
/// subtree when all it stands for does, and in an excluded one when anything does.
fn dns(host: &str, base: &str, excludes: bool) -> Fit {
    let Some(base) = Base::read(base) else { return Fit::Unclear };
    let parent = host.strip_prefix("*.");
    let Some(host) = plain_host(parent.unwrap_or(host)) else { return Fit::Unclear };
    let Base::Below { host: base, strictly } = base else { return Fit::Within };
    let is_below = is_host_below(&host, &base);
    within(match parent {
        Some(_) if excludes && !strictly => {
            host == base || is_below || base.split_once('.').is_some_and(|(_, rest)| rest == host)
        }
        Some(_) => host == base || is_below,
        None => is_below || (host == base && !strictly),
    })
}

fn is_host_below(host: &str, base: &str) -> bool {
    host.strip_suffix(base).is_some_and(|left| left.ends_with('.'))
}

/// The host of a constraint.
enum Base {
    /// Every host.
    All,
    /// That host or, with a dot in front, only hosts below it.
    Below {
        /// The host, without dots at its ends.
        host: String,
        /// Whether the host itself is left out.
        strictly: bool,
    },
}

impl Base {
    /// `None` where it is no host.
    fn read(base: &str) -> Option<Self> {
        if base.is_empty() {
            return Some(Base::All);
        }
        let below = base.strip_prefix('.');
        let host = plain_host(below.unwrap_or(base))?;
        Some(Base::Below { host, strictly: below.is_some() })
    }
}

/// A host in small letters, without the dot that may stand at its end; `None` for what no host is written with: others
/// may read it as another host.
fn plain_host(host: &str) -> Option<String> {
    let host = host.strip_suffix('.').unwrap_or(host);
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| !label.is_empty() && label.bytes().all(is_letter);
    host.split('.').all(is_label).then(|| host.to_ascii_lowercase())
}

/// One mailbox, all of a host, or with a dot in front all of the hosts below one. What stands before the `@` is compared
/// as it is (RFC 5280 §7.5).
fn mailbox(mail: &str, base: &str) -> Fit {
    let Some((local, host)) = mail.rsplit_once('@').filter(|(local, _)| !local.is_empty()) else {
        return Fit::Unclear;
    };
    let Some(host) = plain_host(host) else { return Fit::Unclear };
    match base.rsplit_once('@') {
        Some((base_local, base_host)) => match plain_host(base_host) {
            Some(base_host) => within(local == base_local && host == base_host),
            None => Fit::Unclear,
        },
        None => host_or_below(&host, base),
    }
}

/// The host of an address; one that has none, a number, or one that is not plainly written is refused where addresses
/// are constrained.
fn address(uri: &str, base: &str) -> Fit {
    let Some((scheme, rest)) = uri.split_once("://") else { return Fit::Unclear };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let (host, port) = host_and_port.split_once(':').unwrap_or((host_and_port, ""));
    let of_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let is_plain = scheme.bytes().all(of_scheme)
        && !authority.contains('\\')
        && port.bytes().all(|byte| byte.is_ascii_digit());
    match plain_host(host).filter(|host| is_plain && !is_number(host)) {
        Some(host) => host_or_below(&host, base),
        None => Fit::Unclear,
    }
}

/// Whether a host is an address of IPv4, in any of the ways that programs read: `10.0.0.1`, `167772161`, `0xa000001`.
fn is_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit())
}

/// That very host, or with a dot in front any host below.
fn host_or_below(host: &str, base: &str) -> Fit {
    match Base::read(base) {
        None => Fit::Unclear,
        Some(Base::All) => Fit::Within,
        Some(Base::Below { host: base, strictly: true }) => within(is_host_below(host, &base)),
        Some(Base::Below { host: base, strictly: false }) => within(host == base),
    }
}

/// Network and mask, both as long as the address.
fn internet(ip: &[u8], base: &[u8]) -> Fit {
    if !matches!(ip.len(), 4 | 16) {
        return Fit::Unclear;
    }
    if base.len() != 2 * ip.len() {
        return Fit::Outside;
    }
    let (network, mask) = base.split_at(ip.len());
    within(ip.iter().zip(network).zip(mask).all(|((ip, network), mask)| ip & mask == network & mask))
}

/// The name of a form, as RFC 5280 writes it.
fn form(name: &GeneralName) -> &'static str {
    match name {
        GeneralName::Other { .. } => "otherName",
        GeneralName::Mail(_) => "rfc822Name",
        GeneralName::Dns(_) => "dNSName",
        GeneralName::X400(_) => "x400Address",
        GeneralName::Directory(_) => "directoryName",
        GeneralName::EdiParty(_) => "ediPartyName",
        GeneralName::Uri(_) => "uniformResourceIdentifier",
        GeneralName::Ip(_) => "iPAddress",
        GeneralName::Registered(_) => "registeredID",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dns_name(host: &str) -> GeneralName {
        GeneralName::Dns(host.to_owned())
    }

    fn mail(text: &str) -> GeneralName {
        GeneralName::Mail(text.to_owned())
    }

    fn uri(text: &str) -> GeneralName {
        GeneralName::Uri(text.to_owned())
    }

    fn permits(base: &GeneralName, name: &GeneralName) -> Option<Code> {
        let constraints = NameConstraints { permitted: vec![base.clone()], excluded: vec![] };
        fault(name, &constraints).map(|(code, _)| code)
    }

    fn excludes(base: &GeneralName, name: &GeneralName) -> Option<Code> {
        let constraints = NameConstraints { permitted: vec![], excluded: vec![base.clone()] };
        fault(name, &constraints).map(|(code, _)| code)
    }

    const NOT: Option<Code> = Some(Code::NameNotPermitted);
    const EXCLUDED: Option<Code> = Some(Code::NameExcluded);
    const UNCLEAR: Option<Code> = Some(Code::NameConstraintUnsupported);

    #[test]
    fn hosts_lie_below_hosts() {
        let base = dns_name("HF.example");
        assert_eq!(permits(&base, &dns_name("hf.example")), None);
        assert_eq!(permits(&base, &dns_name("a.b.hf.EXAMPLE")), None);
        assert_eq!(permits(&base, &dns_name("xhf.example")), NOT);
        assert_eq!(permits(&base, &dns_name("example")), NOT);
        assert_eq!(permits(&dns_name(""), &dns_name("any")), None);
        assert_eq!(excludes(&base, &dns_name("a.hf.example")), EXCLUDED);
        assert_eq!(excludes(&base, &dns_name("example")), None);
    }

    #[test]
    fn a_wildcard_is_all_that_it_stands_for() {
        assert_eq!(permits(&dns_name("hf.example"), &dns_name("*.hf.example")), None);
        assert_eq!(permits(&dns_name("a.hf.example"), &dns_name("*.hf.example")), NOT);
        assert_eq!(excludes(&dns_name("a.hf.example"), &dns_name("*.hf.example")), EXCLUDED);
        assert_eq!(excludes(&dns_name("a.b.hf.example"), &dns_name("*.hf.example")), None);
    }

    #[test]
    fn mail_is_constrained_by_box_host_or_domain() {
        assert_eq!(permits(&mail("kari@hf.example"), &mail("kari@HF.example")), None);
        assert_eq!(permits(&mail("kari@hf.example"), &mail("Kari@hf.example")), NOT);
        assert_eq!(permits(&mail("hf.example"), &mail("kari@hf.example")), None);
        assert_eq!(permits(&mail("hf.example"), &mail("kari@a.hf.example")), NOT);
        assert_eq!(permits(&mail(".hf.example"), &mail("kari@a.hf.example")), None);
        assert_eq!(permits(&mail(".hf.example"), &mail("kari@hf.example")), NOT);
        assert_eq!(permits(&mail("hf.example"), &mail("kari")), UNCLEAR);
    }

    #[test]
    fn addresses_are_constrained_by_host() {
        let host = uri("hf.example");
        assert_eq!(permits(&host, &uri("http://HF.example:80/x")), None);
        assert_eq!(permits(&host, &uri("ldap://user@hf.example?x")), None);
        assert_eq!(permits(&host, &uri("http://a.hf.example/")), NOT);
        assert_eq!(permits(&uri(".hf.example"), &uri("http://a.hf.example/")), None);
        assert_eq!(permits(&uri(".hf.example"), &uri("http://hf.example/")), NOT);
        for odd in ["urn:x", "http:///x", "http://10.0.0.1/", "http://[::1]/"] {
            assert_eq!(permits(&host, &uri(odd)), UNCLEAR, "{odd}");
            assert_eq!(excludes(&host, &uri(odd)), UNCLEAR, "{odd}");
        }
    }

    #[test]
    fn a_dot_at_the_end_changes_nothing() {
        for (base, name) in [
            (dns_name("hf.example."), dns_name("a.hf.example")),
            (dns_name("hf.example"), dns_name("a.hf.example.")),
            (dns_name("hf.example."), dns_name("*.hf.example.")),
            (dns_name(".hf.example"), dns_name("a.hf.example")),
            (mail("hf.example"), mail("kari@hf.example.")),
            (mail("hf.example."), mail("kari@hf.example")),
            (mail("kari@hf.example."), mail("kari@hf.example")),
            (mail(".hf.example."), mail("kari@a.hf.example")),
            (uri("hf.example"), uri("http://hf.example./x")),
            (uri("hf.example."), uri("http://hf.example:80/x")),
            (uri(".hf.example."), uri("http://a.hf.example/x")),
        ] {
            assert_eq!(excludes(&base, &name), EXCLUDED, "{name:?} below {base:?}");
            assert_eq!(permits(&base, &name), None, "{name:?} below {base:?}");
        }
        assert_eq!(excludes(&dns_name(".hf.example"), &dns_name("hf.example")), None);
        for dots in [".", ".."] {
            assert_eq!(permits(&dns_name(dots), &dns_name("any")), UNCLEAR);
            assert_eq!(permits(&mail(dots), &mail("kari@any")), UNCLEAR);
        }
    }

    #[test]
    fn what_no_host_is_written_with_is_refused() {
        for odd in [
            "http://h%66.example/",
            "http://hf.example%00/",
            "http://hf.example\\@a.example/",
            "http:\\\\hf.example\\x://a.example/",
            "http://hf..example/",
            "http://hf.example /",
            "http://hf.example:80:1/",
            "http://h\u{f8}.example/",
            "http://2130706433/",
            "http://0x7f000001/",
        ] {
            assert_eq!(excludes(&uri("hf.example"), &uri(odd)), UNCLEAR, "{odd}");
            assert_eq!(permits(&uri("a.example"), &uri(odd)), UNCLEAR, "{odd}");
        }
        for odd in ["kari@h%66.example", "kari@[10.0.0.1]", "kari@hf.example ", "kari@hf..example", "kari@"] {
            assert_eq!(excludes(&mail("hf.example"), &mail(odd)), UNCLEAR, "{odd}");
        }
        for odd in ["h*.example", "hf.example ", "hf..example", ""] {
            assert_eq!(excludes(&dns_name("hf.example"), &dns_name(odd)), UNCLEAR, "{odd}");
        }
        for base in ["hf%2eexample", "..hf.example"] {
            assert_eq!(excludes(&uri(base), &uri("http://hf.example/")), UNCLEAR, "{base}");
        }
    }

    #[test]
    fn numbers_lie_in_networks() {
        let network = GeneralName::Ip(vec![10, 1, 0, 0, 255, 255, 0, 0]);
        assert_eq!(permits(&network, &GeneralName::Ip(vec![10, 1, 2, 3])), None);
        assert_eq!(permits(&network, &GeneralName::Ip(vec![10, 2, 2, 3])), NOT);
        assert_eq!(permits(&network, &GeneralName::Ip(vec![0; 16])), NOT);
        assert_eq!(excludes(&network, &GeneralName::Ip(vec![0; 16])), None);
        assert_eq!(permits(&network, &GeneralName::Ip(vec![10, 1, 2])), UNCLEAR);
    }

    #[test]
    fn forms_that_nobody_defined_are_refused_where_they_meet() {
        let registered = GeneralName::Registered("1.2.3".to_owned());
        assert_eq!(permits(&registered, &registered), UNCLEAR);
        assert_eq!(permits(&registered, &dns_name("a")), None);
        let other = |kind: &str| GeneralName::Other { kind: kind.to_owned(), value: vec![] };
        assert_eq!(excludes(&other("1.2.3"), &other("1.2.3")), UNCLEAR);
        assert_eq!(excludes(&other("1.2.3"), &other("1.2.4")), None);
        assert_eq!(permits(&mail("hf.example"), &other(SMTP_UTF8_MAILBOX)), UNCLEAR);
    }
}
