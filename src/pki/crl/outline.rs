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

#[cfg(test)]
mod tests {
    use super::super::super::sample::{extension, integer, oid, sequence, tlv};
    use super::super::sample::{Key, Sample, critical, entry};
    use super::*;

    fn refuse(der: &[u8]) -> (usize, String) {
        let error = Outline::read(der).unwrap_err();
        (error.offset, error.what)
    }

    #[test]
    fn a_list_of_version_1_is_read() {
        let mut sample = Sample::empty();
        sample.version = vec![];
        sample.entries = vec![entry(&[5], &[])];
        let der = sample.sign();
        let outline = Outline::read(&der).unwrap();
        assert!(!outline.with_extensions && outline.entries.is_some() && outline.extensions.is_none());
    }

    #[test]
    fn version_1_has_no_extensions_and_there_is_no_version_3() {
        let mut sample = Sample::empty();
        sample.extensions = vec![extension("2.5.29.20", &integer(1))];
        sample.version = vec![];
        assert_eq!(refuse(&sample.sign()).1, "extensions in a list of version 1");
        for version in [integer(2), integer(0), tlv(2, &[])] {
            sample.version = version;
            assert_eq!(refuse(&sample.sign()), (5, "a revocation list of an unknown version".to_owned()));
        }
    }

    #[test]
    fn what_is_missing_or_too_much_is_named() {
        let bent = |bend: fn(&mut Sample)| {
            let mut sample = Sample::empty();
            bend(&mut sample);
            refuse(&sample.sign()).1
        };
        assert_eq!(bent(|sample| sample.issuer = vec![]), "expected the issuer, found UTCTime");
        assert_eq!(
            bent(|sample| (sample.this_update, sample.next_update) = (vec![], vec![])),
            "a list without a time"
        );
        assert_eq!(bent(|sample| sample.more = tlv(5, &[])), "more than what is signed");
        assert_eq!(
            bent(|sample| sample.more = tlv(0xa0, &[])),
            "ends where the list of extensions should be"
        );
        assert_eq!(
            bent(|sample| sample.more = tlv(0xa0, &[sequence(&[]), sequence(&[])].concat())),
            "more than the list of extensions"
        );
        assert_eq!(bent(|sample| sample.more = vec![5]), "ends within a tag");
    }

    #[test]
    fn nothing_stands_after_a_list_or_beside_its_signature() {
        let der = Sample::empty().sign();
        assert_eq!(
            refuse(&[&der[..], &[0]].concat()),
            (der.len(), "bytes after the revocation list".to_owned())
        );
        let mut parts = Key::new(0x5e).signed(sequence(&[]));
        parts.push(tlv(5, &[]));
        assert_eq!(refuse(&sequence(&parts)).1, "more than a revocation list");
    }

    #[test]
    fn a_signature_is_whole_bytes_by_the_algorithm_that_was_signed() {
        let der = Sample::empty().sign();
        let at = der.len() - 65;
        let mut bent = der.clone();
        bent[at] = 1;
        assert_eq!(Outline::read(&bent).unwrap().signature, &[] as &[u8]);
        let algorithm = sequence(&[oid("1.3.101.112")]);
        let mut bent = der.clone();
        bent[at - 3] ^= 1;
        let offset = at - 2 - algorithm.len();
        let what = "a signature algorithm that is not the one that was signed".to_owned();
        assert_eq!(refuse(&bent), (offset, what));
    }

    #[test]
    fn a_list_without_end_is_not_looked_into() {
        let der = [&[0x30, 0x84, 0x10, 0, 0, 0][..], &vec![0; 1 << 28]].concat();
        assert_eq!(refuse(&der), (0, "268435462 bytes are too many for a revocation list".to_owned()));
    }

    #[test]
    fn a_missing_next_update_is_no_fault() {
        let mut sample = Sample::empty();
        sample.next_update = vec![];
        sample.extensions = vec![critical("2.5.29.20", &integer(1))];
        let der = sample.sign();
        let outline = Outline::read(&der).unwrap();
        assert!(outline.next_update.is_none() && outline.extensions.is_some());
    }
}
