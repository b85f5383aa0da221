//! No person survives redaction, in any format.

use super::redact;
use crate::judge::report::Report;
use crate::judge::text::Lang;
use crate::judge::value::{BETWEEN_PERSONS, Evidence, Value};
use crate::report::samples::{self, PERSONAL};
use crate::report::{Format, Options, Titled, write};
use proptest::prelude::*;

/// The places of personal strings in a text, by the words around them.
fn leaks(text: &str, personal: &[&str]) -> Vec<String> {
    let plain = text.to_lowercase();
    let found = personal.iter().filter(|string| plain.contains(&string.to_lowercase()));
    found.map(|string| format!("{string} in {text}")).collect()
}

fn rendered(report: Report, format: Format, lang: Lang) -> String {
    let options = Options { lang, color: false, show_persons: false };
    let sheet = Titled { title: Some("Simulated card of Kari Nordmann".into()), report };
    let bytes = write(&[sheet], false, format, &options, &samples::catalogue()).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn no_format_shows_a_person() {
    for format in Format::ALL {
        for lang in [Lang::Nb, Lang::En] {
            let text = rendered(samples::expired(), *format, lang);
            assert_eq!(leaks(&text, PERSONAL), Vec::<String>::new(), "{format}");
        }
    }
}

#[test]
fn several_persons_in_one_value_stay_several() {
    let mut report = samples::expired();
    let both = ["Kari Nordmann", "Ola Fremmed"].join(BETWEEN_PERSONS);
    report.checks[0].evidence = Evidence::none().person("names", both);
    let redacted = redact(&report);
    let Some(Value::Person { person }) = redacted.checks[0].evidence.0.get("names") else { panic!() };
    let tokens: Vec<&str> = person.split(BETWEEN_PERSONS).collect();
    assert!(tokens.len() == 2 && tokens[0] != tokens[1], "{person}");
    assert!(tokens.iter().all(|token| token.starts_with("person-")), "{person}");
}

#[test]
fn persons_are_shown_when_asked_for() {
    let options = Options { lang: Lang::Nb, color: false, show_persons: true };
    let sheet = Titled { title: None, report: samples::expired() };
    let bytes = write(&[sheet], true, Format::Text, &options, &samples::catalogue()).unwrap();
    assert!(String::from_utf8(bytes).unwrap().contains("KARI NORDMANN"));
}

#[test]
fn the_same_person_is_the_same_token_everywhere() {
    let report = redact(&samples::expired());
    assert!(report.redacted);
    let card = &report.cards[0];
    for certificate in &card.certificates {
        let subject = &certificate.subject;
        assert_eq!(subject.common_name.as_deref(), Some("person-1"));
        assert_eq!(subject.given_name.as_deref(), Some("person-1"));
        assert_eq!(subject.serial_number.as_deref(), Some("person-1"));
        assert_eq!(certificate.serial, "serial-1");
        assert!(subject.dn.starts_with("C=NO, SN=person-1, GN=person-1, CN=person-1, "), "{}", subject.dn);
    }
    assert_eq!(card.certificates[0].label.as_deref(), Some("Authentication person-1"));
    assert_eq!(card.token.label.as_deref(), Some("Buypass ID person-1"));
    assert_eq!(card.token.serial.as_deref(), Some("token-1"));
    assert_eq!(card.name.expected.as_deref(), Some("person-2"));
    assert_eq!(card.name.differences[0].detail, "person-2 / person-1");
    let evidence = &report.first_action.unwrap().evidence;
    assert_eq!(evidence.0.get("name"), Some(&Value::Person { person: "person-1".into() }));
}

#[test]
fn what_names_nobody_stays() {
    let (before, after) = (samples::expired(), redact(&samples::expired()));
    assert_eq!(after.verdict, before.verdict);
    assert_eq!(after.readers, before.readers);
    assert_eq!(after.station, before.station);
    assert_eq!(after.cards[0].certificates[0].issuer, before.cards[0].certificates[0].issuer);
    assert_eq!(after.cards[0].certificates[0].sha256, before.cards[0].certificates[0].sha256);
    assert_eq!(after.cards[0].ca_certificates, before.cards[0].ca_certificates);
    let outcomes = |report: &Report| -> Vec<_> {
        report.checks.iter().map(|c| (c.id.clone(), c.status, c.blocked_by.clone())).collect()
    };
    assert_eq!(outcomes(&after), outcomes(&before));
}

#[test]
fn an_authority_is_no_person_unless_it_says_so() {
    let mut report = samples::files();
    let one = &mut report.cards[0].certificates[0];
    one.key_usage = vec!["keyCertSign".to_owned()];
    one.subject.common_name = Some("Exempla CA".to_owned());
    (one.subject.given_name, one.subject.surname, one.subject.serial_number) = (None, None, None);
    one.subject.dn = "C=NO, O=Exempla, CN=Exempla CA".to_owned();
    let told = redact(&report).cards.remove(0).certificates.remove(0);
    assert_eq!(told.subject.dn, "C=NO, O=Exempla, CN=Exempla CA");
    assert_eq!(told.subject.common_name.as_deref(), Some("Exempla CA"));
    report.cards[0].certificates[0].subject.given_name = Some("Exempla".to_owned());
    let told = redact(&report).cards.remove(0).certificates.remove(0);
    assert!(!told.subject.dn.contains("Exempla CA"), "{}", told.subject.dn);
}

#[test]
fn a_name_in_a_label_goes_even_when_no_certificate_tells_it() {
    let mut report = samples::expired();
    report.cards[0].certificates.clear();
    report.cards[0].name.expected = None;
    report.checks.clear();
    report.first_action = None;
    report.go_live = None;
    let report = redact(&report);
    assert_eq!(report.cards[0].token.label.as_deref(), Some("Buypass ID label-1"));
    assert_eq!(leaks(&serde_json::to_string(&report.cards).unwrap(), &["Kari"]), Vec::<String>::new());
}

#[test]
fn a_person_named_as_a_word_of_the_report_changes_no_outcome() {
    let mut report = samples::expired();
    for certificate in &mut report.cards[0].certificates {
        certificate.subject.common_name = Some("Ready Fail".into());
        certificate.subject.given_name = Some("Pass".into());
        certificate.subject.surname = Some("Certificate".into());
        certificate.revocation.reasons = vec!["pass-fail".into()];
    }
    let after = redact(&report);
    assert_eq!((after.verdict, after.checks.len()), (report.verdict, report.checks.len()));
    assert_eq!(after.expiry_plan[0].what, "certificate");
    assert_eq!(after.cards[0].certificates[0].revocation.reasons, ["pass-fail"]);
}

#[test]
fn a_subject_that_has_a_name_only_in_its_dn_is_one_person_too() {
    let mut report = samples::expired();
    for certificate in &mut report.cards[0].certificates {
        certificate.subject = crate::judge::report::SubjectReport {
            dn: "C=NO, pseudonym=Kari Nordmann, title=Lege".into(),
            ..Default::default()
        };
    }
    let report = redact(&report);
    let dn = |at: usize| report.cards[0].certificates[at].subject.dn.clone();
    assert_eq!(dn(0), "C=NO, pseudonym=person-1, title=person-1");
    assert_eq!(dn(1), dn(0));
    assert_eq!(report.cards[0].certificates[0].label.as_deref(), Some("Authentication person-1"));
}

#[test]
fn a_middle_name_on_one_certificate_only_is_the_same_person() {
    let mut report = samples::expired();
    let subject = &mut report.cards[0].certificates[1].subject;
    subject.common_name = Some("Nordmann, Kari Anne".into());
    subject.given_name = Some("Kari Anne".into());
    subject.serial_number = None;
    subject.dn = "C=NO, CN=Nordmann, Kari Anne".into();
    let report = redact(&report);
    let subject = &report.cards[0].certificates[1].subject;
    assert_eq!(subject.common_name.as_deref(), Some("person-1"));
    assert_eq!(subject.dn, "C=NO, CN=person-1, person-1");
}

#[test]
fn an_issuer_that_is_the_person_herself_goes_too() {
    let mut report = samples::expired();
    let certificate = &mut report.cards[0].certificates[0];
    certificate.issuer.dn = certificate.subject.dn.clone();
    let text = serde_json::to_string(&redact(&report)).unwrap();
    assert_eq!(leaks(&text, PERSONAL), Vec::<String>::new());
}

/// Name words that occur in no word of the reports, in the letters of Norwegian and Sámi names.
fn name_word() -> impl Strategy<Value = String> {
    "[QXZ][qxzæøåéüčđŋ]{3,7}"
}

/// A word in one of the cases that certificates and labels use.
fn cased(word: &str, case: u8) -> String {
    match case % 3 {
        0 => word.to_owned(),
        1 => word.to_uppercase(),
        _ => word.to_lowercase(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_word_of_a_name_survives(
        given in name_word(),
        middle in proptest::option::of(name_word()),
        family in name_word(),
        other in name_word(),
        serial in "[1-9a-f][0-9a-f]{9,30}",
        token in "[A-F][0-9A-F]{7,15}",
        case in 0u8..3,
    ) {
        let given = middle.map_or(given.clone(), |middle| format!("{given} {middle}"));
        let whole = cased(&format!("{given} {family}"), case);
        let mut report = samples::expired();
        let card = &mut report.cards[0];
        card.token.label = Some(format!("ID-kort for {}", cased(&whole, case + 1)));
        card.token.serial = Some(token.clone());
        card.name.expected = Some(format!("{other} {family}"));
        card.name.differences[0].detail = format!("{} / {}", cased(&other, case), cased(&family, case + 1));
        for certificate in &mut card.certificates {
            certificate.subject.common_name = Some(whole.clone());
            certificate.subject.given_name = Some(given.clone());
            certificate.subject.surname = Some(family.clone());
            certificate.subject.dn = format!("C=NO, CN={whole}, title={other}, GN={given}");
            certificate.serial = serial.clone();
            certificate.label = Some(format!("{whole} (auth)"));
        }
        for check in &mut report.checks {
            check.subject = Some(format!("ACS · {}", cased(&whole, case + 2)));
            check.evidence = Evidence::none()
                .person("name", cased(&whole, case + 1))
                .text("label", format!("{} {}", serial.to_uppercase(), token.to_lowercase()))
                .list("parts", vec![family.clone(), format!("<{}>", cased(&given, case + 1))]);
        }
        let mut personal: Vec<String> = whole.split(' ').map(str::to_owned).collect();
        personal.extend([other, serial, token]);
        let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
        for format in Format::ALL {
            let text = rendered(report.clone(), *format, Lang::Nb);
            // Digests and answers to reset hold hexadecimal digits of every kind.
            let text = text.replace(&"ab".repeat(32), "").replace("3BD2180081B1FE451FD4", "");
            prop_assert_eq!(leaks(&text, &personal), Vec::<String>::new());
        }
    }
}

#[test]
fn an_expected_person_who_shares_words_with_the_holder_is_told_apart() {
    let mut report = samples::expired();
    let holder = report.cards[0].certificates[0].subject.common_name.clone().unwrap_or_default();
    let expected = format!("{holder} Myhre");
    report.cards[0].name.verdict = "mismatch".into();
    report.cards[0].name.expected = Some(expected.clone());
    let redacted = redact(&report);
    assert_eq!(redacted.cards[0].name.expected.as_deref(), Some("expected-person"));
    assert_ne!(redacted.cards[0].certificates[0].subject.common_name.as_deref(), Some("expected-person"));
}
