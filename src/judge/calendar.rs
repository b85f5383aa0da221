//! Norwegian local days.
//!
//! Norwegian issuers let certificates end at 22:59:59Z in winter and 21:59:59Z in summer: one second before midnight
//! in Norway. Counted in UTC such a certificate would seem to lose a day, so days are counted as people there count.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// Norway's time zone, carried in the binary: Windows has no IANA database, and a workstation's own may be wrong.
static NORWAY: TimeZone = jiff::tz::get!("Europe/Oslo");

/// The day that it is in Norway at that moment.
pub fn local_date(moment: Timestamp) -> Date {
    local_time(moment).date()
}

/// The day and time of day that it is in Norway at that moment.
pub fn local_time(moment: Timestamp) -> jiff::civil::DateTime {
    moment.to_zoned(NORWAY.clone()).datetime()
}

/// How many Norwegian days lie between two moments: 0 on the same day, negative when `to` is on an earlier day.
pub fn days_between(from: Timestamp, to: Timestamp) -> i64 {
    // The difference of two dates is always whole days of 24 hours.
    local_date(from).duration_until(local_date(to)).as_hours() / 24
}

/// The moment at which that day begins in Norway; the first or last moment there is, for a day at the edge of time.
pub fn start_of_day(day: Date) -> Timestamp {
    day.to_zoned(NORWAY.clone())
        .map(|start| start.timestamp())
        .unwrap_or_else(|_| if day.year() < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_last_second_of_a_norwegian_day_is_that_day() {
        assert_eq!(local_date(at("2026-07-01T21:59:59Z")), date(2026, 7, 1));
        assert_eq!(local_date(at("2026-07-01T22:00:00Z")), date(2026, 7, 2));
        assert_eq!(local_date(at("2026-12-01T22:59:59Z")), date(2026, 12, 1));
        assert_eq!(local_date(at("2026-12-01T23:00:00Z")), date(2026, 12, 2));
    }

    #[test]
    fn days_are_counted_as_people_count_them() {
        assert_eq!(days_between(at("2026-06-30T22:00:00Z"), at("2026-07-01T21:59:59Z")), 0);
        assert_eq!(days_between(at("2026-07-01T21:59:59Z"), at("2026-07-01T22:00:00Z")), 1);
        assert_eq!(days_between(at("2026-07-01T22:00:00Z"), at("2026-07-01T21:59:59Z")), -1);
        assert_eq!(days_between(at("2025-11-22T08:00:00Z"), at("2026-11-22T22:59:59Z")), 365);
    }

    #[test]
    fn a_day_of_23_or_25_hours_is_one_day() {
        assert_eq!(days_between(at("2026-03-28T23:00:00Z"), at("2026-03-29T22:00:00Z")), 1);
        assert_eq!(days_between(at("2026-10-24T22:00:00Z"), at("2026-10-25T23:00:00Z")), 1);
        assert_eq!(days_between(at("2026-10-24T22:00:00Z"), at("2026-10-25T22:59:59Z")), 0);
        assert_eq!(start_of_day(date(2026, 3, 29)), at("2026-03-28T23:00:00Z"));
        assert_eq!(start_of_day(date(2026, 3, 30)), at("2026-03-29T22:00:00Z"));
        assert_eq!(start_of_day(date(2026, 10, 26)), at("2026-10-25T23:00:00Z"));
    }

    #[test]
    fn summer_time_goes_on_after_the_last_year_that_the_database_lists() {
        assert_eq!(local_date(at("2060-07-01T22:30:00Z")), date(2060, 7, 2));
    }

    #[test]
    fn the_edges_of_time_do_not_panic() {
        // RFC 5280 §4.1.2.5: 99991231235959Z stands for "no end".
        let edges = [Timestamp::MIN, at("0001-01-01T00:00:00Z"), at("9999-12-30T21:00:00Z"), Timestamp::MAX];
        for from in edges {
            for to in edges {
                assert_eq!(days_between(from, to), -days_between(to, from));
            }
        }
        assert_eq!(start_of_day(Date::MIN), Timestamp::MIN);
        assert_eq!(start_of_day(Date::MAX), Timestamp::MAX);
        assert!(start_of_day(date(1, 1, 1)) < start_of_day(date(1, 1, 2)));
    }
}
