//! JSON (RFC 8259) of which nothing is lost and nothing stays behind: members in their order, the same name twice, and
//! texts that are wiped when they are dropped, for any of them may be a key.

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::fmt;
use zeroize::Zeroizing;

/// A value.
pub(super) enum Json {
    /// `null`.
    Null,
    /// `true` and `false`.
    Bool(bool),
    /// A whole number that is not negative.
    Number(u64),
    /// Another number, whose value nobody here asks for.
    OtherNumber,
    /// A string.
    Text(Zeroizing<String>),
    /// An array.
    Array(Vec<Json>),
    /// An object.
    Object(Object),
}

/// An object.
#[derive(Default)]
pub(super) struct Object {
    /// As they stand there.
    pub members: Vec<(Zeroizing<String>, Json)>,
}

/// Where and why a text is not JSON. It tells nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Broken {
    /// The text ends in the middle of a value.
    pub truncated: bool,
    /// The line, from 1.
    pub line: usize,
    /// The column in bytes, from 1; 0 at the start of a line.
    pub column: usize,
}

impl Json {
    /// Reads a whole text.
    pub fn parse(text: &str) -> Result<Json, Broken> {
        serde_json::from_str(text).map_err(|error| Broken {
            truncated: error.is_eof(),
            line: error.line(),
            column: error.column(),
        })
    }

    /// What it is, as RFC 8259 calls it.
    pub fn kind(&self) -> &'static str {
        match self {
            Json::Null => "null",
            Json::Bool(_) => "boolean",
            Json::Number(_) | Json::OtherNumber => "number",
            Json::Text(_) => "string",
            Json::Array(_) => "array",
            Json::Object(_) => "object",
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Json, E> {
        Ok(Json::OtherNumber)
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(Zeroizing::new(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(Zeroizing::new(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(element) = elements.next_element()? {
            array.push(element);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Json, A::Error> {
        let mut members = Vec::new();
        while let Some(name) = entries.next_key::<Json>()? {
            let Json::Text(name) = name else { return Err(A::Error::custom("a name is a string")) };
            members.push((name, entries.next_value()?));
        }
        Ok(Json::Object(Object { members }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_is_kept() {
        let Ok(Json::Object(object)) =
            Json::parse(r#"{"b": [1, -1, 1.5], "a": "x\u003C", "b": null, "c": true, "d": {}}"#)
        else {
            panic!()
        };
        let names: Vec<&str> = object.members.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["b", "a", "b", "c", "d"]);
        let kinds: Vec<&str> = object.members.iter().map(|(_, value)| value.kind()).collect();
        assert_eq!(kinds, ["array", "string", "null", "boolean", "object"]);
        assert!(matches!(&object.members[1].1, Json::Text(text) if text.as_str() == "x<"));
    }

    #[test]
    fn what_is_broken_has_a_place() {
        for (text, broken) in [
            ("", Broken { truncated: true, line: 1, column: 0 }),
            ("{\n \"a\": ", Broken { truncated: true, line: 2, column: 6 }),
            ("{\n \"a\" 1}", Broken { truncated: false, line: 2, column: 6 }),
            ("{} x", Broken { truncated: false, line: 1, column: 4 }),
        ] {
            assert_eq!(Json::parse(text).err(), Some(broken), "{text}");
        }
        assert!(Json::parse(&"[".repeat(100_000)).is_err());
    }
}
