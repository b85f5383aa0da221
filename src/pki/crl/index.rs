//! Where in a list the entry of a serial number stands.
//!
//! National lists have some hundred thousand entries. Eight bytes for each, sorted, are enough to find one: the low end
//! of its serial number and its place; the rest is read again from the list.

use super::super::der::{Element, Malformed};
use super::entry::{Entry, issuers};
use super::serial;

/// So many unknown critical extensions of entries are named; one is enough for the list to be of no use.
const MOST_NAMED: usize = 16;

/// Where the entries stand.
#[derive(Debug, Clone, Default)]
pub struct Index {
    /// For each entry, the low end of its serial number in the upper half, its offset in the lower; sorted.
    places: Vec<u64>,
    /// Where in the list another issuer's certificates begin, in order.
    runs: Vec<Run>,
    /// Critical extensions of entries that are not processed.
    pub unknown_critical: Vec<String>,
}

/// Entries in a row whose certificates have the same issuer, other than the issuer of the list (RFC 5280 §5.3.3).
#[derive(Debug, Clone, Copy)]
struct Run {
    /// Offset of its first entry.
    first: u32,
    /// Offset of the GeneralNames with the issuer.
    issuer: u32,
}

impl Index {
    /// Reads all entries.
    pub fn read(entries: &Element<'_>, with_extensions: bool) -> Result<Self, Malformed> {
        let mut index = Self::default();
        let mut issuer: &[u8] = &[];
        let mut unknown: Vec<&[u8]> = Vec::new();
        for element in entries.inside().elements() {
            let element = element?;
            let entry = Entry::read(&element, with_extensions)?;
            let place = place(&element)?;
            index.places.push(u64::from(serial::tail(entry.serial)) << 32 | u64::from(place));
            if let Some(names) = entry.issuer.filter(|names| names.whole != issuer) {
                issuers(&names)?;
                issuer = names.whole;
                index.runs.push(Run { first: place, issuer: self::place(&names)? });
            }
            if let Some(oid) = entry.unknown_critical
                && unknown.len() < MOST_NAMED
                && !unknown.contains(&oid.body)
            {
                unknown.push(oid.body);
                index.unknown_critical.push(oid.oid()?);
            }
        }
        index.places.sort_unstable();
        index.places.shrink_to_fit();
        Ok(index)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Offsets of the entries that may have that serial number, in the order of the list.
    pub fn candidates(&self, serial: &[u8]) -> impl Iterator<Item = usize> {
        let tail = serial::tail(serial);
        let start = self.places.partition_point(|place| ((place >> 32) as u32) < tail);
        let alike = self.places[start..].iter().take_while(move |place| (**place >> 32) as u32 == tail);
        alike.map(|place| *place as u32 as usize)
    }

    /// Offset of the GeneralNames with the issuer of the certificate of the entry at `offset`; `None` for the issuer of
    /// the list.
    pub fn issuer(&self, offset: usize) -> Option<usize> {
        let after = self.runs.partition_point(|run| run.first as usize <= offset);
        self.runs[..after].last().map(|run| run.issuer as usize)
    }
}

fn place(element: &Element<'_>) -> Result<u32, Malformed> {
    u32::try_from(element.offset).map_err(|_| element.malformed("too far into the list"))
}

#[cfg(test)]
mod tests {
    use super::super::super::der::Reader;
    use super::super::super::sample::sequence;
    use super::super::sample::{authority, certificate_issuer, entry};
    use super::*;

    #[test]
    fn an_issuer_that_is_repeated_is_kept_once() {
        let of = |common_name: &str| [certificate_issuer(&[authority(common_name)])];
        let mut entries = vec![entry(&[1], &[])];
        entries.extend((2..100).map(|serial| entry(&[serial], &of("X"))));
        entries.extend([entry(&[100], &of("Y")), entry(&[101], &[])]);
        let der = sequence(&entries);
        let index = Index::read(&Reader::new(&der).next().unwrap().unwrap(), true).unwrap();
        assert_eq!((index.len(), index.runs.len()), (101, 2));
        let issuer = |serial: u8| index.issuer(index.candidates(&[serial]).next().unwrap());
        assert_eq!((issuer(1), issuer(2) == issuer(99)), (None, true));
        assert!(issuer(99) != issuer(100) && issuer(100) == issuer(101));
    }
}
