//! One entry of a list (RFC 5280 §5.1.2.6, §5.3).

use super::super::der::{Element, Malformed, SEQUENCE};
use super::super::{Name, time};
use super::Reason;
use super::extension::Extension;
use super::strict::{end, integer, only};

const REASON_CODE: &[u8] = &[0x55, 0x1d, 0x15];
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
