//! Evidence: named values that a message can be filled with, each knowing whether it is personal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One value of evidence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// A count or a measure.
    Number(i64),
    /// A moment; text shows it as a Norwegian local date.
    Date {
        /// The moment, UTC.
        time: Timestamp,
    },
    /// Something that names or identifies a person: stripped by redaction.
    Person {
        /// The datum.
        person: String,
    },
    /// A stable word, and what somebody else said beside it in words of their own, who may name anybody: redaction leaves
    /// the word alone.
    Said {
        /// The word: a code, a kind.
        word: String,
        /// The free text; `None` where there is none, or where it is not to be seen.
        said: Option<String>,
    },
    /// Several texts.
    List(Vec<String>),
    /// Anything else.
    Text(String),
}

/// What stands between the persons where one value names several.
pub const BETWEEN_PERSONS: &str = " / ";

/// Evidence by name.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Evidence(pub BTreeMap<String, Value>);

impl Evidence {
    /// Nothing to show.
    pub fn none() -> Self {
        Evidence::default()
    }

    /// The same with a text.
    pub fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.with(name, Value::Text(value.into()))
    }

    /// The same with a number.
    pub fn number(self, name: &str, value: impl Into<i64>) -> Self {
        self.with(name, Value::Number(value.into()))
    }

    /// The same with a moment.
    pub fn date(self, name: &str, time: Timestamp) -> Self {
        self.with(name, Value::Date { time })
    }

    /// The same with personal data.
    pub fn person(self, name: &str, value: impl Into<String>) -> Self {
        self.with(name, Value::Person { person: value.into() })
    }

    /// The same with a stable word and what was said beside it.
    pub fn said(self, name: &str, word: impl Into<String>, said: Option<String>) -> Self {
        self.with(name, Value::Said { word: word.into(), said })
    }

    /// The same with several texts.
    pub fn list(self, name: &str, values: Vec<String>) -> Self {
        self.with(name, Value::List(values))
    }

    fn with(mut self, name: &str, value: Value) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }
}
