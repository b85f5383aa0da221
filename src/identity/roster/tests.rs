use super::*;

fn read(text: &str) -> Roster {
    Roster::read(text.as_bytes(), &Columns::new([], vec!["buypass".into(), "commfides".into()]))
}

/// The problems, as `line:column code`.
#[track_caller]
fn check(text: &str, problems: &[&str]) {
    let found: Vec<String> = read(text)
        .problems
        .iter()
        .map(|one| format!("{}:{} {}", one.place.line, one.place.column, one.fault.code()))
        .collect();
    assert_eq!(found, problems, "{text}");
}

const HEAD: &str = "ansattnummer;fornavn;mellomnavn;etternavn;enhet;utsteder;fødselsnummer\n";

#[test]
fn a_sound_list_has_no_problem() {
    let text = format!("{HEAD}1;Kari;Berg;Dal;983163327;Buypass;\n2;Ola;;Vik;;commfides;\n");
    check(&text, &[]);
    let roster = read(&text);
    assert_eq!(roster.rows[0].name, crate::identity::ExpectedName::of_parts("Kari", "Berg", "Dal"));
    assert_eq!(roster.persons(" 2 ").map(|row| row.line).collect::<Vec<_>>(), [3]);
    check("Navn\nDal, Kari\nOla Vik\n", &[]);
}

#[test]
fn headers_that_nobody_knows_are_named() {
    check("navn;favorittfarge\nKari Dal;rød\n", &["1:2 unknown-column"]);
    check("navn;;\nKari Dal;;\n", &[]);
    check("navn;\nKari Dal;x\n", &["1:2 unknown-column"]);
    check("fornavn;rolle\nKari;lege\n", &["1:1 no-name-column"]);
    check("navn;Navn\nKari Dal;Kari Dal\n", &["1:2 column-twice"]);
    check("", &["1:1 empty"]);
    check("navn\n", &["2:1 empty"]);
}

#[test]
fn cells_that_are_something_else_are_named_where_they_matter() {
    check("navn;telefon\n=A1;=B1\nOla Vik;\n", &["2:1 formula"]);
    check("navn;rolle\nKari Dal;lege;x\n", &["2:3 too-many-cells"]);
}

#[test]
fn names_that_are_none() {
    let text = format!("{HEAD}1;;;;;;\n2;Kari;;;;;\n3;;;Dal;;;\n");
    check(&text, &["2:2 no-name", "3:4 half-name", "4:2 half-name"]);
    check("navn\nKari\n", &["2:1 half-name"]);
    check("fornavn;etternavn\nÃ…se;Dal\nB?rd;Vik\n", &["2:1 doubtful-letters", "3:1 doubtful-letters"]);
}

#[test]
fn traps_of_double_names() {
    let text = format!(
        "{HEAD}1;Anne-Marie;;Dal;;;\n2;Kari;;Berg Dal;;;\n3;Kari A.;;Vik;;;\n4;Kari Anne;Berg;Moen;;;\n"
    );
    check(&text, &["2:2 double-name", "3:4 double-name", "4:2 initial-in-name"]);
    check("navn\nKari Berg Dal\nOla Berg-Dal\n", &["2:1 name-in-one-cell", "3:1 double-name"]);
    check(&format!("fornavn;etternavn\n{};Dal\n", "Kari".repeat(20)), &["2:1 long-name"]);
}

#[test]
fn persons_who_stand_there_twice_and_numbers_of_two() {
    let text = format!("{HEAD}1;Kari;;Dal;;;\n1;KARI;;DAL;;;\n1;Ola;;Vik;;;\n4;Kari;;Dal;;;\n");
    check(&text, &["3:1 person-twice", "4:1 number-twice", "5:2 same-name"]);
    check(
        "fornavn;etternavn;rolle\nKari;Dal;lege\nKari;Dal;lege\nKari;Dal;vernepleier\n",
        &["3:1 person-twice", "4:1 same-name"],
    );
    assert_eq!(read(&text).problems[0].detail, "2");
}

#[test]
fn numbers_are_weighed() {
    let text = format!(
        "{HEAD}1;Kari;;Dal;123456789;Buypass;12345678901\n2;Ola;;Vik;100100673;Telenor;06828399789\n3;Per;;Moe;Nord;;1234\n"
    );
    check(
        &text,
        &[
            "2:5 organisation-number",
            "2:7 national-number",
            "3:5 unusual-organisation",
            "3:6 unknown-issuer",
            "3:7 synthetic-number",
            "4:5 unit-by-name",
            "4:7 national-number",
        ],
    );
}
