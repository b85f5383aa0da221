//! What a fault may not do whatever was asked for: take the report about another card with it, or be left out.

use super::program::Desk;

const STALL: &str = "[[fault]]\nat = 9\nlasts = \"once\"\nkind = \"stall\"\n";
const FLIPPED: &str = "[[fault]]\nat = 25\nlasts = \"once\"\nkind = \"flipped-bit\"\n";

fn status(at: u64, status: &str) -> String {
    format!("[[fault]]\nat = {at}\nlasts = \"once\"\nkind = \"status\"\nstatus = \"{status}\"\n")
}

#[test]
fn a_run_out_of_time_tells_of_the_card_that_hangs_and_of_the_other() {
    let desk = Desk::new();
    let cards = [desk.card("commfides-ready", "stalled", STALL), desk.card("commfides-ready", "sound", "")];
    let report = desk.check_with(&["--timeout", "1"], &cards);
    assert_eq!((report.code, report.finding(1), report.finding(2)), (3, Some("card.no_answer"), None));
    assert_eq!(report.reading(2).0.len(), 3);
}

#[test]
fn no_choice_of_checks_makes_a_misread_card_ready() {
    let desk = Desk::new();
    let card = [desk.card("buypass-ready", "flipped", FLIPPED)];
    for choice in [["--include", "cert.*"], ["--include", "name.*"], ["--exclude", "card.*"]] {
        assert_eq!(desk.check_with(&choice, &card).code, 3, "{choice:?}");
    }
    assert_eq!(desk.check(&card).finding(1), Some("card.unsteady_reading"));
}

#[test]
fn a_counter_is_believed_when_it_says_the_same_twice() {
    let desk = Desk::new();
    let last = desk.check(&[desk.card("commfides-ready", "sound", "")]).commands(1);
    for told in ["63C0", "6983", "63C1"] {
        let report = desk.check(&[desk.card("commfides-ready", told, &status(last, told))]);
        assert_eq!((report.code, report.finding(1)), (3, Some("card.unsteady_reading")), "{told}");
    }
}

#[test]
fn a_pin_that_is_not_asked_for_has_no_tries_that_anybody_knows() {
    let desk = Desk::new();
    let last = desk.check(&[desk.card("commfides-ready", "sound", "")]).commands(1);
    let ever = status(last, "9000").replace("once", "ever");
    let report = desk.check(&[desk.card("commfides-ready", "open", &ever)]);
    assert!(report.misses_tries(1));
}
