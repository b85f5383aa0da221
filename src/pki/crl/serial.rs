//! Serial numbers (RFC 5280 §4.1.2.2) as numbers: two are the same when their INTEGERs have the same value.

/// The contents of an INTEGER without zero bytes that do not change its value. A zero byte before one from 80 on says
/// that the number is not negative, and stays. Negative numbers stay as they are.
pub fn value(contents: &[u8]) -> &[u8] {
    let mut value = contents;
    while let [0, rest @ ..] = value
        && rest.first().is_some_and(|next| *next < 0x80)
    {
        value = rest;
    }
    value
}

/// Whether two INTEGERs have the same value.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    value(a) == value(b)
}

/// The last four bytes as a number. Authorities count up or draw at random; this end differs in both cases.
pub fn tail(contents: &[u8]) -> u32 {
    contents.iter().fold(0, |sum, byte| (sum << 8) | u32::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_that_say_nothing_do_not_count() {
        assert_eq!(value(&[0, 0, 0x12]), [0x12]);
        assert_eq!(value(&[0, 0]), [0]);
        assert_eq!(value(&[]), [0u8; 0]);
        assert!(same(&[0, 0, 0xfd], &[0, 0xfd]));
    }

    #[test]
    fn a_negative_number_is_another_number() {
        assert!(!same(&[0, 0xfd, 0x12], &[0xfd, 0x12]));
        assert!(!same(&[0xff, 0xfd], &[0xfd]));
    }

    #[test]
    fn the_tail_is_the_low_end_and_leading_zeros_do_not_change_it() {
        assert_eq!(tail(&[9, 9, 1, 2, 3, 4]), 0x0102_0304);
        assert_eq!(tail(&[0, 0, 5]), tail(&[5]));
    }
}
