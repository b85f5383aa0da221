//! Indented JSON, put together from pieces that were written apart, on all processors.

use crate::judge::parallel;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};

/// What an item of a long list takes, roughly: a certificate has as much.
const ITEM_BYTES: usize = 2_048;

/// JSON being written, so many levels deep.
pub(super) struct Pretty<'o> {
    out: &'o mut Vec<u8>,
    depth: usize,
}

impl<'o> Pretty<'o> {
    /// Appends to `out`.
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        Pretty { out, depth: 0 }
    }

    /// Any value.
    pub(super) fn value(&mut self, value: &impl Serialize) -> serde_json::Result<()> {
        let mut formatter = PrettyFormatter::new();
        // The formatter counts its own depth, and tells nobody how to begin with another.
        let mut nowhere = Vec::new();
        (0..self.depth)
            .try_for_each(|_| formatter.begin_array(&mut nowhere))
            .map_err(serde_json::Error::io)?;
        value.serialize(&mut Serializer::with_formatter(&mut *self.out, formatter))
    }

    /// An object, of what `fields` writes.
    pub(super) fn object(
        &mut self,
        fields: impl FnOnce(&mut Fields<'_>) -> serde_json::Result<()>,
    ) -> serde_json::Result<()> {
        self.out.push(b'{');
        let mut inside = Fields { pretty: Pretty { out: self.out, depth: self.depth + 1 }, any: false };
        fields(&mut inside)?;
        let any = inside.any;
        self.close(any, b'}');
        Ok(())
    }

    /// A list, of what `one` writes of each item; a long one is written in portions, all at once.
    pub(super) fn list<T: Sync>(
        &mut self,
        items: &[T],
        one: impl Fn(&T, &mut Pretty<'_>) -> serde_json::Result<()> + Sync,
    ) -> serde_json::Result<()> {
        let depth = self.depth + 1;
        let portions = parallel::portions(items, |portion| {
            let mut bytes = Vec::with_capacity(portion.len() * ITEM_BYTES);
            let mut pretty = Pretty { out: &mut bytes, depth };
            for item in portion {
                pretty.out.push(b',');
                pretty.new_line();
                one(item, &mut pretty)?;
            }
            Ok::<_, serde_json::Error>(bytes)
        });
        self.out.push(b'[');
        for (place, portion) in portions.into_iter().enumerate() {
            let portion = portion?;
            // The first item follows nothing.
            self.out.extend_from_slice(portion.get(usize::from(place == 0)..).unwrap_or_default());
        }
        self.close(!items.is_empty(), b']');
        Ok(())
    }

    fn close(&mut self, any: bool, end: u8) {
        if any {
            self.new_line();
        }
        self.out.push(end);
    }

    fn new_line(&mut self) {
        self.out.push(b'\n');
        self.out.resize(self.out.len() + 2 * self.depth, b' ');
    }
}

/// The fields of an object.
pub(super) struct Fields<'o> {
    pretty: Pretty<'o>,
    any: bool,
}

impl Fields<'_> {
    /// A field of any value.
    pub(super) fn field(&mut self, name: &str, value: &impl Serialize) -> serde_json::Result<()> {
        self.with(name, |pretty| pretty.value(value))
    }

    /// A field of what `write` writes.
    pub(super) fn with(
        &mut self,
        name: &str,
        write: impl FnOnce(&mut Pretty<'_>) -> serde_json::Result<()>,
    ) -> serde_json::Result<()> {
        if std::mem::replace(&mut self.any, true) {
            self.pretty.out.push(b',');
        }
        self.pretty.new_line();
        self.pretty.value(&name)?;
        self.pretty.out.extend_from_slice(b": ");
        write(&mut self.pretty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn pieces_are_what_one_piece_would_be() {
        for count in [0, 1, 2, 31, 33, 1000] {
            let items: Vec<_> =
                (0..count).map(|n| json!({ "n": n, "of": [n, { "æ": "\u{1}\"" }, {}, []] })).collect();
            let mut bytes = Vec::new();
            let written = Pretty::new(&mut bytes).object(|fields| {
                fields.field("before", &json!([]))?;
                fields.with("inside", |pretty| {
                    pretty.object(|fields| {
                        fields.with("items", |pretty| pretty.list(&items, |item, pretty| pretty.value(item)))
                    })
                })?;
                fields.with("none", |pretty| pretty.object(|_| Ok(())))
            });
            written.unwrap();
            let whole = json!({ "before": [], "inside": { "items": items }, "none": {} });
            assert_eq!(String::from_utf8(bytes).unwrap(), serde_json::to_string_pretty(&whole).unwrap());
        }
    }
}
