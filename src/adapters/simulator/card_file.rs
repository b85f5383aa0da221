//! The readable file of a simulated card: what it answers to reset, its files, its PINs, its habits.
//!
//! A card is a TOML file, so that a person can see what a card holds and change it: remove one `[[file]]` and the
//! report changes.

use super::fault::Fault;
use super::hex::{FilePath, Hex};
use super::modules::CardModule;
use super::recorded::RecordedAnswer;
use super::stores::RecordedStore;
use crate::facts::Protocol;
use serde::Deserialize;
use std::collections::BTreeSet;
use toml::Spanned;

/// A simulated card as its file describes it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardFile {
    /// A short name, as `--simulate` takes it.
    pub name: String,
    /// One line on what the card shows.
    pub about: About,
    /// The answer to reset, whole.
    pub atr: Hex,
    /// The transmission protocol that its answer to reset offers.
    pub protocol: Protocol,
    /// The family it imitates; a note for readers, no behaviour.
    pub family: Option<String>,
    /// Who should hold it, given names first: what a roster would say.
    pub expect_name: Option<String>,
    /// Its habits.
    #[serde(default)]
    pub behaviour: Behaviour,
    /// Its applications.
    #[serde(default, rename = "application")]
    pub applications: Vec<Application>,
    /// Its elementary files. A card with neither files nor applications answers every SELECT with 6A82.
    #[serde(default, rename = "file")]
    pub files: Vec<File>,
    /// The data objects that GET DATA gives.
    #[serde(default, rename = "object")]
    pub objects: Vec<DataObject>,
    /// Its PINs.
    #[serde(default, rename = "pin")]
    pub pins: Vec<Pin>,
    /// What goes wrong with it.
    #[serde(default, rename = "fault")]
    pub faults: Vec<Spanned<Fault>>,
    /// Which network its issuer is asked over.
    #[serde(default)]
    pub network: Network,
    /// The PKCS#11 modules that other programs see it through.
    #[serde(default, rename = "module")]
    pub modules: Vec<CardModule>,
    /// What its issuer's services answer.
    #[serde(default, rename = "answer")]
    pub answers: Vec<RecordedAnswer>,
    /// The certificate stores of the workstation that it is in.
    #[serde(default, rename = "store")]
    pub stores: Vec<RecordedStore>,
}

/// Which network a simulated card's issuer is asked over.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Network {
    /// None: only what the card file records is answered.
    #[default]
    Recorded,
    /// The machine's, for what is not recorded.
    Live,
}

/// One line in each language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Norwegian (bokmål).
    pub nb: String,
    /// English.
    pub en: String,
}

/// How a card behaves where the standard leaves room.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Behaviour {
    /// SELECT with P2 = 00 or 04 returns file control information.
    pub fci: bool,
    /// SELECT with P2 = 0C (no answer wanted) is understood; otherwise 6A86.
    pub select_p2_0c: bool,
    /// SELECT by path (P1 = 08, 09) is understood; otherwise 6A86.
    pub select_by_path: bool,
    /// Files are found by short identifier, the low five bits of their own (ISO 7816-4 §7.4.3). The historical bytes
    /// should say the same.
    pub short_identifiers: bool,
    /// Commands of extended length are understood; otherwise 6700. The historical bytes should say the same.
    pub extended: bool,
    /// The most that one command returns, in bytes; by default what its length field can ask for.
    pub max_le: Option<usize>,
    /// The class bytes it knows; others are answered 6E00.
    pub classes: Hex,
}

impl Default for Behaviour {
    fn default() -> Self {
        Behaviour {
            fci: true,
            select_p2_0c: true,
            select_by_path: true,
            short_identifiers: false,
            extended: false,
            max_le: None,
            classes: Hex(vec![0x00]),
        }
    }
}

/// An application, selected by its identifier.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// Application identifier, 5 to 16 bytes.
    pub aid: Hex,
    /// Its dedicated file.
    pub path: Spanned<FilePath>,
    /// What SELECT returns, where that is no file control information.
    pub answer: Option<Hex>,
}

/// A data object of an application.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataObject {
    /// The dedicated file of its application.
    pub directory: FilePath,
    /// The file that GET DATA names: 3FFF, the current one, if not said.
    #[serde(default = "current_file")]
    pub file: Hex,
    /// Its tag.
    pub tag: Hex,
    /// What it is; a note for readers.
    pub about: Option<String>,
    /// What GET DATA returns, tag and length included.
    pub hex: Hex,
}

/// An elementary file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    /// Path from the master file.
    pub path: Spanned<FilePath>,
    /// How it is read.
    #[serde(default)]
    pub kind: FileKind,
    /// What it is; a note for readers.
    pub about: Option<String>,
    /// The bytes of a transparent file.
    pub hex: Option<Hex>,
    /// The records of a file of records, at most 255 bytes each.
    pub records: Option<Vec<Hex>>,
    /// The size that its file control information claims, where that is a lie.
    pub claimed_size: Option<u64>,
}

/// How an elementary file is read (ISO 7816-4 §7.2).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileKind {
    /// By READ BINARY.
    #[default]
    Transparent,
    /// By READ RECORD.
    Records,
}

/// A PIN that VERIFY knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pin {
    /// The reference in P2.
    pub reference: u8,
    /// Tries left.
    pub tries: u8,
    /// Tries after a right PIN.
    pub limit: u8,
    /// Where it is known: in this directory and below. Everywhere, if not said.
    pub directory: Option<FilePath>,
    /// The right PIN, as characters.
    #[serde(default = "four_digits")]
    pub value: String,
    /// The class byte of its VERIFY.
    #[serde(default)]
    pub class: u8,
    /// Whether it has been set at all; if not, VERIFY answers 6984.
    #[serde(default = "yes")]
    pub initialised: bool,
    /// What a VERIFY without a PIN does.
    #[serde(default)]
    pub empty_verify: EmptyVerify,
}

/// What a card makes of a VERIFY that carries no PIN.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EmptyVerify {
    /// It tells the tries left and takes none (ISO 7816-4 §11.6.6).
    #[default]
    TellsTries,
    /// It is refused: 6700.
    Refused,
    /// It counts as a wrong PIN.
    CostsATry,
}

fn four_digits() -> String {
    "1234".into()
}

/// ISO 7816-4 §11.5.3.
fn current_file() -> Hex {
    Hex(vec![0x3F, 0xFF])
}

fn yes() -> bool {
    true
}

/// What is wrong in the file of a simulated card.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{origin}, line {line}, column {column}: {message}")]
pub struct CardFileError {
    /// The file, or the name of a built-in card.
    pub origin: String,
    /// From 1.
    pub line: usize,
    /// From 1.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl CardFile {
    /// Reads the text of a card file; `origin` names it in errors.
    ///
    /// # Errors
    /// It is no TOML, names something a card does not have, or describes a card that cannot be.
    pub fn parse(text: &str, origin: &str) -> Result<Self, CardFileError> {
        let card: CardFile = toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            error_at(text, origin, at, error.message().trim().replace('\n', " "))
        })?;
        card.check().map_err(|(at, message)| error_at(text, origin, at, message))?;
        Ok(card)
    }

    /// Finds what is well written but cannot be a card; the error holds the offset in the text.
    fn check(&self) -> Result<(), (usize, String)> {
        let mut seen = BTreeSet::new();
        for file in &self.files {
            let path = file.path.get_ref();
            let here = |message: String| (file.path.span().start, message);
            if path.0.len() < 2 {
                return Err(here(format!("{path} is the master file, which has no content of its own")));
            }
            if !seen.insert(path) {
                return Err(here(format!("{path} stands here twice")));
            }
            match (file.kind, &file.hex, &file.records) {
                (FileKind::Transparent, Some(_), None) => {}
                (FileKind::Records, None, Some(records)) => {
                    if let Some(record) = records.iter().find(|record| record.0.len() > 255) {
                        let length = record.0.len();
                        return Err(here(format!("{path} has a record of {length} bytes; at most 255 fit")));
                    }
                }
                (FileKind::Transparent, ..) => {
                    return Err(here(format!("{path} is transparent: it needs `hex` and no `records`")));
                }
                (FileKind::Records, ..) => {
                    return Err(here(format!(
                        "{path} has kind \"records\": it needs `records` and no `hex`"
                    )));
                }
            }
        }
        for fault in &self.faults {
            if let Some(defect) = fault.get_ref().defect() {
                return Err((fault.span().start, defect.to_owned()));
            }
        }
        let directories = self.files.iter().map(|file| (&file.path, file.path.get_ref().parent()));
        let applications = self
            .applications
            .iter()
            .map(|application| (&application.path, application.path.get_ref().clone()));
        for (path, mut directory) in directories.chain(applications) {
            while !directory.0.is_empty() {
                if seen.contains(&directory) {
                    let message = format!("{directory} is a file, so {} cannot be below it", path.get_ref());
                    return Err((path.span().start, message));
                }
                directory = directory.parent();
            }
        }
        Ok(())
    }
}

fn error_at(text: &str, origin: &str, at: usize, message: String) -> CardFileError {
    let before = text.get(..at.min(text.len())).unwrap_or_default();
    CardFileError {
        origin: origin.to_owned(),
        line: before.matches('\n').count() + 1,
        column: before.chars().rev().take_while(|character| *character != '\n').count() + 1,
        message,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "name = \"x\"\nabout = { nb = \"x\", en = \"x\" }\natr = \"3B 80\"\nprotocol = \"T=1\"\n";

    #[test]
    fn a_small_card_is_read() {
        let text = format!("{HEAD}[[file]]\npath = \"3F00/2F00\"\nhex = \"\"\"\n61 00\n 01\"\"\"\n");
        let card = CardFile::parse(&text, "x").unwrap();
        assert_eq!(card.atr.0, [0x3B, 0x80]);
        assert_eq!(card.protocol, Protocol::T1);
        assert_eq!(card.files[0].hex.as_ref().unwrap().0, [0x61, 0, 1]);
        assert!(card.behaviour.fci && !card.behaviour.extended);
    }

    #[test]
    fn errors_say_where() {
        for (body, line, words) in [
            ("[[file]]\npath = \"3F00/2F00\"\nhex = \"6\"\n", 7, "odd number of hex digits"),
            ("[[file]]\npath = \"2F00\"\nhex = \"60\"\n", 6, "3F00"),
            ("[[file]]\npath = \"3F00/2F00\"\n", 6, "needs `hex`"),
            ("[[file]]\npath = \"3F00/2F00\"\nkind = \"records\"\nhex = \"60\"\n", 6, "needs `records`"),
            ("colour = \"red\"\n", 5, "unknown field"),
            (
                "[[file]]\npath = \"3F00/2F00\"\nhex = \"\"\n[[file]]\npath = \"3F00/2F00\"\nhex = \"\"\n",
                9,
                "twice",
            ),
            (
                "[[file]]\npath = \"3F00/2F00\"\nhex = \"\"\n[[application]]\naid = \"A0\"\npath = \"3F00/2F00\"\n",
                10,
                "cannot be below",
            ),
            ("[[fault]]\nat = 1\nkind = \"status\"\n", 5, "needs `status`"),
            ("[[fault]]\nat = 1\nkind = \"swapped\"\ncard = \"another\"\n", 5, "built-in card"),
            ("[[fault]]\nat = 0\nkind = \"empty\"\n", 5, "from 1"),
            ("[[fault]]\nat = 1\nkind = \"tired\"\n", 7, "unknown variant"),
        ] {
            let error = CardFile::parse(&format!("{HEAD}{body}"), "demo.toml").unwrap_err();
            assert_eq!(error.line, line, "{error}");
            assert!(error.to_string().contains(words), "{error}");
            assert!(!error.to_string().contains('\n'), "{error}");
        }
    }
}
