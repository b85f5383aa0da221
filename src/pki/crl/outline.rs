//! The frame of a list (RFC 5280 §5.1): where its parts stand.

use super::super::der::{Element, Malformed, Reader, SEQUENCE};
use super::strict::{end, only, signature};

/// No list is longer, bytes: some seven million entries.
const LONGEST: usize = 1 << 28;

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const EXTENSIONS: u8 = 0xa0;

/// The parts of a list.
#[derive(Debug)]
pub struct Outline<'a> {
    /// What the signature is over.
    pub to_be_signed: Element<'a>,
    /// AlgorithmIdentifier of the signature.
    pub algorithm: Element<'a>,
    /// The signature.
    pub signature: &'a [u8],
    /// Whether it is of version 2, which has extensions.
    pub with_extensions: bool,
    /// Name of the issuer.
    pub issuer: Element<'a>,
    /// When it was made.
    pub this_update: Element<'a>,
    /// When the next one comes at the latest.
    pub next_update: Option<Element<'a>>,
    /// The entries. RFC 5280 §5.1.2.6 leaves the field out where there are none; an empty one says the same.
    pub entries: Option<Element<'a>>,
    /// `Extensions`.
    pub extensions: Option<Element<'a>>,
}

impl<'a> Outline<'a> {
    /// Finds the parts.
    pub fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut outer = Reader::new(bytes);
        let list = outer.expect(SEQUENCE, "a revocation list")?;
        if list.whole.len() > LONGEST {
            return Err(
                list.malformed(format!("{} bytes are too many for a revocation list", list.whole.len()))
            );
        }
        if !outer.rest().is_empty() {
            let what = "bytes after the revocation list".to_owned();
            return Err(Malformed { offset: list.whole.len(), what });
        }
        let mut parts = list.inside();
        let to_be_signed = parts.expect(SEQUENCE, "what is signed")?;
        let algorithm = parts.expect(SEQUENCE, "the signature algorithm")?;
        let signature = signature(&mut parts)?;
        end(parts, "a revocation list")?;

        let mut fields = to_be_signed.inside();
        let with_extensions = match fields.optional(INTEGER)? {
            None => false,
            Some(Element { body: [1], .. }) => true,
            Some(version) => return Err(version.malformed("a revocation list of an unknown version")),
        };
        let inner_algorithm = fields.expect(SEQUENCE, "the signature algorithm")?;
        // RFC 5280 §5.1.1.2: what stands beside the signature must be what was signed, or anyone could swap it.
        if inner_algorithm.whole != algorithm.whole {
            return Err(algorithm.malformed("a signature algorithm that is not the one that was signed"));
        }
        let issuer = fields.expect(SEQUENCE, "the issuer")?;
        let this_update =
            time(&mut fields)?.ok_or_else(|| to_be_signed.malformed("a list without a time"))?;
        let next_update = time(&mut fields)?;
        let entries = fields.optional(SEQUENCE)?;
        let extensions = match fields.optional(EXTENSIONS)? {
            Some(explicit) if with_extensions => Some(only(&explicit, SEQUENCE, "the list of extensions")?),
            Some(explicit) => return Err(explicit.malformed("extensions in a list of version 1")),
            None => None,
        };
        end(fields, "what is signed")?;
        Ok(Self {
            to_be_signed,
            algorithm,
            signature,
            with_extensions,
            issuer,
            this_update,
            next_update,
            entries,
            extensions,
        })
    }
}

/// The next element if it is a time.
fn time<'a>(fields: &mut Reader<'a>) -> Result<Option<Element<'a>>, Malformed> {
    match fields.optional(UTC_TIME)? {
        Some(time) => Ok(Some(time)),
        None => fields.optional(GENERALIZED_TIME),
    }
}
