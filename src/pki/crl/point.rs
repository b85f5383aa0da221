//! What a list is about: issuing distribution point (RFC 5280 §5.2.5).

use super::super::der::{Malformed, SEQUENCE};
use super::super::distribution::DistributionPointName;
use super::super::usage;
use super::extension::Extension;
use super::strict::{boolean, end};

/// What a list is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssuingDistributionPoint {
    /// Whether the extension is critical, as RFC 5280 wants it.
    pub critical: bool,
    /// Where the list is published.
    pub name: Option<DistributionPointName>,
    /// Whether only certificates of persons and machines are on it.
    pub only_user_certificates: bool,
    /// Whether only certificates of authorities are on it.
    pub only_ca_certificates: bool,
    /// The reasons (ReasonFlags, RFC 5280 §4.2.1.13) that it is about, bit 0 lowest; `None` for all.
    pub only_some_reasons: Option<u16>,
    /// Whether certificates of other issuers than the list's may be on it.
    pub indirect: bool,
    /// Whether only attribute certificates are on it.
    pub only_attribute_certificates: bool,
}

impl IssuingDistributionPoint {
    /// Reads the extension.
    pub(super) fn read(extension: &Extension<'_>) -> Result<Self, Malformed> {
        let sequence = extension.content(SEQUENCE, "an issuing distribution point")?;
        let mut parts = sequence.inside();
        let mut point = Self { critical: extension.critical, ..Self::default() };
        if let Some(name) = parts.optional(0xa0)? {
            point.name = Some(DistributionPointName::read(name.inside())?);
        }
        let mut flag = |tag| parts.optional(tag)?.map_or(Ok(false), |flag| boolean(&flag));
        point.only_user_certificates = flag(0x81)?;
        point.only_ca_certificates = flag(0x82)?;
        if let Some(reasons) = parts.optional(0x83)? {
            point.only_some_reasons =
                Some(usage::bits(reasons.body).ok_or_else(|| reasons.malformed("broken reasons"))?);
        }
        let mut flag = |tag| parts.optional(tag)?.map_or(Ok(false), |flag| boolean(&flag));
        point.indirect = flag(0x84)?;
        point.only_attribute_certificates = flag(0x85)?;
        end(parts, "an issuing distribution point")?;
        Ok(point)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::der::Reader;
    use super::super::super::sample::{extension, oid, sequence, tlv};
    use super::super::super::{GeneralName, Name};
    use super::*;

    fn read(value: &[u8]) -> Result<IssuingDistributionPoint, Malformed> {
        let list = sequence(&[extension("2.5.29.28", value)]);
        let list = Reader::new(&list).next().unwrap().unwrap();
        IssuingDistributionPoint::read(&Extension::all(&list)?[0])
    }

    #[test]
    fn every_field_is_read() {
        let uri = tlv(0x86, b"http://crl.example/a.crl");
        let directory = tlv(0xa4, &sequence(&[]));
        let names = tlv(0xa0, &tlv(0xa0, &[uri.clone(), directory.clone()].concat()));
        let yes = |tag| tlv(tag, &[0xff]);
        let all = [names, yes(0x81), yes(0x82), tlv(0x83, &[7, 0x42, 0x80]), yes(0x84), yes(0x85)];
        let expected = IssuingDistributionPoint {
            critical: false,
            name: Some(DistributionPointName::Full(vec![
                GeneralName::Uri("http://crl.example/a.crl".to_owned()),
                GeneralName::Directory(Name::parse(&sequence(&[])).unwrap()),
            ])),
            only_user_certificates: true,
            only_ca_certificates: true,
            only_some_reasons: Some(0b1_0100_0010),
            indirect: true,
            only_attribute_certificates: true,
        };
        assert_eq!(read(&sequence(&all)), Ok(expected.clone()));
        type Without = fn(&mut IssuingDistributionPoint);
        let fields: [(usize, Without); 6] = [
            (0, |point| point.name = None),
            (1, |point| point.only_user_certificates = false),
            (2, |point| point.only_ca_certificates = false),
            (3, |point| point.only_some_reasons = None),
            (4, |point| point.indirect = false),
            (5, |point| point.only_attribute_certificates = false),
        ];
        for (missing, without) in fields {
            let mut parts = all.to_vec();
            parts.remove(missing);
            let mut point = expected.clone();
            without(&mut point);
            assert_eq!(read(&sequence(&parts)), Ok(point));
        }
    }

    #[test]
    fn a_name_may_be_relative_to_the_issuer() {
        let attribute = sequence(&[oid("2.5.4.3"), tlv(0x0c, b"CRL1")]);
        let point = read(&sequence(&[tlv(0xa0, &tlv(0xa1, &attribute))])).unwrap();
        assert_eq!(point.name, Some(DistributionPointName::Relative(attribute)));
    }

    #[test]
    fn reasons_beyond_the_last_bit_do_not_count() {
        let reasons = |bits: &[u8]| read(&sequence(&[tlv(0x83, bits)])).map(|point| point.only_some_reasons);
        assert_eq!(reasons(&[0]), Ok(Some(0)));
        assert_eq!(reasons(&[0, 0xff, 0xff, 0xff]), Ok(Some(0xffff)));
        assert!(reasons(&[]).is_err());
        assert!(reasons(&[8, 0]).is_err());
    }

    #[test]
    fn what_is_broken_is_refused() {
        for (value, what) in [
            (tlv(0x04, &[]), "expected an issuing distribution point"),
            (sequence(&[tlv(0xa0, &[])]), "an empty name"),
            (sequence(&[tlv(0xa0, &tlv(0xa2, &[]))]), "of no known form"),
            (sequence(&[tlv(0x81, &[])]), "a BOOLEAN of 0 bytes"),
            (sequence(&[tlv(0x82, &[0xff]), tlv(0x81, &[0xff])]), "more than an issuing distribution point"),
            ([sequence(&[]), vec![5, 0]].concat(), "more than an issuing distribution point"),
        ] {
            let error = read(&value).unwrap_err();
            assert!(error.what.contains(what), "{error:?}");
        }
    }
}
