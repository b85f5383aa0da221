//! Bytes and paths as a person writes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// Bytes written as hex digits; white space is free.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hex(pub Vec<u8>);

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let mut nibbles = Vec::with_capacity(text.len());
        for character in text.chars().filter(|character| !character.is_whitespace()) {
            let digit = character
                .to_digit(16)
                .ok_or_else(|| D::Error::custom(format!("{character:?} is no hex digit")))?;
            nibbles.push(digit as u8);
        }
        let (pairs, rest) = nibbles.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(D::Error::custom("odd number of hex digits: a byte has two"));
        }
        Ok(Hex(pairs.iter().map(|[high, low]| high << 4 | low).collect()))
    }
}

/// Bytes written as base64; white space is free.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Base64(pub Vec<u8>);

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text: String = String::deserialize(from)?.split_whitespace().collect();
        STANDARD.decode(text).map(Base64).map_err(|error| D::Error::custom(format!("no base64: {error}")))
    }
}

/// A path from the master file, written `3F00/5015/4401`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FilePath(pub Vec<u16>);

impl FilePath {
    /// The directory it stands in; empty above the master file.
    pub(super) fn parent(&self) -> FilePath {
        FilePath(self.0.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default())
    }
}

impl std::fmt::Display for FilePath {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (index, identifier) in self.0.iter().enumerate() {
            write!(out, "{}{identifier:04X}", if index == 0 { "" } else { "/" })?;
        }
        Ok(())
    }
}

impl<'de> Deserialize<'de> for FilePath {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let wrong = || {
            D::Error::custom(format!(
                "{text:?} is no path: four hex digits a step, from 3F00 (3F00/5015/4401)"
            ))
        };
        let steps = text
            .split('/')
            .map(|step| (step.len() == 4).then(|| u16::from_str_radix(step, 16).ok()).flatten())
            .collect::<Option<Vec<u16>>>()
            .ok_or_else(wrong)?;
        if steps.first() != Some(&super::tree::MASTER_FILE) {
            return Err(wrong());
        }
        Ok(FilePath(steps))
    }
}
