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

/// Labels may be added to the left. A wildcard lies in a permitted subtree when all it stands for does, and in an
/// excluded one when anything does.
fn dns(host: &str, base: &str, excludes: bool) -> Fit {
    let (host, base) = (host.trim_end_matches('.').to_ascii_lowercase(), base.to_ascii_lowercase());
    if base.is_empty() {
        return Fit::Within;
    }
    match host.strip_prefix("*.") {
        Some(parent) if excludes => within(
            is_host_within(parent, &base) || base.split_once('.').is_some_and(|(_, rest)| rest == parent),
        ),
        Some(parent) => within(is_host_within(parent, &base)),
        None => within(is_host_within(&host, &base)),
    }
}

fn is_host_within(host: &str, base: &str) -> bool {
    host == base || host.strip_suffix(base).is_some_and(|left| left.ends_with('.'))
}

/// One mailbox, all of a host, or with a dot in front all of the hosts below one. What stands before the `@` is compared
/// as it is (RFC 5280 §7.5).
fn mailbox(mail: &str, base: &str) -> Fit {
    let Some((local, host)) =
        mail.rsplit_once('@').filter(|(local, host)| !local.is_empty() && !host.is_empty())
    else {
        return Fit::Unclear;
    };
    match base.rsplit_once('@') {
        Some((base_local, base_host)) => within(local == base_local && host.eq_ignore_ascii_case(base_host)),
        None => host_or_below(host, base),
    }
}

/// The host of an address; one that has none, or a bare number, is refused where addresses are constrained.
fn address(uri: &str, base: &str) -> Fit {
    let Some((_, rest)) = uri.split_once("://") else { return Fit::Unclear };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host_and_port = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host_and_port.split_once(':').map_or(host_and_port, |(host, _)| host);
    let is_number =
        host_and_port.starts_with('[') || host.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if host.is_empty() || is_number {
        return Fit::Unclear;
    }
    host_or_below(host, base)
}

/// That very host, or with a dot in front any host below.
fn host_or_below(host: &str, base: &str) -> Fit {
    let (host, base) = (host.to_ascii_lowercase(), base.to_ascii_lowercase());
    within(match base.starts_with('.') {
        true => host.len() > base.len() && host.ends_with(&base),
        false => base.is_empty() || host == base,
    })
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
