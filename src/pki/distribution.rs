//! Where revocation is told: CRL distribution points (RFC 5280 §4.2.1.13) and authority information access (§4.2.2.1).

use super::GeneralName;
use super::der::{Malformed, OBJECT_IDENTIFIER, Reader, SEQUENCE};
use super::usage;

/// `id-ad-ocsp`.
const OCSP: &str = "1.3.6.1.5.5.7.48.1";
/// `id-ad-caIssuers`.
const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// One place that speaks for a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DistributionPoint {
    /// Its name.
    pub name: Option<DistributionPointName>,
    /// The reasons for revocation it speaks of, bit 0 (`unused`) lowest; `None` for all.
    pub reasons: Option<u16>,
    /// Who signs its lists, where that is not the issuer of the certificate.
    pub crl_issuer: Vec<GeneralName>,
}

/// How a distribution point is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DistributionPointName {
    /// By any of these.
    Full(Vec<GeneralName>),
    /// By the name of who signs the list, and this relative distinguished name after it: contents of the SET.
    Relative(Vec<u8>),
}

/// Addresses of an issuer's services, as a certificate names them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// Where OCSP is asked; http and https only.
    pub ocsp: Vec<String>,
    /// Where the issuer's own certificate lies; http and https only.
    pub issuers: Vec<String>,
}

impl DistributionPoint {
    /// Reads a CRLDistributionPoints.
    pub(super) fn read_all(value: &[u8]) -> Result<Vec<Self>, Malformed> {
        let list = whole(value, "the distribution points")?;
        let points: Vec<Self> = list
            .elements()
            .map(|point| Self::read(point?.of(SEQUENCE, "a distribution point")?.inside()))
            .collect::<Result<_, Malformed>>()?;
        match points.is_empty() {
            true => Err(list.malformed("no distribution point where one must be")),
            false => Ok(points),
        }
    }

    fn read(mut parts: Reader<'_>) -> Result<Self, Malformed> {
        let at = parts;
        let mut point = Self::default();
        if let Some(name) = parts.optional(0xa0)? {
            point.name = Some(DistributionPointName::read(name.inside())?);
        }
        if let Some(reasons) = parts.optional(0x81)? {
            point.reasons =
                Some(usage::bits(reasons.body).ok_or_else(|| reasons.malformed("broken reasons"))?);
        }
        if let Some(issuer) = parts.optional(0xa2)? {
            point.crl_issuer = GeneralName::read_all(issuer.inside())?;
        }
        // RFC 5280 §4.2.1.13: a point that has but reasons says nothing.
        if point.name.is_none() && point.crl_issuer.is_empty() {
            return Err(at.malformed("a distribution point without a name"));
        }
        Ok(point)
    }

    /// The web addresses of its lists.
    pub fn http_urls(&self) -> impl Iterator<Item = &str> {
        let names = match &self.name {
            Some(DistributionPointName::Full(names)) => names.as_slice(),
            _ => &[],
        };
        names.iter().filter_map(GeneralName::http_url)
    }
}

impl DistributionPointName {
    /// Reads what stands in the `[0]` of a distribution point.
    pub(super) fn read(mut parts: Reader<'_>) -> Result<Self, Malformed> {
        let name = parts.next()?.ok_or_else(|| parts.malformed("an empty name"))?;
        match name.tag {
            0xa0 => Ok(DistributionPointName::Full(GeneralName::read_all(name.inside())?)),
            0xa1 => Ok(DistributionPointName::Relative(name.body.to_vec())),
            _ => Err(name.malformed("a distribution point's name of no known form")),
        }
    }
}

impl Access {
    /// Reads an AuthorityInfoAccessSyntax.
    pub(super) fn read(value: &[u8]) -> Result<Self, Malformed> {
        let mut access = Self::default();
        for description in whole(value, "the access descriptions")?.elements() {
            let mut parts = description?.of(SEQUENCE, "an access description")?.inside();
            let method = parts.expect(OBJECT_IDENTIFIER, "a method of access")?.oid()?;
            let place = parts.next()?.ok_or_else(|| parts.malformed("a method without a place"))?;
            let place = GeneralName::read(&place)?;
            let list = match method.as_str() {
                OCSP => &mut access.ocsp,
                CA_ISSUERS => &mut access.issuers,
                _ => continue,
            };
            list.extend(place.http_url().map(str::to_owned));
        }
        Ok(access)
    }
}

/// What is inside the one SEQUENCE that an extension's value is.
pub(super) fn whole<'a>(value: &'a [u8], what: &str) -> Result<Reader<'a>, Malformed> {
    let mut reader = Reader::new(value);
    let sequence = reader.expect(SEQUENCE, what)?;
    match reader.rest().is_empty() {
        true => Ok(sequence.inside()),
        false => Err(reader.malformed("bytes after the value")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{oid, sequence, tlv};
    use super::*;

    #[test]
    fn a_point_has_a_name_reasons_and_a_signer() {
        let full = tlv(0xa0, &tlv(0xa0, &[tlv(0x86, b"http://a/b.crl"), tlv(0x86, b"ldap://a/b")].concat()));
        let issuer = tlv(0xa2, &tlv(0x82, b"x"));
        let points = DistributionPoint::read_all(&sequence(&[
            sequence(&[full.clone(), tlv(0x81, &[1, 0x60]), issuer]),
            sequence(&[tlv(0xa0, &tlv(0xa1, b"rdn"))]),
        ]))
        .unwrap();
        assert_eq!(points[0].http_urls().collect::<Vec<_>>(), ["http://a/b.crl"]);
        assert_eq!(points[0].reasons, Some(0b110));
        assert_eq!(points[0].crl_issuer, [GeneralName::Dns("x".to_owned())]);
        assert_eq!(points[1].name, Some(DistributionPointName::Relative(b"rdn".to_vec())));
        assert_eq!(points[1].http_urls().count(), 0);
    }

    #[test]
    fn a_point_that_says_nothing_is_refused() {
        assert!(DistributionPoint::read_all(&sequence(&[])).is_err());
        assert!(DistributionPoint::read_all(&sequence(&[sequence(&[tlv(0x81, &[1, 0x60])])])).is_err());
        assert!(DistributionPoint::read_all(&sequence(&[sequence(&[tlv(0xa0, &[])])])).is_err());
        assert!(DistributionPoint::read_all(&[sequence(&[]), vec![0]].concat()).is_err());
    }

    #[test]
    fn access_is_by_method() {
        let one = |method: &str, uri: &[u8]| sequence(&[oid(method), tlv(0x86, uri)]);
        let access = Access::read(&sequence(&[
            one(OCSP, b"http://ocsp/"),
            one(CA_ISSUERS, b"https://aia/ca.cer"),
            one(CA_ISSUERS, b"ldap://aia/ca"),
            one("1.3.6.1.5.5.7.48.3", b"http://time/"),
        ]))
        .unwrap();
        assert_eq!(access.ocsp, ["http://ocsp/"]);
        assert_eq!(access.issuers, ["https://aia/ca.cer"]);
        assert!(Access::read(&sequence(&[sequence(&[oid(OCSP)])])).is_err());
    }
}
