//! Data objects of applications that have no files: asked for by GET DATA.

use super::files::{Files, settle};
use crate::facts::{CardFacts, Difference, ProbeError, hex};
use crate::iso7816::apdu::Response;
use crate::iso7816::status::StatusWord;

/// What came of asking for an object.
pub(super) enum Object {
    /// Its bytes, tag and length included.
    Here(Vec<u8>),
    /// The card says that it has none.
    Absent(ProbeError),
    /// The card refuses, or gives what makes no sense.
    Refused(ProbeError),
}

/// How facts name an object: `5FC105` of the application itself, `A010/DF24` of a file.
pub(super) fn path(file: u16, tag: &[u8]) -> String {
    if file == CURRENT { hex(tag) } else { format!("{file:04X}/{}", hex(tag)) }
}

/// GET DATA of the application itself, not of a file (ISO 7816-4 §11.5.3).
pub(super) const CURRENT: u16 = 0x3FFF;

/// Asks for an object. That there is none is asked twice, for nothing else would tell that something is missing; both
/// answers count when they differ.
///
/// # Errors
/// The line failed.
pub(super) fn get(
    files: &mut Files<'_, '_>,
    card: &mut CardFacts,
    file: u16,
    tag: &[u8],
) -> Result<Object, ProbeError> {
    let first = ask(files, file, tag)?;
    let Object::Absent(absent) = &first else { return Ok(first) };
    let second = ask(files, file, tag)?;
    if !matches!(second, Object::Absent(_)) {
        let (place, first) = (path(file, tag), absent.to_string());
        let second = match &second {
            Object::Here(answer) => format!("{} bytes", answer.len()),
            Object::Absent(error) | Object::Refused(error) => error.to_string(),
        };
        card.differences.push(Difference { place, first, second });
    }
    Ok(second)
}

fn ask(files: &mut Files<'_, '_>, file: u16, tag: &[u8]) -> Result<Object, ProbeError> {
    let what = format!("GET DATA {}", path(file, tag));
    Ok(match settle(files.get_data(file, tag))? {
        Err(error) => Object::Refused(error),
        Ok(answer) if answer.status.is_ok() && !answer.data.is_empty() => Object::Here(answer.data),
        Ok(answer) if answer.status.is_ok() => {
            Object::Refused(ProbeError::malformed(what, "the card says done (9000) and gives no data"))
        }
        Ok(Response { status, .. }) => {
            let error = ProbeError::status(what, status.0, status.meaning());
            match status {
                StatusWord::NOT_FOUND | StatusWord::DATA_NOT_FOUND => Object::Absent(error),
                _ => Object::Refused(error),
            }
        }
    })
}
