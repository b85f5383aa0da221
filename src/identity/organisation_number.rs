//! Organisation numbers of the Brønnøysund registers: of a unit, a sub-unit or a municipality.

/// Why a number cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrganisationNumberFault {
    /// It has not nine characters.
    Length,
    /// It has something else than digits.
    Digits,
    /// Its check digit does not fit.
    Check,
}

/// A number that can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrganisationNumber {
    /// It begins as the register's own do, with 8 or 9; numbers for tests begin otherwise.
    pub usual: bool,
}

impl OrganisationNumber {
    /// Reads a number; spaces in it do not count. The last of nine digits is a check digit, modulo 11 with the weights
    /// 3 2 7 6 5 4 3 2 (brreg.no).
    ///
    /// # Errors
    /// It cannot be one.
    pub fn parse(text: &str) -> Result<Self, OrganisationNumberFault> {
        let digits: Option<Vec<u32>> =
            text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_digit(10)).collect();
        let digits: [u32; 9] = digits
            .ok_or(OrganisationNumberFault::Digits)?
            .try_into()
            .map_err(|_| OrganisationNumberFault::Length)?;
        let sum: u32 =
            [3, 2, 7, 6, 5, 4, 3, 2, 1].iter().zip(digits).map(|(weight, digit)| weight * digit).sum();
        match sum.is_multiple_of(11) {
            true => Ok(OrganisationNumber { usual: digits[0] >= 8 }),
            false => Err(OrganisationNumberFault::Check),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_numbers_fit() {
        for real in ["994598759", "983163327", "974 760 673"] {
            assert_eq!(OrganisationNumber::parse(real), Ok(OrganisationNumber { usual: true }), "{real}");
        }
        assert_eq!(OrganisationNumber::parse("100100673"), Ok(OrganisationNumber { usual: false }));
    }

    #[test]
    fn others_do_not() {
        for (wrong, fault) in [
            ("921592761", OrganisationNumberFault::Check),
            ("123456789", OrganisationNumberFault::Check),
            ("12345678", OrganisationNumberFault::Length),
            ("", OrganisationNumberFault::Length),
            ("NO983163327", OrganisationNumberFault::Digits),
        ] {
            assert_eq!(OrganisationNumber::parse(wrong), Err(fault), "{wrong}");
        }
    }
}
