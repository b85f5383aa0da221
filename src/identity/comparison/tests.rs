use super::*;
use crate::policy::NameRules;

fn rules() -> Rules {
    let rules = NameRules::default();
    Rules::new(rules.pairs())
}

fn part(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// A card with given name and surname, and the common name made of them.
fn card(given: &str, surname: &str) -> CardName {
    with_common_name(given, surname, &format!("{given} {surname}"))
}

fn with_common_name(given: &str, surname: &str, common: &str) -> CardName {
    CardName { common_name: part(common), given_name: part(given), surname: part(surname) }
}

fn common(name: &str) -> CardName {
    with_common_name("", "", name)
}

/// A name of one line, or `given/middle/family`.
fn name(text: &str) -> ExpectedName {
    match text.split('/').collect::<Vec<_>>()[..] {
        [given, middle, family] => ExpectedName::of_parts(given, middle, family),
        _ => ExpectedName::Whole(text.to_owned()),
    }
}

/// Holds the verdict and the differences worth telling, `code:expected>card`.
#[track_caller]
fn check(expected: &str, card: &CardName, verdict: &str, differences: &[&str]) {
    let comparison = compare(&name(expected), card, &rules());
    let told = comparison.worth_telling(&rules());
    let seen: Vec<String> =
        told.iter().map(|one| format!("{}:{}>{}", one.kind.code(), one.expected, one.card)).collect();
    assert_eq!(
        (comparison.verdict.as_str(), seen),
        (verdict, differences.iter().map(|s| (*s).to_owned()).collect()),
        "{expected}"
    );
}

const SAME: &str = "match";
const DIFFERENCE: &str = "match-with-difference";
const MISMATCH: &str = "mismatch";

#[test]
fn the_same_tokens_match_whatever_the_case_spaces_and_composition() {
    check("Kari  Anne\tÅsen", &card("KARI ANNE", "ÅSEN"), SAME, &[]);
    check("Kari A\u{30a}sen", &card("KARI", "ÅSEN"), SAME, &[]);
    check("Bjørn Ærø", &common("BJØRN ÆRØ"), SAME, &[]);
    check("Áilu Čálliidlágádus", &card("ÁILU", "ČÁLLIIDLÁGÁDUS"), SAME, &[]);
    check("Kari/Berg/Dal", &card("KARI BERG", "DAL"), SAME, &[]);
    check("Kari/Berg/Dal", &common("KARI BERG DAL"), SAME, &[]);
    let written = compare(&name("Kari  A\u{30a}sen"), &card("KARI", "ÅSEN"), &rules());
    let codes: Vec<&str> = written.differences.iter().map(|one| one.kind.code()).collect();
    assert_eq!(codes, ["case", "composition", "spacing"]);
}

#[test]
fn tokens_may_be_missing_on_the_card() {
    check(
        "Kari Anne Berg Dal",
        &card("KARI", "DAL"),
        DIFFERENCE,
        &["middle-name-missing:Anne>", "middle-name-missing:Berg>"],
    );
    check(
        "Kari Anne/Berg/Dal",
        &card("KARI", "DAL"),
        DIFFERENCE,
        &["given-name-missing:Anne>", "middle-name-missing:Berg>"],
    );
    check("Anne Louise//Dal", &card("LOUISE", "DAL"), DIFFERENCE, &["given-name-missing:Anne>"]);
    check("Kari//Berg Dal", &card("KARI", "BERG"), DIFFERENCE, &["surname-part-missing:Dal>"]);
    check(
        "Kari/Berg/Dal",
        &card("KARI", "BERG"),
        DIFFERENCE,
        &["surname-part-missing:Dal>", "middle-name-moved:>BERG"],
    );
    check("Anne-Marie Dal", &card("ANNE", "DAL"), DIFFERENCE, &["given-name-missing:Marie>"]);
    check("Kari Berg-Dal", &common("KARI DAL"), DIFFERENCE, &["surname-part-missing:Berg>"]);
}

#[test]
fn a_card_that_lacks_a_whole_part_is_no_match() {
    check("Kari/Berg/Dal", &card("BERG", "DAL"), MISMATCH, &["no-given-name:Kari>"]);
    check("Knut Butt", &with_common_name("", "BUTT", ""), MISMATCH, &["no-given-name:Knut>"]);
    check("Anne Louise//Dal", &common("ANNE LOUISE"), MISMATCH, &["no-surname:Dal>"]);
    check("Kari/Berg/Dal", &common("BERG"), MISMATCH, &["no-given-name:Kari>", "surname-part-missing:Dal>"]);
}

#[test]
fn a_token_of_its_own_is_a_mismatch() {
    check("Kari Dal", &card("KARI ANNE", "DAL"), MISMATCH, &["only-on-card:>ANNE"]);
    check("Kari Dal Dal", &card("KARI DAL", "DAL DAL"), MISMATCH, &["only-on-card:>DAL"]);
    check("Kari Dal", &card("OLA", "BERG"), MISMATCH, &["another-person:Kari Dal>OLA BERG"]);
}

#[test]
fn another_surname_or_given_name_is_told_as_such() {
    check("Kari Nordmann", &card("KARI", "HANSEN"), MISMATCH, &["surname-differs:Nordmann>HANSEN"]);
    check(
        "Kari Anne/Berg/Nordmann",
        &card("KARI ANNE", "HANSEN"),
        MISMATCH,
        &["surname-differs:Nordmann>HANSEN", "middle-name-missing:Berg>"],
    );
    check("Kari Nordmann", &common("KARI HANSEN"), MISMATCH, &["surname-differs:Nordmann>HANSEN"]);
    check("Kari Nordmann", &card("OLA", "NORDMANN"), MISMATCH, &["given-name-differs:Kari>OLA"]);
    check("Kari Nordmann", &card("KARI", "HANSEN NORDMANN"), MISMATCH, &["only-on-card:>HANSEN"]);
}

#[test]
fn another_spelling_is_a_mismatch_and_told_for_what_it_is() {
    check("Anne Louise Dal", &card("ANE LOUISE", "DAL"), MISMATCH, &["spelling:Anne>ANE"]);
    check("Håkon Dal", &card("HAKON", "DAL"), MISMATCH, &["letter:Håkon>HAKON"]);
    check("Bjorn Dal", &card("BJØRN", "DAL"), MISMATCH, &["letter:Bjorn>BJØRN"]);
    check("Bäck Dal", &card("BÆCK", "DAL"), MISMATCH, &["letter:Bäck>BÆCK"]);
    check("Máret Dal", &card("MARET", "DAL"), MISMATCH, &["sami-letter:Máret>MARET"]);
    check("André Dal", &card("ANDRE", "DAL"), MISMATCH, &["accent:André>ANDRE"]);
    check("Anne Marie Dal", &card("ANNEMARIE", "DAL"), MISMATCH, &["joined:Anne Marie>ANNEMARIE"]);
    check("Annemarie Dal", &card("ANNE-MARIE", "DAL"), MISMATCH, &["joined:Annemarie>ANNE-MARIE"]);
}

#[test]
fn letters_written_out_are_a_difference() {
    check(
        "Åse Ødegård",
        &card("AASE", "OEDEGAARD"),
        DIFFERENCE,
        &["transliteration:Åse>AASE", "transliteration:Ødegård>OEDEGAARD"],
    );
    check(
        "Aase Kjaer",
        &card("ÅSE", "KJÆR"),
        DIFFERENCE,
        &["transliteration:Aase>ÅSE", "transliteration:Kjaer>KJÆR"],
    );
}

#[test]
fn another_order_is_a_difference() {
    check("Dal, Kari Anne", &card("KARI ANNE", "DAL"), DIFFERENCE, &["order:Dal Kari Anne>Kari Anne Dal"]);
    check("Kari Anne Dal", &card("ANNE KARI", "DAL"), DIFFERENCE, &["order:Kari Anne Dal>Anne Kari Dal"]);
    check("Kari Nordmann", &common("NORDMANN KARI"), DIFFERENCE, &["order:Kari Nordmann>Nordmann Kari"]);
    check("Kari//Nordmann", &card("NORDMANN", "KARI"), DIFFERENCE, &["order:Kari Nordmann>Nordmann Kari"]);
}

#[test]
fn a_middle_name_may_stand_with_either() {
    check("Kari/Berg/Dal", &card("KARI", "BERG DAL"), DIFFERENCE, &["middle-name-moved:>BERG"]);
    check("Kari//Berg Dal", &card("KARI BERG", "DAL"), DIFFERENCE, &["middle-name-moved:>BERG"]);
    check("Kari Berg//Dal", &card("KARI", "BERG DAL"), DIFFERENCE, &["middle-name-moved:>BERG"]);
    check("Kari Berg Dal", &card("KARI", "BERG DAL"), SAME, &[]);
}

#[test]
fn a_hyphen_against_a_space_is_a_difference() {
    check("Anne-Marie Dal", &card("ANNE MARIE", "DAL"), DIFFERENCE, &["hyphen:Anne-Marie>ANNE MARIE"]);
    check("Kari Berg Dal", &card("KARI", "BERG\u{2011}DAL"), DIFFERENCE, &["hyphen:Berg Dal>BERG-DAL"]);
    check("Anne-Marie Dal", &card("ANNE - MARIE", "DAL"), SAME, &[]);
    check("-Anne Dal-", &card("ANNE", "DAL"), SAME, &[]);
}

#[test]
fn apostrophes_are_a_way_of_writing() {
    check("Siobhan O'Brien", &card("SIOBHAN", "O’BRIEN"), SAME, &[]);
    check("Siobhan O'Brien", &card("SIOBHAN", "OBRIEN"), DIFFERENCE, &["apostrophe:O'Brien>OBRIEN"]);
}

#[test]
fn initials_are_a_difference_on_either_side() {
    check("Kari A. Dal", &card("KARI ANNE", "DAL"), DIFFERENCE, &["initial:A>ANNE"]);
    check("Kari Anne Dal", &card("KARI A", "DAL"), DIFFERENCE, &["initial:Anne>A"]);
    check(
        "Kari B Dal",
        &card("KARI ANNE", "DAL"),
        MISMATCH,
        &["only-on-card:>ANNE", "middle-name-missing:B>"],
    );
    check("Kari A Dal", &card("KARI A.", "DAL"), SAME, &[]);
    check(
        "A Anne Dal",
        &card("ANNE ADA", "DAL"),
        DIFFERENCE,
        &["initial:A>ADA", "order:A Anne Dal>Anne A Dal"],
    );
}

#[test]
fn damage_is_seen_through() {
    check("Ã…se Dal", &card("ÅSE", "DAL"), DIFFERENCE, &["misencoded:Ã…se>Åse"]);
    check("Åse Dal", &card("Ã…SE", "DAL"), DIFFERENCE, &["misencoded:ÅSE>Ã…SE"]);
    check("Bård Dal", &card("B?RD", "DAL"), DIFFERENCE, &["misencoded:Bård>B?RD"]);
    check(
        "╪degσrd Kari",
        &card("KARI", "ØDEGÅRD"),
        DIFFERENCE,
        &["misencoded:╪degσrd>Ødegård", "order:Ødegård Kari>Kari Ødegård"],
    );
    check("Ã…se Dal", &card("OLA", "DAL"), MISMATCH, &["given-name-differs:Ã…se>OLA"]);
}

#[test]
fn a_name_cut_off_is_seen_through_where_common_names_end() {
    let long = "Anne Charlotte Elisabeth Margrethe Josefine Wilhelmine Nordmannsen";
    let cut = &long.to_uppercase()[..64];
    check(long, &common(cut), DIFFERENCE, &["truncated:Nordmannsen>NORDMANNS"]);
    check("Anne Nordmannsen", &common("ANNE NORDMANNS"), MISMATCH, &["spelling:Nordmannsen>NORDMANNS"]);
    check(
        long,
        &with_common_name("ANNE", "NORDMANNSEN", cut),
        DIFFERENCE,
        &[
            "middle-name-missing:Charlotte>",
            "middle-name-missing:Elisabeth>",
            "middle-name-missing:Margrethe>",
            "middle-name-missing:Josefine>",
            "middle-name-missing:Wilhelmine>",
        ],
    );
}

#[test]
fn the_common_name_may_drop_tokens_but_add_none() {
    let toska = with_common_name("EMIL WEB", "TOSKA", "EMIL TOSKA");
    check("Emil Web Toska", &toska, SAME, &[]);
    check("Emil Toska", &toska, MISMATCH, &["only-on-card:>WEB"]);
    let added = with_common_name("EMIL", "TOSKA", "EMIL PETTER TOSKA");
    check("Emil Toska", &added, MISMATCH, &["only-on-card:>PETTER"]);
    check("Emil Petter Toska", &added, DIFFERENCE, &["middle-name-missing:Petter>"]);
    check("Emil Web Toska", &with_common_name("EMIL WEB", "TOSKA", "EMIL W TOSKA"), SAME, &[]);
    check("Åse Dal", &with_common_name("ÅSE", "DAL", "AASE DAL"), SAME, &[]);
}

#[test]
fn the_common_name_stands_in_where_a_part_is_missing() {
    check("Knut Butt", &common("Knut Butt"), SAME, &[]);
    check("Knut Butt", &with_common_name("KNUT", "", "Knut Butt"), SAME, &[]);
}

#[test]
fn without_two_names_nothing_is_compared() {
    check("", &card("KARI", "DAL"), "not-checked", &[]);
    check(" - ", &card("KARI", "DAL"), "not-checked", &[]);
    check("Kari Dal", &CardName::default(), "not-checked", &[]);
    check("Kari Dal", &common(" "), "not-checked", &[]);
}

#[test]
fn a_policy_may_let_an_accent_pass() {
    let accents = Rules::new([("accent", "difference"), ("case", "same")]);
    let comparison = compare(&name("André Dal"), &card("ANDRE", "DAL"), &accents);
    assert_eq!(comparison.verdict, NameVerdict::MatchWithDifference);
}

#[test]
fn certificates_of_one_person_may_differ_in_length() {
    let long = card("KARI ANNE", "DAL");
    let same = |a: &CardName, b: &CardName| same_person(a, b, &rules());
    assert!(same(&long, &long));
    assert!(same(&long, &common("Kari Dal")));
    assert!(same(&common("Dal Kari"), &long));
    assert!(same(&common("Kari"), &common("KARI")));
    assert!(same(&card("ÅSE", "DAL"), &common("Aase Dal")));
}

#[test]
fn certificates_of_two_persons_do_not_pass_for_one() {
    let kari = card("KARI ANNE", "DAL");
    let same = |a: &CardName, b: &CardName| same_person(a, b, &rules());
    assert!(!same(&kari, &card("KARI BRITT", "DAL")));
    assert!(!same(&kari, &card("KARI ÅNNE", "DAL")));
    assert!(!same(&kari, &common("Dal")));
    assert!(!same(&CardName::default(), &CardName::default()));
    assert!(!same(&kari, &CardName::default()));
}
