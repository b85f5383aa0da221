//! Which list speaks for which certificate: distribution points against issuing distribution points (RFC 5280 §6.3.3
//! (b)), and reasons.

use crate::pki::{Certificate, Crl, DistributionPoint, DistributionPointName, GeneralName, Name};

/// All reasons that a list can be about (RFC 5280 §4.2.1.13): bits 1 to 8; bit 0 is unused.
pub(super) const ALL_REASONS: u16 = 0x1fe;

/// The point that stands for the issuer itself, when a certificate names none, or those that it names do not cover all
/// reasons (RFC 5280 §6.3.3, last paragraph).
pub(super) fn issuers_own(certificate: &Certificate) -> DistributionPoint {
    let name = DistributionPointName::Full(vec![GeneralName::Directory(certificate.issuer.clone())]);
    DistributionPoint { name: Some(name), ..DistributionPoint::default() }
}

/// The names under which the lists of a point are signed.
pub(super) fn signers<'a>(point: &'a DistributionPoint, certificate: &'a Certificate) -> Vec<&'a Name> {
    if point.crl_issuer.is_empty() {
        return vec![&certificate.issuer];
    }
    let directory = |name: &'a GeneralName| match name {
        GeneralName::Directory(name) => Some(name),
        _ => None,
    };
    point.crl_issuer.iter().filter_map(directory).collect()
}

/// The reasons that `list` is about for `certificate` under `point`; `None` when it does not speak for it.
pub(super) fn reasons(list: &Crl, point: &DistributionPoint, certificate: &Certificate) -> Option<u16> {
    let mut reasons = point.reasons.unwrap_or(ALL_REASONS) & ALL_REASONS;
    let is_indirect = list.issuing_distribution_point.as_ref().is_some_and(|own| own.indirect);
    // (b) (1)
    if !point.crl_issuer.is_empty() && !is_indirect {
        return None;
    }
    let Some(own) = &list.issuing_distribution_point else { return Some(reasons) };
    // (b) (2) (i)
    let fits = own.name.as_ref().is_none_or(|own| names_meet(own, list, point, certificate));
    // (b) (2) (ii) to (iv)
    let is_ca = certificate.is_ca();
    if !fits
        || (own.only_user_certificates && is_ca)
        || (own.only_ca_certificates && !is_ca)
        || own.only_attribute_certificates
    {
        return None;
    }
    reasons &= own.only_some_reasons.unwrap_or(ALL_REASONS);
    Some(reasons)
}

fn names_meet(
    own: &DistributionPointName,
    list: &Crl,
    point: &DistributionPoint,
    certificate: &Certificate,
) -> bool {
    let own = spelled_out(own, &list.issuer);
    let wanted = match &point.name {
        Some(name) => {
            let base = signers(point, certificate).first().copied().unwrap_or(&certificate.issuer);
            spelled_out(name, base)
        }
        None => point.crl_issuer.clone(),
    };
    own.iter().any(|own| wanted.iter().any(|wanted| same(own, wanted)))
}

/// The full names; a relative one is put after the name of who signs the list.
fn spelled_out(name: &DistributionPointName, signer: &Name) -> Vec<GeneralName> {
    match name {
        DistributionPointName::Full(names) => names.clone(),
        DistributionPointName::Relative(relative) => {
            vec![GeneralName::Directory(signer.with_relative(relative))]
        }
    }
}

fn same(one: &GeneralName, other: &GeneralName) -> bool {
    match (one, other) {
        (GeneralName::Directory(one), GeneralName::Directory(other)) => one.matches(other),
        _ => one == other,
    }
}
