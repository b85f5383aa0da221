//! The published JSON: the report's own fields, and beside them what a program would otherwise have to look up, in one
//! language.

mod pretty;

use super::shown::Shown;
use super::voice::{Advice, Told, Voice};
use super::words::key_of;
use super::{RenderError, Titled, redact};
use crate::judge::report::{CheckResult, FirstAction, Report};
use crate::judge::value::{Evidence, Value as Datum};
use pretty::Pretty;
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) that every written report obeys.
pub fn schema() -> &'static str {
    include_str!("../schema.json")
}

/// What a certificate takes, with its row of the expiry plan.
const CERTIFICATE_BYTES: usize = 2_560;

/// What everything else of a report takes, roughly.
const REPORT_BYTES: usize = 96 << 10;

pub(super) fn render(
    sheets: &[Titled],
    alone: bool,
    show_persons: bool,
    voice: Voice,
) -> Result<Vec<u8>, RenderError> {
    let certificates =
        sheets.iter().flat_map(|sheet| &sheet.report.cards).map(|card| card.certificates.len());
    let size = certificates.sum::<usize>() * CERTIFICATE_BYTES + sheets.len() * REPORT_BYTES;
    let mut bytes = Vec::with_capacity(size);
    let mut pretty = Pretty::new(&mut bytes);
    match sheets {
        [only] if alone => write(only, show_persons, voice, &mut pretty)?,
        several => pretty.object(|fields| {
            fields.with("reports", |pretty| {
                pretty.list(several, |sheet, pretty| write(sheet, show_persons, voice, pretty))
            })
        })?,
    }
    bytes.push(b'\n');
    Ok(bytes)
}

/// A report as it is published.
fn write(
    sheet: &Titled,
    show_persons: bool,
    voice: Voice,
    pretty: &mut Pretty<'_>,
) -> serde_json::Result<()> {
    let (title, report) = (sheet.title.as_deref(), &sheet.report);
    if show_persons || report.redacted {
        return Published { shown: &Shown::as_it_is(title, report), voice }.write(pretty);
    }
    let Some(shown) = Shown::without_persons(title, report) else {
        let bare = redact(report);
        return Published { shown: &Shown::as_it_is(None, &bare), voice }.write(pretty);
    };
    let written = Published { shown: &shown, voice }.write(pretty);
    shown.discard();
    written
}

/// The reports in JSON that this or an older version wrote.
///
/// # Errors
/// The bytes are no such JSON; the error tells line and column where it can.
pub fn read(bytes: &[u8]) -> Result<Vec<Report>, serde_json::Error> {
    let mut value: Value = serde_json::from_slice(bytes)?;
    let several = value.get_mut("reports").map(Value::take);
    match several {
        None => own(value).map(|report| vec![report]),
        Some(reports) => serde_json::from_value::<Vec<Value>>(reports)?.into_iter().map(own).collect(),
    }
}

/// A report as it is published. The long lists in it are written as they are read.
struct Published<'a> {
    shown: &'a Shown<'a>,
    voice: Voice<'a>,
}

impl Published<'_> {
    fn write(&self, pretty: &mut Pretty<'_>) -> serde_json::Result<()> {
        let frame = self.frame()?;
        pretty.object(|fields| {
            frame.iter().try_for_each(|(name, value)| match name.as_str() {
                "cards" => fields.with(name, |pretty| self.cards(value, pretty)),
                "expiry_plan" => fields.with(name, |pretty| self.expiry_plan(pretty)),
                "checks" => fields.with(name, |pretty| self.outcomes(pretty)),
                _ => fields.field(name, value),
            })
        })
    }

    fn cards(&self, frames: &Value, pretty: &mut Pretty<'_>) -> serde_json::Result<()> {
        let frames: Vec<(usize, &Value)> = frames.as_array().into_iter().flatten().enumerate().collect();
        pretty.list(&frames, |(place, frame), pretty| self.card(*place, frame, pretty))
    }

    /// A card, with the certificates that its frame leaves out.
    fn card(&self, place: usize, frame: &Value, pretty: &mut Pretty<'_>) -> serde_json::Result<()> {
        let certificates = self.shown.certificates(place);
        pretty.object(|fields| {
            frame.as_object().into_iter().flatten().try_for_each(|(name, value)| match name.as_str() {
                "certificates" => fields.with(name, |pretty| {
                    pretty.list(certificates, |own, pretty| pretty.value(&self.shown.certificate(own)))
                }),
                _ => fields.field(name, value),
            })
        })
    }

    fn expiry_plan(&self, pretty: &mut Pretty<'_>) -> serde_json::Result<()> {
        pretty.list(self.shown.expiry_plan(), |own, pretty| pretty.value(&self.shown.expiry(own)))
    }

    fn outcomes(&self, pretty: &mut Pretty<'_>) -> serde_json::Result<()> {
        pretty.list(self.shown.outcomes(), |own, pretty| {
            let result: &CheckResult = &self.shown.outcome(own);
            let (told, os) = (self.voice.tell(result), &self.shown.frame.station.os);
            let remedies =
                result.remedies.iter().map(|id| remedy(self.voice.advise(id, &result.evidence, os)));
            pretty.value(&Outcome { result, told, remedies: remedies.collect() })
        })
    }
    fn frame(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let report = &self.shown.frame;
        let mut value = serde_json::to_value(report)?;
        if let Some(slot) = value.get_mut("first_action") {
            *slot =
                report.first_action.as_ref().map_or(Value::Null, |action| first_action(action, self.voice));
        }
        if let Some(slot) = value.pointer_mut("/go_live/first_action") {
            let action = report.go_live.as_ref().and_then(|go_live| go_live.first_action.as_ref());
            *slot = action.map_or(Value::Null, |action| first_action(action, self.voice));
        }
        let cards = value.get_mut("cards").and_then(Value::as_array_mut).into_iter().flatten();
        for (fields, card) in cards.zip(&report.cards) {
            let differences = fields.pointer_mut("/name/differences").and_then(Value::as_array_mut);
            for (written, difference) in differences.into_iter().flatten().zip(&card.name.differences) {
                if let Some(fields) = written.as_object_mut() {
                    fields.insert("text".into(), json!(self.voice.difference(difference)));
                }
            }
        }
        let mut fields = value.as_object_mut().map(std::mem::take).unwrap_or_default();
        fields.extend(self.shown.title.as_ref().map(|title| ("title".to_owned(), json!(title))));
        Ok(fields)
    }
}

/// An outcome as it is published.
struct Outcome<'a> {
    result: &'a CheckResult,
    told: Told,
    remedies: Vec<Value>,
}

impl Serialize for Outcome<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let CheckResult {
            id,
            status,
            severity,
            found,
            scope,
            subject,
            evidence,
            remedies: _,
            blocked_by,
            duration_ms,
        } = self.result;
        let Told { title, message, why: _ } = &self.told;
        let mut extra = Map::new();
        add_evidence(&mut extra, evidence);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", id)?;
        map.serialize_entry("status", status)?;
        map.serialize_entry("severity", severity)?;
        map.serialize_entry("found", found)?;
        map.serialize_entry("scope", scope)?;
        map.serialize_entry("subject", subject)?;
        map.serialize_entry("title", title)?;
        map.serialize_entry("message", message)?;
        for (name, value) in &extra {
            map.serialize_entry(name, value)?;
        }
        map.serialize_entry("remedies", &self.remedies)?;
        map.serialize_entry("blocked_by", blocked_by)?;
        map.serialize_entry("duration_ms", duration_ms)?;
        map.end()
    }
}

fn first_action(action: &FirstAction, voice: Voice) -> Value {
    let mut fields = Map::new();
    fields.insert("check".into(), json!(action.check));
    fields.insert("subject".into(), json!(action.subject));
    fields.insert("remedy".into(), json!(action.remedy));
    fields.insert("who".into(), json!(action.who));
    fields.insert("text".into(), json!(voice.action(action)));
    add_evidence(&mut fields, &action.evidence);
    Value::Object(fields)
}

fn remedy(advice: Advice) -> Value {
    json!({
        "id": advice.id,
        "who": advice.who.map(key_of),
        "text": advice.short,
        "steps": advice.steps,
        "commands": advice.commands,
        "worked": advice.worked,
        "link": advice.link,
    })
}

/// Evidence as plain values, and the names of those that name a person.
fn add_evidence(fields: &mut Map<String, Value>, evidence: &Evidence) {
    let plain: Map<String, Value> =
        evidence.0.iter().map(|(name, value)| (name.clone(), plain(value))).collect();
    fields.insert("evidence".into(), Value::Object(plain));
    let personal = evidence.0.iter().filter(|(_, value)| matches!(value, Datum::Person { .. }));
    let personal: Vec<&String> = personal.map(|(name, _)| name).collect();
    if !personal.is_empty() {
        fields.insert("personal".into(), json!(personal));
    }
}

fn plain(value: &Datum) -> Value {
    match value {
        Datum::Number(number) => json!(number),
        Datum::Date { time } => json!(time),
        Datum::Person { person } => json!(person),
        Datum::Said { word, said } => json!({ "word": word, "said": said }),
        Datum::List(values) => json!(values),
        Datum::Text(text) => json!(text),
    }
}

/// The report out of its published form.
fn own(mut value: Value) -> Result<Report, serde_json::Error> {
    for action in ["/first_action", "/go_live/first_action"] {
        if let Some(fields) = value.pointer_mut(action).and_then(Value::as_object_mut) {
            type_evidence(fields);
        }
    }
    for result in value.get_mut("checks").and_then(Value::as_array_mut).into_iter().flatten() {
        let Some(fields) = result.as_object_mut() else { continue };
        type_evidence(fields);
        for remedy in fields.get_mut("remedies").and_then(Value::as_array_mut).into_iter().flatten() {
            if let Some(id) = remedy.get_mut("id") {
                *remedy = id.take();
            }
        }
    }
    serde_json::from_value(value)
}

/// Undoes [`add_evidence`]. A text that reads as a moment becomes one: checks put moments in no other way.
fn type_evidence(fields: &mut Map<String, Value>) {
    let personal: Vec<String> =
        fields.remove("personal").and_then(|names| serde_json::from_value(names).ok()).unwrap_or_default();
    let Some(evidence) = fields.get_mut("evidence").and_then(Value::as_object_mut) else { return };
    for (name, value) in evidence {
        let Some(text) = value.as_str() else { continue };
        if personal.contains(name) {
            *value = json!({ "person": text });
        } else if text.parse::<jiff::Timestamp>().is_ok() {
            *value = json!({ "time": text });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::text::Lang;
    use crate::report::samples;

    fn written(reports: Vec<Report>, alone: bool) -> Vec<u8> {
        let catalogue = samples::catalogue();
        let sheets: Vec<Titled> = reports.into_iter().map(|report| Titled { title: None, report }).collect();
        render(&sheets, alone, true, Voice { lang: Lang::Nb, catalogue: &catalogue }).unwrap()
    }

    fn validator() -> jsonschema::Validator {
        jsonschema::validator_for(&serde_json::from_str(schema()).unwrap()).unwrap()
    }

    #[test]
    fn real_output_obeys_the_published_schema() {
        let validator = validator();
        let mut reports = samples::all();
        reports.extend(samples::all().iter().map(crate::report::redact));
        for report in &reports {
            let value: Value = serde_json::from_slice(&written(vec![report.clone()], true)).unwrap();
            let faults: Vec<String> =
                validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
            assert!(faults.is_empty(), "{faults:#?}");
        }
        let value: Value = serde_json::from_slice(&written(reports, false)).unwrap();
        assert!(validator.is_valid(&value));
        let none: Value = serde_json::from_slice(&written(Vec::new(), false)).unwrap();
        assert_eq!(none, json!({ "reports": [] }));
        assert!(validator.is_valid(&none));
    }

    #[test]
    fn the_schema_refuses_a_broken_report() {
        let validator = validator();
        let good: Value = serde_json::from_slice(&written(vec![samples::expired()], true)).unwrap();
        assert!(validator.is_valid(&good));
        let breaks: &[(&str, Value)] = &[
            ("/verdict", json!("maybe")),
            ("/captured_at", json!(7)),
            ("/checks/0/status", json!("ok")),
            ("/checks/0/evidence", json!([])),
            ("/cards/0/certificates/0/sha256", json!("ABC")),
            ("/cards/0/pins/0/state", json!("fine")),
            ("/first_action/who", json!("somebody")),
            ("/first_action", json!({})),
            ("/cards/0/token", json!({ "label": null })),
        ];
        for (pointer, value) in breaks {
            let mut broken = good.clone();
            *broken.pointer_mut(pointer).unwrap() = value.clone();
            assert!(!validator.is_valid(&broken), "{pointer}");
        }
        for key in good.as_object().unwrap().keys() {
            let mut broken = good.clone();
            broken.as_object_mut().unwrap().remove(key);
            assert!(!validator.is_valid(&broken), "without {key}");
        }
        let mut broken = good;
        broken.as_object_mut().unwrap().insert("surprise".into(), json!(1));
        assert!(!validator.is_valid(&broken));
    }

    #[test]
    fn the_contract_is_spelled_as_published() {
        let value: Value = serde_json::from_slice(&written(vec![samples::expired()], true)).unwrap();
        assert_eq!(value["first_action"]["check"], "cert.expired");
        assert_eq!(value["first_action"]["who"], "holder");
        assert_eq!(value["first_action"]["text"], "bestill nytt kort");
        let failed = &value["checks"].as_array().unwrap().iter().find(|c| c["status"] == "fail").unwrap();
        assert_eq!(failed["title"], "Sertifikatet er utløpt");
        assert_eq!(
            failed["message"],
            "Sertifikatet til KARI NORDMANN gikk ut 23.11.2025, for 364 dager siden."
        );
        assert_eq!(failed["evidence"]["until"], "2025-11-23T22:59:59Z");
        assert_eq!(failed["evidence"]["name"], "KARI NORDMANN");
        assert_eq!(failed["remedies"][0]["id"], "order-card");
        assert_eq!(failed["remedies"][0]["who"], "holder");
        assert!(failed["remedies"][0]["steps"].as_array().is_some_and(|steps| steps.len() == 2));
        let passed = &value["checks"].as_array().unwrap().iter().find(|c| c["status"] == "pass").unwrap();
        assert_eq!(passed["message"], "Smartkorttjenesten svarer");
    }

    #[test]
    fn what_was_written_is_read_again() {
        for report in samples::all() {
            assert_eq!(read(&written(vec![report.clone()], true)).unwrap(), vec![report]);
        }
        assert_eq!(read(&written(samples::all(), false)).unwrap(), samples::all());
        assert!(read(b"{}").is_err());
        assert!(read(b"no json").is_err());
    }
}
