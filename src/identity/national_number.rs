//! Norwegian national identity numbers: whether a number can be one, and of which kind. Whose it is, is never told.

/// A number that can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NationalNumber {
    /// Of which kind.
    pub kind: NationalNumberKind,
    /// Made up for tests: nobody has it. Skatteetaten adds 80 to the month; others add 40, which an auxiliary number does
    /// too.
    pub synthetic: bool,
}

/// The kinds of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NationalNumberKind {
    /// A fødselsnummer, for those who live or have lived in Norway.
    Birth,
    /// A D-number, for those who stay for a time: 4 is added to the first digit.
    D,
    /// An auxiliary number (H-nummer) of one institution: 4 is added to the third digit.
    Auxiliary,
    /// A common auxiliary number (FH-nummer) of health care: it begins with 8 or 9 and has no date in it.
    CommonAuxiliary,
}

/// Why a number cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NationalNumberFault {
    /// It has not eleven characters.
    Length,
    /// It has something else than digits.
    Digits,
    /// It begins with no day.
    Date,
    /// Its check digits do not fit.
    Check,
}

impl NationalNumber {
    /// Reads a number; spaces in it do not count.
    ///
    /// # Errors
    /// It cannot be one.
    pub fn parse(text: &str) -> Result<Self, NationalNumberFault> {
        let digits = digits(text)?;
        let checked = check_digits_fit(&digits);
        let [d1, d2, d3, d4, d5, d6, ..] = digits;
        if d1 >= 8 {
            let number = NationalNumber { kind: NationalNumberKind::CommonAuxiliary, synthetic: false };
            return if checked { Ok(number) } else { Err(NationalNumberFault::Check) };
        }
        let (kind, synthetic, day, month) = match (d1 >= 4, d3) {
            (true, 8..) => (NationalNumberKind::D, true, d1 - 4, d3 - 8),
            (false, 8..) => (NationalNumberKind::Birth, true, d1, d3 - 8),
            (true, 4..) => (NationalNumberKind::D, true, d1 - 4, d3 - 4),
            (false, 4..) => (NationalNumberKind::Auxiliary, false, d1, d3 - 4),
            (true, _) => (NationalNumberKind::D, false, d1 - 4, d3),
            (false, _) => (NationalNumberKind::Birth, false, d1, d3),
        };
        match (is_day(10 * day + d2, 10 * month + d4, 10 * d5 + d6), checked) {
            (false, _) => Err(NationalNumberFault::Date),
            (true, false) => Err(NationalNumberFault::Check),
            (true, true) => Ok(NationalNumber { kind, synthetic }),
        }
    }
}

fn digits(text: &str) -> Result<[u32; 11], NationalNumberFault> {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits: Option<Vec<u32>> = characters.iter().map(|c| c.to_digit(10)).collect();
    let digits = digits.ok_or(NationalNumberFault::Digits)?;
    digits.try_into().map_err(|_| NationalNumberFault::Length)
}

/// Two check digits, modulo 11. From 2032 the first may leave a remainder of 0, 1, 2 or 3, the second still none; the
/// same change takes century and sex out of the number, so neither is read here. Source: Skatteetaten, "Nytt
/// fødselsnummer fra 2032".
fn check_digits_fit(digits: &[u32; 11]) -> bool {
    let sum = |weights: &[u32]| weights.iter().zip(digits).map(|(weight, digit)| weight * digit).sum::<u32>();
    let first = sum(&[3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11;
    let second = sum(&[5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11;
    first <= 3 && second == 0
}

/// Whether there is such a day in such a year of any century: 29 February needs a year that 4 divides.
fn is_day(day: u32, month: u32, year: u32) -> bool {
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) => 29,
        2 => 28,
        _ => 0,
    };
    (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Result<(NationalNumberKind, bool), NationalNumberFault> {
        NationalNumber::parse(text).map(|number| (number.kind, number.synthetic))
    }

    /// Eleven digits that begin so and fit; the first remainder as asked.
    fn made(beginning: &str, remainder: u32) -> String {
        for rest in 0..100_000u32 {
            let text = format!("{beginning}{rest:05}");
            let digits = digits(&text).unwrap();
            let first =
                [3, 7, 6, 1, 8, 9, 4, 5, 2, 1].iter().zip(digits).map(|(w, d)| w * d).sum::<u32>() % 11;
            if check_digits_fit(&digits) && first == remainder {
                return text;
            }
        }
        unreachable!()
    }

    #[test]
    fn published_synthetic_numbers_fit() {
        assert_eq!(kind("06828399789"), Ok((NationalNumberKind::Birth, true)));
        assert_eq!(kind("47906701517"), Ok((NationalNumberKind::D, true)));
        assert_eq!(kind("209146 95016"), Ok((NationalNumberKind::Birth, true)));
    }

    #[test]
    fn examples_that_cannot_be_do_not_fit() {
        assert_eq!(kind("22046557946"), Err(NationalNumberFault::Check));
        assert_eq!(kind("05076600324"), Err(NationalNumberFault::Check));
        assert_eq!(kind("0507660032"), Err(NationalNumberFault::Length));
        assert_eq!(kind("0507660032x"), Err(NationalNumberFault::Digits));
        assert_eq!(kind("32136600324"), Err(NationalNumberFault::Date));
        assert_eq!(kind(""), Err(NationalNumberFault::Length));
    }

    #[test]
    fn the_rules_of_2032_let_four_remainders_pass() {
        for remainder in 0..=3 {
            assert_eq!(
                kind(&made("010132", remainder)),
                Ok((NationalNumberKind::Birth, false)),
                "{remainder}"
            );
        }
    }

    #[test]
    fn kinds_are_told_by_day_and_month() {
        assert_eq!(kind(&made("410170", 0)), Ok((NationalNumberKind::D, false)));
        assert_eq!(kind(&made("014170", 0)), Ok((NationalNumberKind::Auxiliary, false)));
        assert_eq!(kind(&made("414170", 0)), Ok((NationalNumberKind::D, true)));
        assert_eq!(kind(&made("812345", 0)), Ok((NationalNumberKind::CommonAuxiliary, false)));
        assert_eq!(kind(&made("290204", 0)), Ok((NationalNumberKind::Birth, false)));
        assert_eq!(kind(&made("290203", 0)), Err(NationalNumberFault::Date));
    }
}
