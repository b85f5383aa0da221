//! Words: of checks and of remedies, Norwegian and English side by side.

use crate::judge::report::Who;
use serde::Deserialize;

/// The language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Lang {
    /// Norwegian bokmål.
    Nb,
    /// English.
    En,
}

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Both<T> {
    /// Norwegian bokmål.
    pub nb: T,
    /// English.
    pub en: T,
}

impl<T> Both<T> {
    /// The text in that language.
    pub fn get(&self, lang: Lang) -> &T {
        match lang {
            Lang::Nb => &self.nb,
            Lang::En => &self.en,
        }
    }
}

/// The words of a check. `{name}` in a text is a hole, filled from the evidence of that name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckText {
    /// Norwegian bokmål.
    pub nb: CheckWords,
    /// English.
    pub en: CheckWords,
}

/// The words of a check in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckWords {
    /// What is so when the fault is there, in the present: "Sertifikatet er utløpt". No holes.
    pub title: String,
    /// What is so when the fault is not there: "Sertifikatet er gyldig nå". No holes.
    pub passed: String,
    /// The finding with its numbers.
    pub message: String,
    /// Why it matters to the person at the bedside.
    pub why: String,
}

/// A remedy: who does what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remedy {
    /// Stable id, equal to its file's name.
    #[serde(skip)]
    pub id: &'static str,
    /// Whose turn it is.
    pub who: Who,
    /// What it is of use for; anything when absent.
    #[serde(default)]
    pub applies: Option<Applies>,
    /// Where to read more, at whoever owns the thing.
    #[serde(default)]
    pub link: Option<String>,
    /// Commands, by operating system; absent where the steps say all.
    #[serde(default)]
    pub commands: RemedyCommands,
    /// Norwegian bokmål.
    pub nb: RemedyWords,
    /// English.
    pub en: RemedyWords,
}

/// What a remedy is of use for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Applies {
    /// Cards in readers.
    Cards,
    /// Certificates in files.
    Files,
}

/// Commands that belong to a remedy.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyCommands {
    /// For Windows.
    #[serde(default)]
    pub windows: Vec<String>,
    /// For Linux.
    #[serde(default)]
    pub linux: Vec<String>,
    /// For macOS.
    #[serde(default)]
    pub macos: Vec<String>,
}

/// The words of a remedy in one language.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RemedyWords {
    /// The whole remedy in one line that can be read over the phone.
    pub short: String,
    /// The steps in order: where (menu, address, command) and what.
    pub steps: Vec<String>,
    /// How to see that it worked.
    pub worked: String,
}
