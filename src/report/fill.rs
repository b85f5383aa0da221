//! Fills the `{name}` holes of a text with values.

use super::words::{find, word};
use crate::judge::calendar::{local_date, local_time};
use crate::judge::text::Lang;
use crate::judge::value::{Evidence, Value};
use jiff::Timestamp;

/// The text with its holes filled from the evidence; a hole that has no value says that it is not known.
pub(super) fn fill(text: &str, evidence: &Evidence, lang: Lang) -> String {
    replace_holes(text, |hole| {
        let value = evidence.0.get(hole).map(|value| value_text(value, lang));
        Some(value.unwrap_or_else(|| word(lang, "line", "missing").to_owned()))
    })
}

/// A command line with its holes filled. Braces that are no hole belong to the command (PowerShell has them).
pub(super) fn fill_command(text: &str, evidence: &Evidence, lang: Lang) -> String {
    replace_holes(text, |hole| evidence.0.get(hole).map(|value| value_text(value, lang)))
}

/// A fixed line with its holes filled.
pub(super) fn fill_line(text: &str, values: &[(&str, &str)]) -> String {
    replace_holes(text, |hole| {
        values.iter().find(|(name, _)| *name == hole).map(|(_, value)| (*value).to_owned())
    })
}

/// A value as a person reads it.
pub(super) fn value_text(value: &Value, lang: Lang) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Date { time } => day(*time, lang),
        Value::Person { person } => person.clone(),
        Value::Said { word, said: None } => stable(word, lang).to_owned(),
        Value::Said { word, said: Some(said) } => format!("{}: {said}", stable(word, lang)),
        Value::List(values) if values.is_empty() => word(lang, "line", "none").to_owned(),
        Value::List(values) => {
            joined(&values.iter().map(|value| stable(value, lang)).collect::<Vec<_>>(), lang)
        }
        Value::Text(text) => stable(text, lang).to_owned(),
    }
}

/// The Norwegian day of a moment: 23.11.2026 in Norwegian, 2026-11-23 in English.
pub(super) fn day(moment: Timestamp, lang: Lang) -> String {
    date(local_date(moment), lang)
}

/// A day: 23.11.2026 in Norwegian, 2026-11-23 in English.
pub(super) fn date(day: jiff::civil::Date, lang: Lang) -> String {
    match lang {
        Lang::Nb => format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
        Lang::En => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
    }
}

/// The Norwegian day and minute of a moment.
pub(super) fn minute(moment: Timestamp, lang: Lang) -> String {
    let time = local_time(moment);
    let day = date(time.date(), lang);
    match lang {
        Lang::Nb => format!("{day} kl. {:02}.{:02}", time.hour(), time.minute()),
        Lang::En => format!("{day} {:02}:{:02} (Norway)", time.hour(), time.minute()),
    }
}

/// `a`, `a og b`, `a, b og c`.
pub(super) fn joined(values: &[&str], lang: Lang) -> String {
    match values {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} {} {last}", most.join(", "), word(lang, "line", "and")),
    }
}

/// A stable word of the checks in the language of the reader, or the text as it is.
fn stable(text: &str, lang: Lang) -> &str {
    find(lang, "value", text).unwrap_or(text)
}

fn replace_holes(text: &str, mut value: impl FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let filled = after.split_once('}').filter(|(hole, _)| is_hole(hole));
        match filled.and_then(|(hole, tail)| value(hole).map(|value| (value, tail))) {
            Some((value, tail)) => {
                out.push_str(&value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn is_hole(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_' || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence() -> Evidence {
        Evidence::none()
            .number("days", -3)
            .date("until", "2026-07-01T21:59:59Z".parse().unwrap())
            .person("name", "Kari Nordmann")
            .text("role", "authentication")
            .list("readers", vec!["A".into(), "B".into(), "C".into()])
    }

    #[test]
    fn holes_are_filled_in_the_language() {
        let text = "{name}: {until}, {days}, {role}, {readers}";
        assert_eq!(fill(text, &evidence(), Lang::Nb), "Kari Nordmann: 01.07.2026, -3, innlogging, A, B og C");
        assert_eq!(
            fill(text, &evidence(), Lang::En),
            "Kari Nordmann: 2026-07-01, -3, authentication, A, B and C"
        );
    }

    #[test]
    fn a_hole_without_a_value_says_so_and_other_braces_stay() {
        assert_eq!(fill("{nothing} { x } {", &evidence(), Lang::En), "(unknown) { x } {");
        assert_eq!(
            fill_command("foreach { $_ } {name} {other}", &evidence(), Lang::En),
            "foreach { $_ } Kari Nordmann {other}"
        );
    }

    #[test]
    fn a_value_that_looks_like_a_hole_is_not_filled_again() {
        let evidence = Evidence::none().text("a", "{b}").text("b", "secret");
        assert_eq!(fill("{a}", &evidence, Lang::En), "{b}");
    }

    #[test]
    fn minutes_are_norwegian() {
        let moment = "2026-07-01T21:59:59Z".parse().unwrap();
        assert_eq!(minute(moment, Lang::Nb), "01.07.2026 kl. 23.59");
        assert_eq!(minute(moment, Lang::En), "2026-07-01 23:59 (Norway)");
    }
}
