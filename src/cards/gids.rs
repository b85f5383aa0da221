//! GIDS cards (Microsoft's Generic Identity Device Specification, version 2), which Windows reads and writes by itself.
//!
//! Files are data objects, and a table in one of them (EF A000, DO DF1F) names the others. That table is not in the
//! specification; two programs that read such cards have the same layout of it (OpenSC, FreeRDP).

use super::family::{Family, Layout, PinQuery};
use super::files::Files;
use super::minidriver;
use super::objects::{self, CURRENT, Object};
use crate::facts::{
    Blob, CardFacts, Difference, FilePurpose, ObjectFacts, Observed, PinFacts, PinTries, ProbeError,
};
use crate::iso7816::tlv::Tlv;

/// The family; its name goes without the version. Tries are told by a data object, which is free; nothing that is public
/// says the same of the empty VERIFY.
pub(super) static FAMILY: Family = Family {
    id: "gids",
    name: "GIDS",
    atrs: &[],
    application: &[0xA0, 0x00, 0x00, 0x03, 0x97, 0x42, 0x54, 0x46, 0x59],
    layout: Layout::Gids,
    pin_query: PinQuery::Never,
    hypothesis: false,
};

/// The table of files.
const TABLE: (u16, [u8; 2]) = (0xA000, [0xDF, 0x1F]);
/// Its path in the facts.
const TABLE_PATH: &str = "A000/DF1F";
/// The PIN's counter.
const PIN_STATUS: [u8; 2] = [0x7F, 0x71];
const PIN_REFERENCE: u8 = 0x80;
/// A card with more certificates than this is not telling the truth.
const MOST_CERTIFICATES: usize = 64;
/// The files that Windows makes, beside those of certificates.
const USUAL: [(&str, &str); 6] = [
    ("", "cardid"),
    ("", "cardapps"),
    ("", "cardcf"),
    (minidriver::MSCP, "cmapfile"),
    (minidriver::MSCP, "msroots"),
    (minidriver::MSCP, ""),
];

/// A file as the table names it.
struct Entry<'a> {
    directory: Option<&'a str>,
    name: Option<&'a str>,
    file: u16,
    tag: u16,
}

impl Entry<'_> {
    fn container(&self) -> Option<u8> {
        self.name.filter(|_| self.directory == Some(minidriver::MSCP)).and_then(minidriver::container_of)
    }

    fn is_usual(&self) -> bool {
        let (Some(directory), Some(name)) = (self.directory, self.name) else { return false };
        self.container().is_some() || USUAL.contains(&(directory, name))
    }
}

/// The entries of the table: version 01, then for each file its directory and its name in nine bytes each, two of
/// filling, and its data object and file in four bytes each, the low byte first.
fn entries(answer: &[u8]) -> Result<Vec<Entry<'_>>, String> {
    const ENTRY: usize = 28;
    let object = Tlv::first(answer).map_err(|error| error.to_string())?;
    let Some((0x01, rows)) = object.value.split_first() else {
        return Err("a table of files of another version than 01".into());
    };
    let (rows, rest) = rows.as_chunks::<ENTRY>();
    if object.tag != 0xDF1F || !rest.is_empty() {
        return Err("no table of files".into());
    }
    Ok(rows
        .iter()
        .map(|row| Entry {
            directory: minidriver::name(&row[..9]),
            name: minidriver::name(&row[9..18]),
            tag: u16::from_le_bytes([row[20], row[21]]),
            file: u16::from_le_bytes([row[24], row[25]]),
        })
        .collect())
}

/// Whether the object at `path` is a table that names a file nobody makes: then a damaged byte may have hidden a
/// certificate.
pub(super) fn is_odd(path: &str, content: &[u8]) -> bool {
    path == TABLE_PATH && entries(content).is_ok_and(|entries| !entries.iter().all(Entry::is_usual))
}

/// Reads the application, which is selected, into `card`.
///
/// # Errors
/// The line failed, or a bound was reached; what was learnt until then stands in `card`.
pub(super) fn read(files: &mut Files<'_, '_>, card: &mut CardFacts) -> Result<(), ProbeError> {
    let (file, tag) = TABLE;
    let answer = match objects::get(files, card, file, &tag)? {
        Object::Here(answer) => answer,
        Object::Absent(error) | Object::Refused(error) => {
            files.note(TABLE_PATH.into(), FilePurpose::DataObject, &Err(error));
            return pin(files, card);
        }
    };
    let entries = match entries(&answer) {
        Ok(entries) => entries,
        Err(detail) => {
            let error = ProbeError::malformed(format!("GET DATA {TABLE_PATH}"), detail);
            files.note(TABLE_PATH.into(), FilePurpose::DataObject, &Err(error));
            return pin(files, card);
        }
    };
    files.note(TABLE_PATH.into(), FilePurpose::DataObject, &Ok(answer.clone()));
    for entry in entries.iter().filter(|entry| entry.container().is_some()).take(MOST_CERTIFICATES) {
        certificate(files, card, entry)?;
    }
    pin(files, card)
}

fn certificate(files: &mut Files<'_, '_>, card: &mut CardFacts, entry: &Entry<'_>) -> Result<(), ProbeError> {
    let tag = entry.tag.to_be_bytes();
    let path = objects::path(entry.file, &tag);
    let read = match objects::get(files, card, entry.file, &tag)? {
        Object::Absent(error) | Object::Refused(error) => Err(error),
        Object::Here(answer) => {
            let whole = Tlv::first(&answer).map_err(|error| error.to_string());
            let own = whole.and_then(|object| match object.tag == u32::from(entry.tag) {
                true => minidriver::certificate(object.value),
                false => Err(format!("tag {:X} came for {:X}", object.tag, entry.tag)),
            });
            files.note(path.clone(), FilePurpose::Certificate, &Ok(answer.clone()));
            own.map_err(|detail| ProbeError::malformed(format!("GET DATA {path}"), detail))
        }
    };
    card.objects.push(ObjectFacts {
        label: entry.name.map(str::to_owned),
        id: entry.container().map(|container| format!("{container:02X}")),
        authority: false,
        path,
        hash: None,
        bytes: read.map(Blob).into(),
    });
    Ok(())
}

/// The PIN and its tries. They stand in data that nothing checks, so they are asked for twice.
fn pin(files: &mut Files<'_, '_>, card: &mut CardFacts) -> Result<(), ProbeError> {
    let (first, second) = (tries(files, card)?, tries(files, card)?);
    if first != second {
        let told = |tries: &Result<PinTries, ProbeError>| {
            tries.as_ref().map_or_else(ToString::to_string, |tries| format!("{tries:?}"))
        };
        card.differences.push(Difference {
            place: format!("PIN {PIN_REFERENCE:02X}"),
            first: told(&first),
            second: told(&second),
        });
    }
    card.pins.push(PinFacts {
        label: Some("PIN".to_owned()),
        auth_id: Some(format!("{PIN_REFERENCE:02X}")),
        reference: Some(PIN_REFERENCE),
        // The specification has no word for a PIN that was not set.
        flags: vec!["initialized".to_owned()],
        length: None,
        tries: Observed::from(second),
    });
    Ok(())
}

fn tries(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
) -> Result<Result<PinTries, ProbeError>, ProbeError> {
    /// Of version 2, and of version 1.
    const COUNTERS: [u32; 2] = [0x97, 0x9F17];
    let answer = match objects::get(files, card, CURRENT, &PIN_STATUS)? {
        Object::Here(answer) => answer,
        Object::Absent(error) | Object::Refused(error) => return Ok(Err(error)),
    };
    let counter = Tlv::first(&answer).ok().and_then(|object| {
        let field = COUNTERS.iter().find_map(|tag| object.child(*tag))?;
        if let [count] = field.value { Some(*count) } else { None }
    });
    Ok(match counter {
        Some(0) => Ok(PinTries::Blocked),
        Some(left) => Ok(PinTries::Left(left)),
        None => Err(ProbeError::malformed("GET DATA 7F71", "no counter of tries")),
    })
}
