//! Where a file's content ends, as the content itself tells: so that reading stops neither early nor late.

use crate::facts::ProbeError;
use crate::iso7816::tlv::{self, TlvError};

/// How the end of a file's content is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One data object: its own header tells its length.
    OneObject,
    /// Data objects in a row, then the end of the file or padding.
    Objects,
    /// Exactly this part, as a directory says.
    Part {
        /// First byte.
        offset: usize,
        /// How many.
        length: usize,
    },
}

/// How far a file's content has come.
#[derive(Debug)]
pub(super) enum Extent {
    /// Complete with this many bytes.
    Complete(usize),
    /// This many bytes in all are needed.
    Needs(usize),
    /// A row of whole objects, to which more may come.
    Whole,
    /// Nobody can tell yet.
    Open,
    /// It can never be complete.
    Impossible(TlvError),
}

/// How far `content` has come.
pub(super) fn complete(content: &[u8], shape: Shape) -> Extent {
    match shape {
        Shape::Part { length, .. } if content.len() >= length => Extent::Complete(length),
        Shape::Part { length, .. } => Extent::Needs(length),
        Shape::OneObject if content.is_empty() => Extent::Open,
        Shape::OneObject => match tlv::header(content) {
            Ok((_, length, header)) if content.len() >= header.saturating_add(length) => {
                Extent::Complete(header + length)
            }
            Ok((_, length, header)) => Extent::Needs(header.saturating_add(length)),
            Err(TlvError::Truncated { .. }) => Extent::Open,
            Err(error) => Extent::Impossible(error),
        },
        Shape::Objects => row_extent(content),
    }
}

/// A row of objects is complete where padding begins: 00 or FF in place of a tag.
fn row_extent(content: &[u8]) -> Extent {
    let mut at = 0;
    while at < content.len() {
        if matches!(content[at], 0x00 | 0xFF) {
            return Extent::Complete(at);
        }
        match tlv::header(&content[at..]) {
            Ok((_, length, header)) => at = at.saturating_add(header).saturating_add(length),
            Err(TlvError::Truncated { .. }) => return Extent::Open,
            Err(error) => return Extent::Impossible(error),
        }
    }
    if at == content.len() && at > 0 { Extent::Whole } else { Extent::Open }
}

/// The file has ended: is what came whole?
pub(super) fn finish(content: Vec<u8>, shape: Shape, what: &str) -> Result<Vec<u8>, ProbeError> {
    match (shape, complete(&content, shape)) {
        (Shape::OneObject | Shape::Part { .. }, Extent::Needs(needed)) => Err(ProbeError::malformed(
            what,
            format!("the file ends after {} of {needed} bytes", content.len()),
        )),
        (Shape::OneObject, Extent::Open) => Err(ProbeError::malformed(what, "the file is empty")),
        // A directory cut short still names what stands before the cut; its reader says what is missing.
        _ => Ok(content),
    }
}
