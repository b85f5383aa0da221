//! `UTCTime` and `GeneralizedTime` (RFC 5280 §4.1.2.5), also where they are not written as RFC 5280 wants them.

use super::der::{Element, Malformed};
use jiff::{Timestamp, civil::DateTime, tz::Offset};

/// Reads a time. Seconds may be missing, fractions are dropped, offsets are honoured, and a missing `Z` means UTC.
///
/// RFC 5280 writes "no well-defined expiry" as 99991231235959Z, some two hours after the last moment that [`Timestamp`]
/// can hold; such times become that last moment.
pub(super) fn read(element: &Element<'_>) -> Result<Timestamp, Malformed> {
    let year_digits = match element.tag {
        0x17 => 2,
        0x18 => 4,
        _ => return Err(element.malformed("expected a time")),
    };
    parse(element.body, year_digits).ok_or_else(|| element.malformed("a time that does not exist"))
}

/// Whether a time is written as RFC 5280 §4.1.2.5 wants it: all digits to the second, then `Z`.
pub(super) fn is_profile(element: &Element<'_>) -> bool {
    let digits = if element.tag == 0x17 { 12 } else { 14 };
    let (time, zone) = element.body.split_at(digits.min(element.body.len()));
    time.len() == digits && time.iter().all(u8::is_ascii_digit) && zone == b"Z"
}

fn parse(body: &[u8], year_digits: usize) -> Option<Timestamp> {
    let mut digits = Digits(body);
    let year = match (year_digits, digits.take(year_digits)?) {
        // RFC 5280 §4.1.2.5.1: two digits from 50 on are of the last century.
        (2, year) if year >= 50 => 1900 + year,
        (2, year) => 2000 + year,
        (_, year) => year,
    };
    let (month, day) = (digits.take(2)?, digits.take(2)?);
    let (hour, minute) = (digits.take(2)?, digits.take(2)?);
    // 60 is a leap second, which no clock of ours has.
    let second = digits.take(2).unwrap_or(0);
    let second = if second == 60 { 59 } else { second };
    let offset = zone(digits.after_fraction())?;
    let small = |number: i16| i8::try_from(number).ok();
    let local =
        DateTime::new(year, small(month)?, small(day)?, small(hour)?, small(minute)?, small(second)?, 0)
            .ok()?;
    let last = if local.year() >= 9999 { Timestamp::MAX } else { Timestamp::MIN };
    Some(offset.to_timestamp(local).unwrap_or(last))
}

/// `Z`, nothing, or `+hhmm`/`-hhmm`.
fn zone(rest: &[u8]) -> Option<Offset> {
    let (sign, digits) = match rest {
        [] | [b'Z'] => return Some(Offset::UTC),
        [b'+', digits @ ..] => (1, digits),
        [b'-', digits @ ..] => (-1, digits),
        _ => return None,
    };
    let mut digits = Digits(digits);
    let (hours, minutes) = (digits.take(2)?, digits.take(2)?);
    let within = digits.0.is_empty() && hours < 24 && minutes < 60;
    within.then(|| Offset::from_seconds(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60)).ok())?
}

struct Digits<'a>(&'a [u8]);

impl<'a> Digits<'a> {
    /// The next `count` digits, if they all are digits.
    fn take(&mut self, count: usize) -> Option<i16> {
        let (head, rest) = self.0.split_at_checked(count)?;
        let number =
            std::str::from_utf8(head).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))?;
        self.0 = rest;
        number.parse().ok()
    }

    /// What follows a decimal fraction of a second, if there is one.
    fn after_fraction(self) -> &'a [u8] {
        match self.0 {
            [b'.' | b',', fraction @ ..] => {
                let end = fraction.iter().position(|byte| !byte.is_ascii_digit()).unwrap_or(fraction.len());
                &fraction[end..]
            }
            rest => rest,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(tag: u8, text: &str) -> Option<String> {
        let element = Element { tag, body: text.as_bytes(), whole: text.as_bytes(), offset: 0 };
        read(&element).ok().map(|time| time.to_string())
    }

    #[test]
    fn utc_time_has_two_year_digits() {
        assert_eq!(time(0x17, "231031215900Z").as_deref(), Some("2023-10-31T21:59:00Z"));
        assert_eq!(time(0x17, "491231235959Z").as_deref(), Some("2049-12-31T23:59:59Z"));
        assert_eq!(time(0x17, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00Z"));
    }

    #[test]
    fn generalized_time_has_four() {
        assert_eq!(time(0x18, "20510809000000Z").as_deref(), Some("2051-08-09T00:00:00Z"));
        assert_eq!(time(0x18, "19000101000000Z").as_deref(), Some("1900-01-01T00:00:00Z"));
        assert_eq!(time(0x18, "00000101000000Z").as_deref(), Some("0000-01-01T00:00:00Z"));
    }

    #[test]
    fn the_end_of_time_is_the_last_moment_there_is() {
        assert_eq!(time(0x18, "99991231235959Z"), Some(Timestamp::MAX.to_string()));
        assert_eq!(time(0x18, "99991231235959-2300"), Some(Timestamp::MAX.to_string()));
    }

    #[test]
    fn odd_spellings_are_read() {
        assert_eq!(time(0x17, "2310312159Z").as_deref(), Some("2023-10-31T21:59:00Z"));
        assert_eq!(time(0x17, "231031235900+0200").as_deref(), Some("2023-10-31T21:59:00Z"));
        assert_eq!(time(0x18, "20231031215900.123Z").as_deref(), Some("2023-10-31T21:59:00Z"));
        assert_eq!(time(0x18, "20231031215900").as_deref(), Some("2023-10-31T21:59:00Z"));
        assert_eq!(time(0x18, "20161231235960Z").as_deref(), Some("2016-12-31T23:59:59Z"));
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        for text in [
            "230230000000Z",
            "231301000000Z",
            "231031246000Z",
            "23103121590",
            "",
            "+30101000000Z",
            "231031215900Q",
        ] {
            assert_eq!(time(0x17, text), None, "{text}");
        }
        assert_eq!(time(0x18, "20230229000000Z"), None);
        assert_eq!(time(0x18, "20231031215900+9900"), None);
        assert_eq!(time(0x0c, "20231031215900Z"), None);
    }
}
