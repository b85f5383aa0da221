//! Cards that are particular about lengths.

use super::catalogued;
use super::desk::examine_with;

#[test]
fn a_card_that_refuses_a_wrong_length_without_telling_the_right_one_is_read() {
    // ISO 7816-4 leaves both to the card: 6Cxx with the right length, or 6700.
    let examined = examine_with(catalogued("buypass-ready").card(), |_, command, answer| {
        let refused = command[1] == 0xB0 && answer.len() == 2 && answer[0] == 0x6C;
        Ok(if refused { vec![0x67, 0x00] } else { answer })
    });
    assert_eq!(examined.certificates().len(), 2, "{:?}", examined.findings());
    assert!(examined.is_ready(), "{:?}", examined.findings());
}
