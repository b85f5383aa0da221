//! Changes every text of a report, wherever it stands.

use crate::judge::report::Report;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The report, or a part of it, with each text replaced by what `change` makes of it; `change` is told the name of the
/// field that holds it (`None` for the free-form values of evidence). `None` when the result is no such thing any more.
pub(super) fn map_texts<T: Serialize + DeserializeOwned>(
    part: &T,
    change: &mut dyn FnMut(Option<&str>, &str) -> Option<String>,
) -> Option<T> {
    let mut value = serde_json::to_value(part).ok()?;
    walk(&mut value, None, false, change);
    serde_json::from_value(value).ok()
}

fn walk(
    value: &mut Value,
    field: Option<&str>,
    free: bool,
    change: &mut dyn FnMut(Option<&str>, &str) -> Option<String>,
) {
    match value {
        Value::String(text) => {
            if let Some(changed) = change(field, text) {
                *text = changed;
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| walk(value, field, free, change)),
        Value::Object(fields) => {
            for (name, value) in fields {
                // Evidence names its values freely, so they say nothing of what may stand there; only a moment is
                // told by its form.
                let named = !free || name == "time";
                walk(value, named.then_some(name.as_str()), free || name == "evidence", change);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The report as it may stand on a terminal, in a table cell or in a document: card and certificate texts come from
/// strangers, and a control character in one could repaint the screen or turn the reading direction.
pub(super) fn tidy(report: &Report) -> Report {
    map_texts(report, &mut |_, text| tidy_text(text)).unwrap_or_else(|| report.clone())
}

/// The text without control and direction characters; `None` when there are none.
pub(super) fn tidy_text(text: &str) -> Option<String> {
    text.chars().any(is_unruly).then(|| {
        let spaced: String = text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
        spaced.chars().map(|c| if is_unruly(c) { '\u{FFFD}' } else { c }).collect()
    })
}

/// C0 and C1 controls, line and paragraph separators, and the characters of Unicode's bidirectional algorithm.
fn is_unruly(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{2028}' | '\u{2029}' | '\u{FEFF}')
        || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn controls_are_made_visible() {
        assert_eq!(tidy_text("Kåre Ødegård"), None);
        assert_eq!(tidy_text("a\x1b[2Jb\nc\u{202E}d").as_deref(), Some("a\u{FFFD}[2Jb c\u{FFFD}d"));
    }

    #[test]
    fn a_report_comes_through_unchanged_when_nothing_is_changed() {
        let report = crate::report::samples::expired();
        assert_eq!(map_texts(&report, &mut |_, _| None).as_ref(), Some(&report));
    }
}
