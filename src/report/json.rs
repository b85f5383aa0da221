//! The published JSON: the report's own fields, and beside them what a program would otherwise have to look up, in one
//! language.

use super::voice::{Advice, Told, Voice};
use super::words::key_of;
use super::{RenderError, Titled, parts};
use crate::judge::report::{CardReport, CheckResult, FirstAction, Report};
use crate::judge::value::{Evidence, Value as Datum};
use serde::ser::{Error as _, SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The JSON Schema (draft 2020-12) that every written report obeys.
pub fn schema() -> &'static str {
    include_str!("schema.json")
}

/// What an outcome takes, with its share of what is not an outcome.
const OUTCOME_BYTES: usize = 768;

pub(super) fn render(sheets: &[Titled], alone: bool, voice: Voice) -> Result<Vec<u8>, RenderError> {
    let outcomes: usize = sheets.iter().map(|sheet| sheet.report.checks.len()).sum();
    let mut bytes = Vec::with_capacity(outcomes * OUTCOME_BYTES);
    match sheets {
        [only] if alone => serde_json::to_writer_pretty(&mut bytes, &Published { sheet: only, voice })?,
        several => serde_json::to_writer_pretty(&mut bytes, &Several { sheets: several, voice })?,
    }
    bytes.push(b'\n');
    Ok(bytes)
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

/// `{"reports": […]}`.
struct Several<'a> {
    sheets: &'a [Titled],
    voice: Voice<'a>,
}

impl Serialize for Several<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reports = self.sheets.iter().map(|sheet| Published { sheet, voice: self.voice });
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry("reports", &reports.collect::<Vec<_>>())?;
        map.end()
    }
}

/// A report as it is published. The long lists in it are written as they are read.
struct Published<'a> {
    sheet: &'a Titled,
    voice: Voice<'a>,
}

impl Serialize for Published<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let report = &self.sheet.report;
        let frame = self.frame().map_err(S::Error::custom)?;
        let mut map = serializer.serialize_map(Some(frame.len()))?;
        for (name, value) in &frame {
            match name.as_str() {
                "cards" => {
                    let frames = value.as_array().into_iter().flatten();
                    let cards = frames.zip(&report.cards).map(|(frame, report)| Card { frame, report });
                    map.serialize_entry(name, &cards.collect::<Vec<_>>())?;
                }
                "expiry_plan" => map.serialize_entry(name, &report.expiry_plan)?,
                "checks" => map.serialize_entry(name, &Checks { report, voice: self.voice })?,
                _ => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}

impl Published<'_> {
    fn frame(&self) -> Result<Map<String, Value>, serde_json::Error> {
        let report = &self.sheet.report;
        let mut value = serde_json::to_value(parts::frame(report))?;
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
        fields.extend(self.sheet.title.as_ref().map(|title| ("title".to_owned(), json!(title))));
        Ok(fields)
    }
}

/// A card, with the certificates that its frame leaves out.
struct Card<'a> {
    frame: &'a Value,
    report: &'a CardReport,
}

impl Serialize for Card<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, value) in self.frame.as_object().into_iter().flatten() {
            match name.as_str() {
                "certificates" => map.serialize_entry(name, &self.report.certificates)?,
                _ => map.serialize_entry(name, value)?,
            }
        }
        map.end()
    }
}

/// The outcomes, with their words.
struct Checks<'a> {
    report: &'a Report,
    voice: Voice<'a>,
}

impl Serialize for Checks<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Where there is no evidence, the words are the same for every subject.
        let mut told: HashMap<_, Told> = HashMap::new();
        let mut list = serializer.serialize_seq(Some(self.report.checks.len()))?;
        for result in &self.report.checks {
            let tell = || self.voice.tell(result);
            if result.evidence.0.is_empty() {
                let key = (&result.id, result.status as u8, result.found, &result.blocked_by);
                list.serialize_element(&self.outcome(result, told.entry(key).or_insert_with(tell)))?;
            } else {
                list.serialize_element(&self.outcome(result, &tell()))?;
            }
        }
        list.end()
    }
}

impl<'a> Checks<'a> {
    fn outcome(&'a self, result: &'a CheckResult, told: &'a Told) -> Outcome<'a> {
        Outcome { result, told: [&told.title, &told.message], checks: self }
    }
}

/// An outcome as it is published.
struct Outcome<'a> {
    result: &'a CheckResult,
    told: [&'a str; 2],
    checks: &'a Checks<'a>,
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
            remedies,
            blocked_by,
            duration_ms,
        } = self.result;
        let [title, message] = self.told;
        let advise = |id: &String| self.checks.voice.advise(id, evidence, &self.checks.report.station.os);
        let remedies: Vec<Value> = remedies.iter().map(|id| remedy(advise(id))).collect();
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
        map.serialize_entry("remedies", &remedies)?;
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
        render(&sheets, alone, Voice { lang: Lang::Nb, catalogue: &catalogue }).unwrap()
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
