//! The cases of `testdata/cases/<check-id>/`: a small change to a capture, and what a check says of it.
//!
//! `set` puts values at JSON pointers of the base's capture, `remove` takes things away, in that order. Bytes are base64
//! in a capture; to keep cases readable, `{"$file": PATH}` is the content of a file of the repository, `{"$patch": {HEX:
//! HEX}}` the bytes that stand there with one row of them changed, and `{"$copy": POINTER}` what stands elsewhere.

use super::captures;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use eid_ready::capture::Capture;
use eid_ready::judge::report::{CheckResult, Report};
use eid_ready::judge::{Question, judge};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// Fields that are written only where there is something in them.
const OPTIONAL: [&str; 5] = [
    "/facts/client",
    "/facts/login",
    "/facts/expected/cards",
    "/facts/modules",
    "/facts/expected/any_module",
];

/// One case file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What happened, in one sentence.
    pub about: String,
    base: String,
    #[serde(default)]
    set: Map<String, Value>,
    #[serde(default)]
    remove: Vec<String>,
    at: Option<Timestamp>,
    pub expect: Expect,
    /// The check that it is about.
    #[serde(skip)]
    pub check: String,
    /// Its file's name without the extension.
    #[serde(skip)]
    pub name: String,
}

/// What the check says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    pub status: String,
    pub found: bool,
    #[serde(default)]
    pub subject: Option<String>,
    /// Values that must be among the evidence.
    #[serde(default)]
    pub evidence: Map<String, Value>,
    #[serde(default)]
    pub verdict: Option<String>,
}

/// Where the cases stand.
pub fn folder() -> PathBuf {
    root().join("testdata/cases")
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every case, in the order of the files' names.
pub fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for check in names(&folder()) {
        for file in names(&folder().join(&check)).into_iter().filter(|file| file.ends_with(".json")) {
            let text = std::fs::read_to_string(folder().join(&check).join(&file)).unwrap();
            let case: Case =
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{check}/{file}: {error}"));
            let name = file.trim_end_matches(".json").to_owned();
            cases.push(Case { check: check.clone(), name, ..case });
        }
    }
    cases
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

impl Case {
    /// `check/name`.
    pub fn title(&self) -> String {
        format!("{}/{}", self.check, self.name)
    }

    /// Whether the fault is there.
    pub fn fires(&self) -> bool {
        self.name.starts_with("fires-")
    }

    /// The changed capture.
    pub fn capture(&self) -> Capture {
        let mut json = serde_json::to_value(captures::of(&self.base)).unwrap();
        for (pointer, value) in &self.set {
            let value = self.meant(&json, pointer, value);
            *self.place(&mut json, pointer) = value;
        }
        for pointer in &self.remove {
            self.take(&mut json, pointer);
        }
        let capture = serde_json::from_value(json);
        capture.unwrap_or_else(|error| panic!("{}: no capture any more: {error}", self.title()))
    }

    /// What the library says of it.
    pub fn report(&self) -> Report {
        judge(&self.capture(), &self.question())
    }

    /// Judged at its own time.
    pub fn question(&self) -> Question {
        Question { at: self.at, ..Question::default() }
    }

    /// The check's own results.
    pub fn results<'a>(&self, report: &'a Report) -> Vec<&'a CheckResult> {
        report.checks.iter().filter(|result| result.id == self.check).collect()
    }

    fn meant(&self, json: &Value, pointer: &str, value: &Value) -> Value {
        let Some((word, told)) =
            value.as_object().filter(|object| object.len() == 1).and_then(|object| object.iter().next())
        else {
            return value.clone();
        };
        match word.as_str() {
            "$file" => {
                let path = root().join(told.as_str().unwrap());
                let bytes = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", self.title()));
                STANDARD.encode(bytes).into()
            }
            "$copy" => json.pointer(told.as_str().unwrap()).unwrap().clone(),
            "$patch" => {
                let mut bytes = STANDARD.decode(json.pointer(pointer).unwrap().as_str().unwrap()).unwrap();
                for (from, to) in told.as_object().unwrap() {
                    self.patch(&mut bytes, &unhex(from), &unhex(to.as_str().unwrap()));
                }
                STANDARD.encode(bytes).into()
            }
            _ => value.clone(),
        }
    }

    fn patch(&self, bytes: &mut [u8], from: &[u8], to: &[u8]) {
        assert_eq!(from.len(), to.len(), "{}", self.title());
        let at = bytes.windows(from.len()).position(|window| window == from);
        let at = at.unwrap_or_else(|| panic!("{}: nothing to patch", self.title()));
        bytes[at..at + to.len()].copy_from_slice(to);
    }

    /// What stands at `pointer`; a new last element where it names the place after the last.
    fn place<'a>(&self, json: &'a mut Value, pointer: &str) -> &'a mut Value {
        let (above, last) = pointer.rsplit_once('/').unwrap();
        match json.pointer_mut(above) {
            Some(Value::Array(values)) => {
                let at: usize = last.parse().unwrap();
                if at == values.len() {
                    values.push(Value::Null);
                }
                &mut values[at]
            }
            // What most captures leave out.
            Some(Value::Object(fields)) if fields.contains_key(last) || OPTIONAL.contains(&pointer) => {
                fields.entry(last).or_insert(Value::Null)
            }
            _ => panic!("{}: nothing stands at {pointer}", self.title()),
        }
    }

    fn take(&self, json: &mut Value, pointer: &str) {
        let (above, last) = pointer.rsplit_once('/').unwrap();
        match json.pointer_mut(above) {
            Some(Value::Array(values)) => drop(values.remove(last.parse().unwrap())),
            Some(Value::Object(fields)) => {
                assert!(fields.remove(last).is_some(), "{}: {pointer}", self.title())
            }
            _ => panic!("{}: nothing stands at {pointer}", self.title()),
        }
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}
