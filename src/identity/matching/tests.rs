use super::*;
use crate::identity::roster::Columns;
use crate::policy::NameRules;

fn rules() -> Rules {
    Rules::new(NameRules::default().pairs())
}

fn roster(rows: &str) -> Roster {
    let text = format!("ansattnummer;fornavn;mellomnavn;etternavn\n{}", rows.replace(" | ", "\n"));
    Roster::read(text.as_bytes(), &Columns::default())
}

fn card(given: &str, surname: &str) -> CardName {
    CardName { common_name: None, given_name: Some(given.to_owned()), surname: Some(surname.to_owned()) }
}

fn looked_up(rows: &str, given: &str, surname: &str) -> RowMatch {
    let roster = roster(rows);
    match_rows(&RosterIndex::new(&roster), &[card(given, surname)], &rules())
}

fn told(found: &RowMatch) -> Vec<(usize, Vec<&'static str>)> {
    let codes = |one: &Candidate| one.reasons.iter().map(|kind| kind.code()).collect();
    found.candidates.iter().map(|one| (one.row, codes(one))).collect()
}

#[test]
fn one_row_bears_the_name() {
    let rows = "1;Kari;;Dal | 2;Ola;;Vik | 3;Åse;;Ødegård";
    assert_eq!(looked_up(rows, "OLA", "VIK").found, Found::One(1));
    assert_eq!(looked_up(rows, "AASE", "OEDEGAARD").found, Found::One(2));
    assert_eq!(looked_up("1;Kari Anne;Berg;Dal | 2;Ola;;Dal", "KARI", "DAL").found, Found::One(0));
}

#[test]
fn the_exact_row_is_better_than_one_that_fits() {
    let found = looked_up("1;Kari Anne;;Dal | 2;Kari;;Dal", "KARI", "DAL");
    assert_eq!(found.found, Found::One(1));
    assert_eq!(told(&found), [(0, vec!["given-name-missing"])]);
}

#[test]
fn several_of_one_name_and_one_person_twice_are_two_things() {
    assert_eq!(looked_up("1;Kari;;Dal | 2;Kari;;Dal", "KARI", "DAL").found, Found::Several(vec![0, 1]));
    assert_eq!(looked_up("1;Kari;;Dal | 1;Kari;;Dal", "KARI", "DAL").found, Found::Twice(vec![0, 1]));
    assert_eq!(looked_up(";Kari;;Dal | ;Kari;;Dal", "KARI", "DAL").found, Found::Twice(vec![0, 1]));
    let fits = looked_up("1;Kari Anne;;Dal | 2;Kari Britt;;Dal", "KARI", "DAL");
    assert_eq!(fits.found, Found::Several(vec![0, 1]));
}

#[test]
fn nobody_has_those_who_come_near() {
    let found = looked_up("1;Kari;;Nordmann | 2;Ola;;Vik | 3;Håkon;;Moe", "KARI", "HANSEN");
    assert_eq!(found.found, Found::Nobody);
    assert_eq!(told(&found), [(0, vec!["surname-differs"])]);
    assert_eq!(told(&looked_up("3;Håkon;;Moe", "HAKON", "MOE")), [(0, vec!["letter"])]);
    assert_eq!(told(&looked_up("3;Per;;Moe", "HAKON", "MOE")), []);
    assert_eq!(looked_up("3;Per;;Moe", "", "").found, Found::NoName);
}

#[test]
fn surnames_that_changed_places_are_seen() {
    let found = looked_up("1;Kari;;Vik | 2;Ola;;Dal | 3;Per;;Moe", "KARI", "DAL");
    assert_eq!(found.found, Found::Nobody);
    assert_eq!((found.candidates[0].row, found.candidates[0].swapped_with), (0, Some(1)));
}
