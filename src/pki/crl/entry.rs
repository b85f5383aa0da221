//! One entry of a list (RFC 5280 §5.1.2.6, §5.3).

use super::super::der::{Element, Malformed, SEQUENCE};
use super::super::{Name, time};
use super::Reason;
use super::extension::Extension;
use super::strict::{end, integer, only};

const REASON_CODE: &[u8] = &[0x55, 0x1d, 0x15];
/// A reason, but for its number, and no other extension: so begin nearly all, and taking them apart is half of the work on
/// a long list.
const REASON_ALONE: &[u8] = &[0x30, 10, 0x06, 3, 0x55, 0x1d, 0x15, 0x04, 3, 0x0a, 1];
const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 0x18];
const CERTIFICATE_ISSUER: &[u8] = &[0x55, 0x1d, 0x1d];

const ENUMERATED: u8 = 0x0a;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const DIRECTORY_NAME: u8 = 0xa4;

/// One entry. Reading it allocates nothing, for there are many.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Contents of the serial number.
    pub serial: &'a [u8],
    /// When it was revoked; a time that exists.
    pub at: Element<'a>,
    /// Why.
    pub reason: Reason,
    /// Since when it should not have been relied on.
    pub invalidity_date: Option<Element<'a>>,
    /// Who issued the certificate: GeneralNames. Without it, who the entry before says (RFC 5280 §5.3.3).
    pub issuer: Option<Element<'a>>,
    /// The identifier of a critical extension that is not processed here.
    pub unknown_critical: Option<Element<'a>>,
}

impl<'a> Entry<'a> {
    /// Reads an entry; a list of the first version has no extensions.
    pub fn read(element: &Element<'a>, with_extensions: bool) -> Result<Self, Malformed> {
        let mut parts = element.of(SEQUENCE, "an entry")?.inside();
        let serial = integer(&mut parts, "the serial number of an entry")?.body;
        let at = parts.next()?.ok_or_else(|| element.malformed("an entry without a time"))?;
        let mut entry = Self {
            serial,
            at: existing(at)?,
            reason: Reason::Unspecified,
            invalidity_date: None,
            issuer: None,
            unknown_critical: None,
        };
        if let Some(extensions) = parts.optional(SEQUENCE)? {
            if !with_extensions {
                return Err(extensions.malformed("extensions in an entry of a list of version 1"));
            }
            entry.extensions(&extensions)?;
        }
        end(parts, "an entry")?;
        Ok(entry)
    }

    fn extensions(&mut self, list: &Element<'a>) -> Result<(), Malformed> {
        if let Some([code]) = list.body.strip_prefix(REASON_ALONE) {
            self.reason = Reason::from_code(*code);
            return Ok(());
        }
        let mut reason = None;
        for extension in Extension::each(list) {
            let extension = extension?;
            let once = |seen: bool| match seen {
                true => Err(extension.oid.malformed("an extension of an entry comes twice")),
                false => Ok(()),
            };
            match extension.oid.body {
                REASON_CODE => {
                    once(reason.is_some())?;
                    reason = Some(Reason::read(&extension.content(ENUMERATED, "a reason")?)?);
                }
                INVALIDITY_DATE => {
                    once(self.invalidity_date.is_some())?;
                    let date = extension.content(GENERALIZED_TIME, "the invalidity date")?;
                    self.invalidity_date = Some(existing(date)?);
                }
                CERTIFICATE_ISSUER => {
                    once(self.issuer.is_some())?;
                    self.issuer = Some(extension.content(SEQUENCE, "the issuer of a certificate")?);
                }
                _ if extension.critical => self.unknown_critical = Some(extension.oid),
                _ => {}
            }
        }
        self.reason = reason.unwrap_or(Reason::Unspecified);
        Ok(())
    }
}

/// The element if it is a time that exists. Nearly all are written as RFC 5280 wants them and before the 29th of a month:
/// those need not be read to be believed, which is a quarter of the work on a long list.
fn existing(time: Element<'_>) -> Result<Element<'_>, Malformed> {
    let plain = match (time.tag, time.body) {
        (UTC_TIME, [_, _, rest @ ..]) | (GENERALIZED_TIME, [_, _, _, _, rest @ ..]) => is_plain(rest),
        _ => false,
    };
    let digits = time.body.split_last().is_some_and(|(_, digits)| digits.iter().all(u8::is_ascii_digit));
    if !(plain && digits) {
        time::read(&time)?;
    }
    Ok(time)
}

/// Whether `MMDDhhmmssZ`, if it is digits, is a time of any year.
fn is_plain(rest: &[u8]) -> bool {
    let [m1, m2, d1, d2, h1, h2, n1, n2, s1, s2, b'Z'] = *rest else { return false };
    let within = |tens, ones, from: [u8; 2], to: [u8; 2]| (from..=to).contains(&[tens, ones]);
    within(m1, m2, *b"01", *b"12")
        && within(d1, d2, *b"01", *b"28")
        && within(h1, h2, *b"00", *b"23")
        && within(n1, n2, *b"00", *b"59")
        && within(s1, s2, *b"00", *b"59")
}

/// The distinguished names in GeneralNames. There must be one: an entry that is about the certificates of nobody would
/// be a hole in the list.
pub fn issuers(names: &Element<'_>) -> Result<Vec<Name>, Malformed> {
    let mut issuers = Vec::new();
    for name in names.inside().elements() {
        let name = name?;
        if name.tag == DIRECTORY_NAME {
            let name = only(&name, SEQUENCE, "the issuer of a certificate")?;
            let broken = |_| name.malformed("a broken name of the issuer of a certificate");
            issuers.push(Name::parse(name.whole).map_err(broken)?);
        }
    }
    match issuers.is_empty() {
        true => Err(names.malformed("an issuer of a certificate without a distinguished name")),
        false => Ok(issuers),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::der::Reader;
    use super::super::super::sample::{extension, integer, sequence, tlv};
    use super::super::sample::{authority, certificate_issuer, critical, entry, reason};
    use super::*;

    fn refuse(der: &[u8]) -> (usize, String) {
        let error = Entry::read(&Reader::new(der).next().unwrap().unwrap(), true).unwrap_err();
        (error.offset, error.what)
    }

    #[test]
    fn every_field_is_read() {
        let date = extension("2.5.29.24", &tlv(0x18, b"20261001000000Z"));
        let der = entry(&[0, 0xfd], &[reason(1), date, certificate_issuer(&[authority("Other")])]);
        let read = Entry::read(&Reader::new(&der).next().unwrap().unwrap(), true).unwrap();
        assert_eq!((read.serial, read.reason), (&[0, 0xfd][..], Reason::KeyCompromise));
        assert_eq!(time::read(&read.at).unwrap().to_string(), "2026-10-03T12:00:00Z");
        let date = time::read(&read.invalidity_date.unwrap()).unwrap();
        assert_eq!(date.to_string(), "2026-10-01T00:00:00Z");
        let names = issuers(&read.issuer.unwrap()).unwrap();
        assert_eq!(names[0].to_string(), "CN=Other");
        assert!(read.unknown_critical.is_none());
    }

    #[test]
    fn a_reason_is_the_same_alone_and_beside_others() {
        for code in [0, 1, 7, 8, 255] {
            let of = |extensions: &[Vec<u8>]| {
                let der = entry(&[5], extensions);
                Entry::read(&Reader::new(&der).next().unwrap().unwrap(), true).unwrap().reason
            };
            assert_eq!(of(&[reason(code)]), Reason::from_code(code));
            assert_eq!(of(&[reason(code), extension("1.2.3", &[])]), Reason::from_code(code));
            assert_eq!(of(&[critical("2.5.29.21", &tlv(0x0a, &[code]))]), Reason::from_code(code));
        }
    }

    #[test]
    fn an_unknown_extension_counts_when_it_is_critical() {
        for (one, unknown) in [(extension("1.2.3", &[]), None), (critical("1.2.3", &[]), Some("1.2.3"))] {
            let der = entry(&[5], &[one]);
            let read = Entry::read(&Reader::new(&der).next().unwrap().unwrap(), true).unwrap();
            assert_eq!(read.unknown_critical.map(|oid| oid.oid().unwrap()).as_deref(), unknown);
        }
    }

    #[test]
    fn what_is_broken_is_named_with_its_place() {
        let at = || tlv(0x17, b"261003120000Z");
        for (der, offset, what) in [
            (integer(5), 0, "expected an entry, found INTEGER"),
            (sequence(&[at()]), 2, "expected the serial number of an entry, found UTCTime"),
            (sequence(&[tlv(2, &[]), at()]), 2, "the serial number of an entry is empty"),
            (sequence(&[integer(5)]), 0, "an entry without a time"),
            (sequence(&[integer(5), tlv(0x17, b"260230000000Z")]), 5, "a time that does not exist"),
            (sequence(&[integer(5), tlv(0x17, b"26100312000xZ")]), 5, "a time that does not exist"),
            (sequence(&[integer(5), at(), integer(5)]), 20, "more than an entry"),
            (entry(&[5], &[reason(1), reason(1)]), 36, "an extension of an entry comes twice"),
            (entry(&[5], &[extension("2.5.29.21", &[])]), 31, "ends where a reason should be"),
            (
                entry(&[5], &[extension("2.5.29.24", &tlv(0x17, b"261003120000Z"))]),
                31,
                "expected the invalidity date, found UTCTime",
            ),
        ] {
            assert_eq!(refuse(&der), (offset, what.to_owned()));
        }
    }

    #[test]
    fn version_1_has_no_extensions() {
        let der = entry(&[5], &[reason(1)]);
        let error = Entry::read(&Reader::new(&der).next().unwrap().unwrap(), false).unwrap_err();
        assert_eq!(
            (error.offset, error.what.as_str()),
            (20, "extensions in an entry of a list of version 1")
        );
    }

    #[test]
    fn a_time_is_believed_exactly_when_it_can_be_read() {
        for text in ["261003120000Z", "261031120000Z", "260229120000Z", "240229120000Z", "2610031200Z", ""] {
            judged_alike(0x17, text);
        }
        for at in 0..15 {
            for byte in [b'0', b'3', b'9', b'Z', b'/', b':'] {
                let mut text = *b"20261003120000Z";
                text[at] = byte;
                judged_alike(0x18, std::str::from_utf8(&text).unwrap());
                judged_alike(0x17, std::str::from_utf8(&text[2..]).unwrap());
            }
        }
    }

    fn judged_alike(tag: u8, text: &str) {
        let der = tlv(tag, text.as_bytes());
        let element = Reader::new(&der).next().unwrap().unwrap();
        assert_eq!(existing(element).is_ok(), time::read(&element).is_ok(), "{text}");
    }

    #[test]
    fn an_issuer_without_a_name_is_refused() {
        let names = |names: &[Vec<u8>]| {
            let der = sequence(names);
            issuers(&Reader::new(&der).next().unwrap().unwrap()).map_err(|error| error.what)
        };
        let none = "an issuer of a certificate without a distinguished name";
        assert_eq!(names(&[]).unwrap_err(), none);
        assert_eq!(names(&[tlv(0x86, b"http://a.example")]).unwrap_err(), none);
        let broken = tlv(0xa4, &sequence(&[integer(1)]));
        assert_eq!(names(&[broken]).unwrap_err(), "a broken name of the issuer of a certificate");
        assert_eq!(names(&[tlv(0x86, b"a"), tlv(0xa4, &authority("A"))]).unwrap().len(), 1);
    }
}
